package interlaken

import (
	"testing"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/store"
	"interlaken/store/storetest"
)

// TestSourcesOfADashboard: what is gone is left out; what cannot be read just now is an error, and not taken for gone.
func TestSourcesOfADashboard(t *testing.T) {
	const account, region = "111111111111", "us-east-1"
	kept := storetest.Open(t)
	set := hub.DataSet{
		Account: account, Region: region, ID: "sales",
		Tables: []hub.Physical{{ID: "t", DataSourceARN: hub.DataSourceARN(region, account, "retail")}, {ID: "u", DataSourceARN: hub.DataSourceARN(region, account, "gone")}},
	}
	err := kept.Update(t.Context(), func(tx store.Tx) error {
		if err := hub.CreateDataSet(tx, set); err != nil {
			return err
		}
		_, err := hub.CreateDataSource(tx, hub.Caller{}, hub.DataSource{Account: account, Region: region, ID: "retail"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	sets := []string{set.ARN(), hub.DataSetARN(region, account, "gone")}
	err = kept.View(t.Context(), func(r store.Reader) error {
		found, err := sourcesOf(r, sets)
		if err != nil || len(found.all) != 1 || found.all[0].ID != "retail" || len(found.sets) != 1 {
			t.Errorf("found %+v, %v", found, err)
		}
		for _, table := range []string{"hub.dataSet", "hub.dataSource"} {
			if found, err := sourcesOf(storetest.Unreadable(r, table), sets); !fault.Is(err, fault.Unavailable) {
				t.Errorf("without %s: %+v, %v", table, found, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
