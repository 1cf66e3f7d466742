package query_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"interlaken/hub/query"
	"interlaken/hub/trace"
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
