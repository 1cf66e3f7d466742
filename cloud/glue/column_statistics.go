package glue

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

// Statistics of columns are kept for whoever plans with them; the catalog neither makes nor checks them. Their permissions
// are those on the table or partition itself (Glue API Reference, "Column statistics API").

// columnStatistics are those of one column of a table, or of a partition.
type columnStatistics struct {
	Catalog    string                 `json:"catalog"`
	Database   string                 `json:"database"`
	Table      string                 `json:"table"`
	Values     []string               `json:"values,omitempty"` // of the partition; none for the table
	Statistics types.ColumnStatistics `json:"statistics"`
}

var statistics = store.Collection[columnStatistics]{
	Table: "glue.statistics", Schema: 1,
	Key: func(s *columnStatistics) string {
		return statisticsPrefix(place{catalog: s.Catalog, database: s.Database, table: s.Table}, s.Values) + store.Key(*s.Statistics.ColumnName)
	},
}

// statisticsPrefix is how the keys of a table's or a partition's statistics begin.
func statisticsPrefix(p place, values []string) string {
	parts := []any{p.catalog, p.database, p.table, len(values)}
	for _, v := range values {
		parts = append(parts, v)
	}
	return store.Key(parts...)
}

func removeStatistics(tx store.Tx, span store.Range) error {
	for item, err := range statistics.Scan(tx, span) {
		if err != nil {
			return err
		}
		if err := statistics.Delete(tx, item.Key); err != nil {
			return err
		}
	}
	return nil
}

// columns are the names of a table's columns, or of those of a partition, which has to be there.
func (p place) columns(r store.Reader, values []string) ([]string, error) {
	t, err := p.getTable(r)
	if err != nil {
		return nil, err
	}
	if values != nil {
		if _, err := p.getPartition(r, values); err != nil {
			return nil, err
		}
	}
	all := t.PartitionKeys
	if t.StorageDescriptor != nil {
		all = append(all[:len(all):len(all)], t.StorageDescriptor.Columns...)
	}
	names := make([]string, len(all))
	for i, column := range all {
		names[i] = strings.ToLower(aws.ToString(column.Name))
	}
	return names, nil
}

// getStatistics are the statistics of the named columns that have some; a column that is not there is an error of its own.
func (p place) getStatistics(r store.Reader, values, names []string) ([]types.ColumnStatistics, []types.ColumnError, error) {
	columns, err := p.columns(r, values)
	if err != nil {
		return nil, nil, err
	}
	found, missing := []types.ColumnStatistics{}, []types.ColumnError{}
	for _, name := range names {
		if !slices.Contains(columns, strings.ToLower(name)) {
			missing = append(missing, types.ColumnError{ColumnName: &name, Error: detail(noColumn(name))})
			continue
		}
		s, err := statistics.Get(r, statisticsPrefix(p, values)+store.Key(strings.ToLower(name)))
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		found = append(found, s.Statistics)
	}
	return found, missing, nil
}

func noColumn(name string) error {
	return fault.New(fault.NotFound, "Column %s not found.", name)
}

// putStatistics keeps statistics, and says which could not be.
func (p place) putStatistics(tx store.Tx, values []string, given []types.ColumnStatistics) ([]types.ColumnStatisticsError, error) {
	columns, err := p.columns(tx, values)
	if err != nil {
		return nil, err
	}
	refused := []types.ColumnStatisticsError{}
	for _, s := range given {
		err := validStatistics(&s)
		if name := strings.ToLower(aws.ToString(s.ColumnName)); err == nil && !slices.Contains(columns, name) {
			err = noColumn(name)
		}
		if err != nil {
			refused = append(refused, types.ColumnStatisticsError{ColumnStatistics: &s, Error: detail(err)})
			continue
		}
		s.ColumnName = lower(s.ColumnName)
		if err := statistics.Put(tx, columnStatistics{p.catalog, p.database, p.table, values, s}); err != nil {
			return nil, err
		}
	}
	return refused, nil
}

// validStatistics holds the kind of statistics to the data that come with it.
func validStatistics(s *types.ColumnStatistics) error {
	d := s.StatisticsData
	given := map[types.ColumnStatisticsType]bool{
		types.ColumnStatisticsTypeBinary: d.BinaryColumnStatisticsData != nil, types.ColumnStatisticsTypeBoolean: d.BooleanColumnStatisticsData != nil,
		types.ColumnStatisticsTypeDate: d.DateColumnStatisticsData != nil, types.ColumnStatisticsTypeDecimal: d.DecimalColumnStatisticsData != nil,
		types.ColumnStatisticsTypeDouble: d.DoubleColumnStatisticsData != nil, types.ColumnStatisticsTypeLong: d.LongColumnStatisticsData != nil,
		types.ColumnStatisticsTypeString: d.StringColumnStatisticsData != nil,
	}
	for kind, is := range given {
		if is != (kind == d.Type) {
			return invalid("Statistics of the type %s need the data of that type alone.", d.Type)
		}
	}
	return nil
}

