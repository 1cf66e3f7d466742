package query

import (
	"testing"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/store"
)

// broken is a reader that cannot read one table.
type broken struct {
	store.Reader
	table string
}

func (b broken) Get(table, key string) (store.Record, error) {
	if table == b.table {
		return store.Record{}, fault.New(fault.Unavailable, "The table %s cannot be read.", table)
	}
	return b.Reader.Get(table, key)
}

// TestGoneIsNotFound: a data source that is not there is gone; one that cannot be read just now is not.
func TestGoneIsNotFound(t *testing.T) {
	q := &definition.Query{Plain: true, Measures: []definition.Measure{{Column: "bad", Name: "bad"}}}
	set, kept := joined("retail"), withSources(t, "risk")
	err := kept.View(t.Context(), func(r store.Reader) error {
		if _, _, err := compile(r, &set, q, 1); !fault.Is(err, fault.Conflict) {
			t.Errorf("gone: %v", err)
		}
		if _, _, err := compile(broken{r, "hub.dataSource"}, &set, q, 1); !fault.Is(err, fault.Unavailable) {
			t.Errorf("not readable: %v", err)
		}
		source, err := hub.GetDataSource(r, testAccount, "us-east-1", "risk")
		if err != nil {
			return err
		}
		run := &Run{Parts: []Part{{DataSource: source}}}
		if err := (&Service{}).unchanged(broken{r, "hub.dataSource"}, run); !fault.Is(err, fault.Unavailable) {
			t.Errorf("unchanged, not readable: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
