package query

import (
	"context"
	"strings"
	"testing"
	"time"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/store"
)

// TestDataSetsOnDataSets: a data set on another one asks what that one asks, in one account and over several; one that does
// not fit it any more asks nothing.
func TestDataSetsOnDataSets(t *testing.T) {
	q := definition.Query{Groups: []definition.Group{{Column: "region", Name: "region"}}, Measures: []definition.Measure{{Column: "bad", Name: "bad", Aggregation: definition.Sum}}}
	for _, second := range []string{"risk", "retail"} {
		parent := joined(second)
		child := parent
		child.Root, child.Tables = *parent.Root.Within("p/"), nil
		for _, table := range parent.Tables {
			table.ID, table.Of = "p/"+table.ID, parent.ARN()
			child.Tables = append(child.Tables, table)
		}
		want := compiledText(t, parent, q, "risk", "retail")
		got := strings.NewReplacer("p_loans", "loans", "p_big_states", "big_states").Replace(compiledText(t, child, q, "risk", "retail"))
		if got != want {
			t.Errorf("with %s the child asks\n%s\nand its parent\n%s", second, got, want)
		}
		child.Broken = "There is no column \"n\"."
		err := withSources(t, "risk", "retail").View(context.Background(), func(r store.Reader) error {
			_, _, err := compile(r, &child, &q, 100, time.Time{})
			return err
		})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("the child that does not fit: %v", err)
		}
		if parent.Tables[0].Of != "" || parent.Root.Join.Left.Table != "loans" || hub.DataSet.Usable(parent) != nil {
			t.Error("the parent is changed")
		}
	}
}
