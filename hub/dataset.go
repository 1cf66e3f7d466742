package hub

import (
	"encoding/json"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/arn"
	"interlaken/store"
)

// Column is a column of a physical table as the data set's author declared it.
type Column struct {
	Name string                    `json:"name"`
	Type types.InputColumnDataType `json:"type"`
	// SubType is FIXED or FLOAT for decimals where it was given.
	SubType types.ColumnDataSubType `json:"subType,omitempty"`
}

// Physical is the one physical table of a data set: a table of the data source's catalog, or a query over it.
type Physical struct {
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

// DataSet is a named table of the hub. In this form it has one physical table and is queried directly.
type DataSet struct {
	Account    string                  `json:"account"`
	Region     string                  `json:"region"`
	ID         string                  `json:"id"`
	Name       string                  `json:"name"`
	ImportMode types.DataSetImportMode `json:"importMode"`
	Physical   Physical                `json:"physical"`
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
	names := make([]string, len(d.Physical.Columns))
	for i, c := range d.Physical.Columns {
		names[i] = c.Name
	}
	return names
}

func (d DataSet) key() string { return assetKey(d.Account, d.Region, d.ID) }

var dataSets = store.Collection[DataSet]{
	Table: "hub.dataSet", Schema: 1,
	Key:     func(d *DataSet) string { return d.key() },
	Indexes: map[string]func(*DataSet) []string{"grantee": func(d *DataSet) []string { return d.Permissions.grantees() }},
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

// ShareDataSet changes who may do what with a data set.
func ShareDataSet(tx store.Tx, account, region, id string, permissions Permissions) error {
	return named(dataSets.Modify(tx, assetKey(account, region, id), func(d *DataSet) error {
		d.Permissions = permissions
		return nil
	}), "Data set", id)
}

// DeleteDataSet removes a data set, or fails with fault.NotFound.
func DeleteDataSet(tx store.Tx, account, region, id string) error {
	return named(dataSets.Delete(tx, assetKey(account, region, id)), "Data set", id)
}

// DataSets pages through the data sets of an account and Region that keep accepts, by id.
func DataSets(r store.Reader, account, region, token string, size int, keep func(*DataSet) bool) ([]DataSet, string, error) {
	return page(r, &dataSets, store.Key(account, region), token, size, keep)
}
