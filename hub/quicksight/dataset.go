package quicksight

import (
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
	wire "interlaken/wire/quicksight"
)

func dataSetTarget(account, id *string) target {
	return target{account: account, resource: "dataset/" + aws.ToString(id)}
}

// dataSet finds a data set with which the caller may do an action.
func dataSet(c *service.Call, id *string, action string) (hub.DataSet, error) {
	caller, err := hub.Resolve(c.Tx, c.Session)
	if err != nil {
		return hub.DataSet{}, err
	}
	return share.DataSet(c.Tx, caller, aws.ToString(id), action)
}

// understood refuses what this hub could keep but not honour. A restriction that is kept and not enforced would be a
// hole, so rules on rows and columns come first (DESIGN decision 10).
func understood(in *sdk.CreateDataSetInput) error {
	for _, refused := range []struct {
		given bool
		what  string
	}{
		{in.RowLevelPermissionDataSet != nil, "Row-level permissions (RowLevelPermissionDataSet) are"},
		{in.RowLevelPermissionTagConfiguration != nil, "Row-level permissions by tags (RowLevelPermissionTagConfiguration) are"},
		{len(in.ColumnLevelPermissionRules) > 0, "Column-level permissions (ColumnLevelPermissionRules) are"},
		{len(in.DatasetParameters) > 0, "Data set parameters (DatasetParameters) are"},
		{in.UseAs != "", "The use of a data set as rules (UseAs) is"},
	} {
		if refused.given {
			return fault.New(fault.Unsupported, "%s unsupported here. Make a data set on tables and queries.", refused.what)
		}
	}
	return nil
}

// tablesOf reads the physical tables of a data set, by id.
func tablesOf(in map[string]types.PhysicalTable) ([]hub.Physical, error) {
	var tables []hub.Physical
	for _, id := range slices.Sorted(maps.Keys(in)) {
		var table hub.Physical
		var err error
		switch t := in[id].(type) {
		case *types.PhysicalTableMemberRelationalTable:
			table, err = relational(&t.Value)
		case *types.PhysicalTableMemberCustomSql:
			table, err = customSQL(&t.Value)
		default:
			err = fault.New(fault.Unsupported, "The table %s is neither a RelationalTable nor a CustomSql; others are unsupported here.", id)
		}
		if err != nil {
			return nil, err
		}
		table.ID = id
		tables = append(tables, table)
	}
	return tables, nil
}

func relational(t *types.RelationalTable) (hub.Physical, error) {
	p := hub.Physical{
		DataSourceARN: aws.ToString(t.DataSourceArn), Catalog: aws.ToString(t.Catalog), Schema: aws.ToString(t.Schema), Table: aws.ToString(t.Name),
	}
	if !hub.AllowsCatalog(p.Catalog) {
		return p, invalid("Catalog %q is not allowed; a data source reads from %s.", p.Catalog, hub.Catalog)
	}
	if len(t.InputColumns) == 0 {
		return p, invalid("A RelationalTable has at least one column in InputColumns.")
	}
	var err error
	p.Columns, err = columns(t.InputColumns)
	return p, err
}

func customSQL(t *types.CustomSql) (hub.Physical, error) {
	p := hub.Physical{DataSourceARN: aws.ToString(t.DataSourceArn), SQL: aws.ToString(t.SqlQuery)}
	if _, err := hub.ParseSQL(p.SQL); err != nil {
		return p, fault.Wrap(err, share.InvalidParameterValue, "The SqlQuery is not one query expression: %s", fault.Public(err))
	}
	var err error
	p.Columns, err = columns(t.Columns)
	return p, err
}

func columns(given []types.InputColumn) ([]hub.Column, error) {
	read := make([]hub.Column, 0, len(given))
	seen := map[string]bool{}
	for _, column := range given {
		c := hub.Column{ID: aws.ToString(column.Id), Name: aws.ToString(column.Name), Type: column.Type, SubType: column.SubType}
		if seen[c.Name] {
			return nil, invalid("The column name %q is given twice.", c.Name)
		}
		seen[c.Name] = true
		read = append(read, c)
	}
	return read, nil
}

// given are the members that define a data set, which CreateDataSet and DescribeDataSet share.
func given(in *sdk.CreateDataSetInput) *types.DataSet {
	return &types.DataSet{
		PhysicalTableMap: in.PhysicalTableMap, LogicalTableMap: in.LogicalTableMap, ColumnGroups: in.ColumnGroups,
		FieldFolders: in.FieldFolders, DataSetUsageConfiguration: in.DataSetUsageConfiguration, PerformanceConfiguration: in.PerformanceConfiguration,
		DataPrepConfiguration: in.DataPrepConfiguration, SemanticModelConfiguration: in.SemanticModelConfiguration,
	}
}

// documentOf is the definition as it was received.
func documentOf(in *sdk.CreateDataSetInput) ([]byte, error) {
	document, err := wire.Service.Marshal(given(in))
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The data set's definition cannot be kept.")
	}
	return document, nil
}

// shownDataSet is a data set in the API's shape.
func shownDataSet(d hub.DataSet) (*types.DataSet, error) {
	shown := &types.DataSet{}
	if err := wire.Service.Unmarshal(d.Document, shown); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The data set's definition cannot be read.")
	}
	shown.Arn, shown.DataSetId, shown.Name = aws.String(d.ARN()), aws.String(d.ID), aws.String(d.Name)
	shown.ImportMode, shown.CreatedTime, shown.LastUpdatedTime = d.ImportMode, aws.Time(d.Created), aws.Time(d.Updated)
	for _, c := range d.Root.Columns {
		shown.OutputColumns = append(shown.OutputColumns, types.OutputColumn{Id: setText(c.ID), Name: aws.String(c.Name), Type: c.Type, SubType: c.SubType})
	}
	return shown, nil
}
