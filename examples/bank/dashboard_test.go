package bank_test

import (
	"encoding/json"
	"strings"
	"testing"

	"interlaken/examples/bank"
)

// TestDashboardOfOneState: a state's dashboard reads data sets of its own, and each of their tables that has states
// keeps that one alone.
func TestDashboardOfOneState(t *testing.T) {
	whole, err := bank.ShowDashboard("111111111111", "us-east-1", "")
	if err != nil {
		t.Fatal(err)
	}
	one, err := bank.ShowDashboard("111111111111", "us-east-1", "CA")
	if err != nil {
		t.Fatal(err)
	}
	if whole.ID != "nervous-markets" || one.ID != "nervous-markets-ca" || len(whole.DataSets) != 4 || len(one.DataSets) != 4 {
		t.Fatalf("%s with %d data sets, %s with %d", whole.ID, len(whole.DataSets), one.ID, len(one.DataSets))
	}
	narrowed := 0
	for i, text := range one.DataSets {
		var set struct {
			DataSetId        string
			PhysicalTableMap map[string]map[string]struct {
				SqlQuery      string
				DataSourceArn string
			}
		}
		if err := json.Unmarshal(text, &set); err != nil {
			t.Fatal(err)
		}
		arn := `"arn:aws:quicksight:us-east-1:111111111111:dataset/` + set.DataSetId + `"`
		if !strings.HasSuffix(set.DataSetId, "-ca") || !strings.Contains(string(one.Definition), arn) || strings.Contains(string(whole.Definition), arn) {
			t.Errorf("the data set %s is not the state's own", set.DataSetId)
		}
		for id, table := range set.PhysicalTableMap {
			for kind, p := range table {
				if !strings.HasPrefix(p.DataSourceArn, "arn:aws:quicksight:us-east-1:111111111111:datasource/") {
					t.Errorf("data source %s", p.DataSourceArn)
				}
				if strings.Contains(p.SqlQuery, "state = 'CA'") {
					narrowed++
				} else if id != "vix" && id != "investment" {
					t.Errorf("table %s of %d (%s) has every state", id, i, kind)
				}
			}
		}
	}
	if narrowed != 4 {
		t.Errorf("%d tables are narrowed, not 4", narrowed)
	}
}
