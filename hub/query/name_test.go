package query_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interlaken/hub"
	"interlaken/hub/query"
	"interlaken/hub/trace"
	"interlaken/service/servicetest"
	"interlaken/store"
)

// TestARunKnowsItsVisualByName: a run says which visual of which dashboard it is of, as people call both, and so does its
// trace.
func TestARunKnowsItsVisualByName(t *testing.T) {
	k := newKit(t)
	k.board(map[string][]string{"ana": reads})
	shown := k.end(k.ana, tableOf(1))
	k.View(func(r store.Reader) error {
		run, err := query.GetRun(r, *shown.RunId)
		if err != nil {
			return err
		}
		if diff := cmp.Diff(query.Asset{ID: "table", Name: "Sales by state"}, run.Visual); diff != "" {
			t.Errorf("the run's visual (-want +got):\n%s", diff)
		}
		if v := trace.Whole(&run, trace.Facts{}).Visual; v == nil || v.Name == nil || *v.Name != "Sales by state" {
			t.Errorf("the trace's visual: %+v", v)
		}
		return nil
	})
}

// TestADashboardAsksTheDefinitionOfNow: once its data set has another definition, a visual is asked of that one.
func TestADashboardAsksTheDefinitionOfNow(t *testing.T) {
	k := newKit(t)
	k.board(map[string][]string{"ana": reads})
	ask := func(table string) {
		t.Helper()
		run := k.end(k.ana, tableOf(1))
		if text := k.aws.started[*run.RunId]; !strings.Contains(text, "FROM bank."+table+")") {
			t.Errorf("Athena was asked %q, not of %s", text, table)
		}
	}
	ask("sales")
	k.Update(func(tx store.Tx) error {
		set, err := hub.GetDataSet(tx, servicetest.Hub, "us-east-1", "sales")
		if err != nil {
			return err
		}
		set.Tables[0].Table = "more_sales"
		return hub.RedefineDataSet(tx, set)
	})
	ask("more_sales")
}
