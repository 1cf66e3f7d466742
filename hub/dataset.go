package hub

import (
	"encoding/json"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/store"
)

// Column is a column of a physical table as the data set's author declared it.
type Column struct {
	ID   string                    `json:"id,omitempty"`
	Name string                    `json:"name"`
	Type types.InputColumnDataType `json:"type"`
	// SubType is FIXED or FLOAT for decimals where it was given.
	SubType types.ColumnDataSubType `json:"subType,omitempty"`
}

// Physical is a physical table of a data set: a table of a data source's catalog, or a query over it.
type Physical struct {
	// ID is its name in the data set.
	ID string `json:"id"`
	// Of is the ARN of the data set below that it belongs to; "" for a table of the data set's own.
	Of            string `json:"of,omitempty"`
	DataSourceARN string `json:"dataSourceArn"`
	// Catalog, Schema and Table name a table. Catalog and Schema may be "" for the workgroup's default. Table is "" for
	// custom SQL.
	Catalog string `json:"catalog,omitempty"`
	Schema  string `json:"schema,omitempty"`
	Table   string `json:"table,omitempty"`
	// SQL is one query expression of Trino, which has been parsed (SECURITY S8); "" for a table.
	SQL     string   `json:"sql,omitempty"`
	Columns []Column `json:"columns"`
}

// Output are the columns of the table as a relation gives them.
func (p Physical) Output() []RelationColumn {
	given := make([]RelationColumn, len(p.Columns))
	for i, c := range p.Columns {
		given[i] = RelationColumn{ID: c.ID, Name: c.Name, From: c.Name, Type: outputType(c.Type), SubType: c.SubType}
	}
	return given
}

// outputType is the type of a column in a data set, which has four, for one of a physical table (QuickSight User Guide,
// "Supported data types and values": booleans are integers, structures text).
func outputType(t types.InputColumnDataType) types.ColumnDataType {
	switch t {
	case types.InputColumnDataTypeInteger, types.InputColumnDataTypeBit, types.InputColumnDataTypeBoolean:
		return types.ColumnDataTypeInteger
	case types.InputColumnDataTypeDecimal:
		return types.ColumnDataTypeDecimal
	case types.InputColumnDataTypeDatetime:
		return types.ColumnDataTypeDatetime
	}
	return types.ColumnDataTypeString
}

// DataSet is a named table of the hub: physical tables of one or several data sources, joined. It is queried directly.
type DataSet struct {
	Account    string                  `json:"account"`
	Region     string                  `json:"region"`
	ID         string                  `json:"id"`
	Name       string                  `json:"name"`
	ImportMode types.DataSetImportMode `json:"importMode"`
	// Tables are the physical tables, by id; Root is what the data set gives.
	Tables []Physical `json:"tables"`
	Root   Relation   `json:"root"`
	// Parents are the ARNs of the data sets that it is on, whose tables it has too.
	Parents []string `json:"parents,omitempty"`
	// Broken says why the data set does not fit those below it any more; "" for one that does.
	Broken string `json:"broken,omitempty"`
	// Document holds the members that define the data set, in QuickSight's JSON, as they were received; it is what is
	// shown.
	Document    json.RawMessage   `json:"document"`
	Created     time.Time         `json:"created"`
	Updated     time.Time         `json:"updated"`
	Author      Person            `json:"author"`
	Permissions Permissions       `json:"permissions,omitempty"`
	Tags        map[string]string `json:"tags,omitempty"`
}

// ARN is the data set's ARN.
func (d DataSet) ARN() string { return DataSetARN(d.Region, d.Account, d.ID) }

// DataSetARN is the ARN that a data set with this id has.
func DataSetARN(region, account, id string) string {
	return arn.Make("quicksight", region, account, "dataset/"+id)
}

// ColumnNames are the names of the columns that the data set gives.
func (d DataSet) ColumnNames() []string {
	names := make([]string, len(d.Root.Columns))
	for i, c := range d.Root.Columns {
		names[i] = c.Name
	}
	return names
}

func (d DataSet) key() string { return assetKey(d.Account, d.Region, d.ID) }