func (p place) deleteStatistics(tx store.Tx, values []string, name *string) error {
	if _, err := p.columns(tx, values); err != nil {
		return err
	}
	err := statistics.Delete(tx, statisticsPrefix(p, values)+store.Key(*lower(name)))
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "Column statistics of %s not found.", aws.ToString(name))
	}
	return err
}

func getColumnStatisticsForTable() service.Operation {
	return defineAs("GetColumnStatisticsForTable", "GetTable",
		func(i *sdk.GetColumnStatisticsForTableInput) place {
			return in(i.CatalogId, i.DatabaseName, i.TableName)
		}, nil,
		func(c *service.Call, p place, i *sdk.GetColumnStatisticsForTableInput) (*sdk.GetColumnStatisticsForTableOutput, error) {
			found, missing, err := p.getStatistics(c.Tx, nil, i.ColumnNames)
			return &sdk.GetColumnStatisticsForTableOutput{ColumnStatisticsList: found, Errors: missing}, err
		}, service.Reads)
}

func updateColumnStatisticsForTable() service.Operation {
	return defineAs("UpdateColumnStatisticsForTable", "UpdateTable",
		func(i *sdk.UpdateColumnStatisticsForTableInput) place {
			return in(i.CatalogId, i.DatabaseName, i.TableName)
		}, nil,
		func(c *service.Call, p place, i *sdk.UpdateColumnStatisticsForTableInput) (*sdk.UpdateColumnStatisticsForTableOutput, error) {
			refused, err := p.putStatistics(c.Tx, nil, i.ColumnStatisticsList)
			return &sdk.UpdateColumnStatisticsForTableOutput{Errors: refused}, err
		})
}

func deleteColumnStatisticsForTable() service.Operation {
	return defineAs("DeleteColumnStatisticsForTable", "DeleteTable",
		func(i *sdk.DeleteColumnStatisticsForTableInput) place {
			return in(i.CatalogId, i.DatabaseName, i.TableName)
		}, nil,
		func(c *service.Call, p place, i *sdk.DeleteColumnStatisticsForTableInput) (*sdk.DeleteColumnStatisticsForTableOutput, error) {
			return &sdk.DeleteColumnStatisticsForTableOutput{}, p.deleteStatistics(c.Tx, nil, i.ColumnName)
		})
}

func getColumnStatisticsForPartition() service.Operation {
	return defineAs("GetColumnStatisticsForPartition", "GetPartition",
		func(i *sdk.GetColumnStatisticsForPartitionInput) place {
			return in(i.CatalogId, i.DatabaseName, i.TableName)
		}, nil,
		func(c *service.Call, p place, i *sdk.GetColumnStatisticsForPartitionInput) (*sdk.GetColumnStatisticsForPartitionOutput, error) {
			found, missing, err := p.getStatistics(c.Tx, i.PartitionValues, i.ColumnNames)
			return &sdk.GetColumnStatisticsForPartitionOutput{ColumnStatisticsList: found, Errors: missing}, err
		}, service.Reads)
}

func updateColumnStatisticsForPartition() service.Operation {
	return defineAs("UpdateColumnStatisticsForPartition", "UpdatePartition",
		func(i *sdk.UpdateColumnStatisticsForPartitionInput) place {
			return in(i.CatalogId, i.DatabaseName, i.TableName)
		}, nil,
		func(c *service.Call, p place, i *sdk.UpdateColumnStatisticsForPartitionInput) (*sdk.UpdateColumnStatisticsForPartitionOutput, error) {
			refused, err := p.putStatistics(c.Tx, i.PartitionValues, i.ColumnStatisticsList)
			return &sdk.UpdateColumnStatisticsForPartitionOutput{Errors: refused}, err
		})
}

func deleteColumnStatisticsForPartition() service.Operation {
	return defineAs("DeleteColumnStatisticsForPartition", "DeletePartition",
		func(i *sdk.DeleteColumnStatisticsForPartitionInput) place {
			return in(i.CatalogId, i.DatabaseName, i.TableName)
		}, nil,
		func(c *service.Call, p place, i *sdk.DeleteColumnStatisticsForPartitionInput) (*sdk.DeleteColumnStatisticsForPartitionOutput, error) {
			return &sdk.DeleteColumnStatisticsForPartitionOutput{}, p.deleteStatistics(c.Tx, i.PartitionValues, i.ColumnName)
		})
}
