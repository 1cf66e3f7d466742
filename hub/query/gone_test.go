package query

import (
	"testing"
	"time"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/store"
	"interlaken/store/storetest"
)

// TestGoneIsNotFound: a data source that is not there is gone; one that cannot be read just now is not.
func TestGoneIsNotFound(t *testing.T) {
	q := &definition.Query{Plain: true, Measures: []definition.Measure{{Column: "bad", Name: "bad"}}}
	set, kept := joined("retail"), withSources(t, "risk")
	err := kept.View(t.Context(), func(r store.Reader) error {
		if _, _, err := compile(r, &set, q, 1, time.Time{}); !fault.Is(err, fault.Conflict) {
			t.Errorf("gone: %v", err)
		}
		if _, _, err := compile(storetest.Unreadable(r, "hub.dataSource"), &set, q, 1, time.Time{}); !fault.Is(err, fault.Unavailable) {
			t.Errorf("not readable: %v", err)
		}
		source, err := hub.GetDataSource(r, testAccount, "us-east-1", "risk")
		if err != nil {
			return err
		}
		run := &Run{Parts: []Part{{DataSource: source}}}
		if err := (&Service{}).unchanged(storetest.Unreadable(r, "hub.dataSource"), run); !fault.Is(err, fault.Unavailable) {
			t.Errorf("unchanged, not readable: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestARunThatWaitedAsksWhatTheDataSetSaysNow: a data set that was changed, or is gone, is not asked as it was.
func TestARunThatWaitedAsksWhatTheDataSetSaysNow(t *testing.T) {
	kept := withSources(t, "risk", "retail")
	at := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	set := joined("retail")
	set.Created, set.Updated = at, at
	run := &Run{Account: testAccount, Region: "us-east-1", DataSet: Asset{ID: set.ID}, Submitted: at.Add(time.Minute)}
	check := func(what string, change func(store.Tx) error, says string) {
		t.Helper()
		if err := kept.Update(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		err := kept.View(t.Context(), func(r store.Reader) error { return (&Service{}).unchanged(r, run) })
		if (says == "") != (err == nil) || err != nil && (!fault.Is(err, fault.Conflict) || fault.Public(err) != says) {
			t.Errorf("%s: %v", what, err)
		}
	}
	const changed = "The data set joined has changed since the run was asked for."
	check("as it was", func(tx store.Tx) error { return hub.CreateDataSet(tx, set) }, "")
	check("shared", func(tx store.Tx) error {
		return hub.ShareDataSet(tx, testAccount, "us-east-1", set.ID, hub.Permissions{})
	}, "")
	set.Updated = at.Add(time.Hour)
	check("changed", func(tx store.Tx) error { return hub.RedefineDataSet(tx, set) }, changed)
	check("gone", func(tx store.Tx) error { return hub.DeleteDataSet(tx, testAccount, "us-east-1", set.ID) }, changed)
}