var dataSets = store.Collection[DataSet]{
	Table: "hub.dataSet", Schema: 2, Upgrade: upgradeDataSet,
	Key: func(d *DataSet) string { return d.key() },
	Indexes: map[string]func(*DataSet) []string{
		"grantee": func(d *DataSet) []string { return d.Permissions.grantees() },
		"parent":  func(d *DataSet) []string { return principalKeys(d.Parents) },
	},
}

// upgradeDataSet makes tables and a root of the one physical table that a data set of schema 1 has.
func upgradeDataSet(_ int, document []byte) ([]byte, error) {
	var old struct {
		DataSet
		Physical Physical `json:"physical"`
	}
	if err := json.Unmarshal(document, &old); err != nil {
		return nil, err
	}
	const only = "table"
	old.Physical.ID = only
	old.Tables, old.Root = []Physical{old.Physical}, Relation{ID: only, Alias: only, Table: only, Columns: old.Physical.Output()}
	return json.Marshal(old.DataSet)
}

// CreateDataSet keeps a new data set, or fails with fault.AlreadyExists.
func CreateDataSet(tx store.Tx, d DataSet) error {
	return named(dataSets.Create(tx, d), "Data set", d.ID)
}

// GetDataSet returns a data set as it is kept, or fault.NotFound. It asks for nobody's permission: hub/share does.
func GetDataSet(r store.Reader, account, region, id string) (DataSet, error) {
	d, err := dataSets.Get(r, assetKey(account, region, id))
	return d, named(err, "Data set", id)
}

// GetDataSetByARN is GetDataSet for an ARN.
func GetDataSetByARN(r store.Reader, text string) (DataSet, error) {
	a, err := arn.Parse(text)
	if err != nil || a.Service != "quicksight" || a.Type() != "dataset" {
		return DataSet{}, fault.New(fault.NotFound, "Data set %s is not found.", text)
	}
	return GetDataSet(r, a.Account, a.Region, a.Name())
}

// Usable is fault.Conflict for a data set that does not fit those below it any more.
func (d DataSet) Usable() error {
	if d.Broken != "" {
		return fault.New(fault.Conflict, "The data set %s does not fit the data sets that it is on any more: %s Update it.", d.ID, d.Broken)
	}
	return nil
}

// DataSetsOn are the data sets that are on a data set, by its ARN.
func DataSetsOn(r store.Reader, parent string) ([]DataSet, error) {
	return values(dataSets.ScanIndex(r, "parent", store.Range{Prefix: store.Key(parent)}))
}

// RedefineDataSet gives a data set the name and the definition of next, or fails with fault.NotFound. Whose it is, who may
// do what with it and its tags stay.
func RedefineDataSet(tx store.Tx, next DataSet) error {
	return named(dataSets.Modify(tx, next.key(), func(d *DataSet) error {
		d.Name, d.ImportMode, d.Tables, d.Root, d.Document, d.Updated = next.Name, next.ImportMode, next.Tables, next.Root, next.Document, next.Updated
		d.Parents, d.Broken = next.Parents, next.Broken
		return nil
	}), "Data set", next.ID)
}

// ShareDataSet changes who may do what with a data set.
func ShareDataSet(tx store.Tx, account, region, id string, permissions Permissions) error {
	return named(dataSets.Modify(tx, assetKey(account, region, id), func(d *DataSet) error {
		d.Permissions = permissions
		return nil
	}), "Data set", id)
}

// DeleteDataSet removes a data set with all that says how it is read into memory, or fails with fault.NotFound.
func DeleteDataSet(tx store.Tx, account, region, id string) error {
	if _, err := leaveFolders(tx, DataSetARN(region, account, id)); err != nil {
		return err
	}
	if err := deleteRefreshing(tx, account, region, id); err != nil {
		return err
	}
	return named(dataSets.Delete(tx, assetKey(account, region, id)), "Data set", id)
}

// DataSets pages through the data sets of an account and Region that keep accepts, by id.
func DataSets(r store.Reader, account, region, token string, size int, keep func(*DataSet) bool) ([]DataSet, string, error) {
	return page(r, &dataSets, store.Key(account, region), token, size, keep)
}
