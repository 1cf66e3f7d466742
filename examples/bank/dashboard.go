package bank

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// dashboardFiles are requests of QuickSight's API, as the AWS CLI takes them with --cli-input-json, and a definition;
// HUB and REGION stand for the hub's account and Region.
//
//go:embed dashboard/*.json
var dashboardFiles embed.FS

// DashboardID and DashboardName are the example's dashboard. Of one state it is called DashboardID-<state>.
const (
	DashboardID   = "nervous-markets"
	DashboardName = "Nervous markets"
)

// Dashboard is the example's dashboard over the data of all accounts, with the data sets that it reads.
type Dashboard struct {
	ID, Name string
	// DataSets are bodies of CreateDataSet, each with a DataSetId of its own.
	DataSets [][]byte
	// Definition is a DashboardVersionDefinition.
	Definition []byte
}

// ShowDashboard returns the dashboard for a hub. With a state its data sets have no row of any other: who may read
// them, and nothing else, reads that state alone.
func ShowDashboard(hub, region, state string) (Dashboard, error) {
	d := Dashboard{ID: DashboardID, Name: DashboardName}
	suffix := ""
	if state != "" {
		suffix = "-" + strings.ToLower(state)
		d.ID, d.Name = d.ID+suffix, d.Name+", "+state
	}
	fill := strings.NewReplacer("HUB", hub, "REGION", region)
	sets := []string{"complaints", "market", "bad-loans", "nervous-markets"}
	for _, name := range sets {
		text, err := dashboardFiles.ReadFile("dashboard/" + name + ".json")
		if err != nil {
			return d, err
		}
		set, err := dataSetOf([]byte(fill.Replace(string(text))), suffix, state)
		if err != nil {
			return d, fmt.Errorf("data set %s: %w", name, err)
		}
		d.DataSets = append(d.DataSets, set)
	}
	text, err := dashboardFiles.ReadFile("dashboard/definition.json")
	if err != nil {
		return d, err
	}
	definition := fill.Replace(string(text))
	for _, name := range sets {
		definition = strings.ReplaceAll(definition, `:dataset/`+name+`"`, `:dataset/`+name+suffix+`"`)
	}
	d.Definition = []byte(definition)
	return d, nil
}

// dataSetOf narrows a data set to a state, under a name of its own.
func dataSetOf(text []byte, suffix, state string) ([]byte, error) {
	if state == "" {
		return text, nil
	}
	var set struct {
		DataSetId, Name, ImportMode string
		PhysicalTableMap            map[string]map[string]*physicalTable
		LogicalTableMap             json.RawMessage `json:",omitempty"`
	}
	if err := json.Unmarshal(text, &set); err != nil {
		return nil, err
	}
	set.DataSetId, set.Name = set.DataSetId+suffix, set.Name+", "+state
	for id, table := range set.PhysicalTableMap {
		for _, t := range table {
			if column := t.stateColumn(); column != "" {
				set.PhysicalTableMap[id] = map[string]*physicalTable{"CustomSql": t.where(column, state)}
			}
		}
	}
	return json.Marshal(set)
}

// physicalTable is a RelationalTable or a CustomSql of a data set.
type physicalTable struct {
	DataSourceArn string
	Catalog       string        `json:",omitempty"`
	Schema        string        `json:",omitempty"`
	Name          string        `json:",omitempty"`
	SqlQuery      string        `json:",omitempty"`
	InputColumns  []tableColumn `json:",omitempty"`
	Columns       []tableColumn `json:",omitempty"`
}

type tableColumn struct{ Name, Type string }

// stateColumn is the column that names a state, "" where the table has none.
func (t *physicalTable) stateColumn() string {
	for _, c := range slices.Concat(t.InputColumns, t.Columns) {
		if c.Name == "state" || c.Name == "loan_state" {
			return c.Name
		}
	}
	return ""
}

// where is the table as a query that keeps one state.
func (t *physicalTable) where(column, state string) *physicalTable {
	from := "(\n" + t.SqlQuery + "\n)"
	if t.SqlQuery == "" {
		from = t.Schema + "." + t.Name
	}
	columns := slices.Concat(t.InputColumns, t.Columns)
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return &physicalTable{
		DataSourceArn: t.DataSourceArn, Name: t.Name + " of " + state, Columns: columns,
		SqlQuery: fmt.Sprintf("SELECT %s\nFROM %s\nWHERE %s = '%s'", strings.Join(names, ", "), from, column, strings.ReplaceAll(state, "'", "''")),
	}
}
