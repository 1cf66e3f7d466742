package spice

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/clock"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/id"
	"interlaken/job"
	"interlaken/store"
	"interlaken/store/sqlite"
)

// TestSchedulesBeginIngestions: each one that is due begins one, as the person who made it and as long as that one may;
// what was missed is not made up for.
func TestSchedulesBeginIngestions(t *testing.T) {
	const account, region = "111111111111", "us-east-1"
	kept, err := sqlite.Open(t.Context(), sqlite.Config{Dir: filepath.Join(t.TempDir(), "store"), Volatile: true})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	now, ids := clock.NewManual(time.Date(2026, 3, 1, 7, 0, 0, 0, time.UTC)), id.Seeded(1)
	s, err := New(t.Context(), Config{
		Store: kept, Clock: now, IDs: ids, Jobs: job.New(job.Config{Store: kept, Clock: now, IDs: ids, Alone: true}),
		Root: newRoot(t, 1), Folder: filepath.Join(t.TempDir(), "spice"), Plain: t.TempDir(), Volatile: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	ann := hub.User{Account: account, Region: region, Namespace: hub.DefaultNamespace, Name: "ann", Role: types.UserRoleAuthor, IAMARN: "arn:aws:iam::111111111111:user/ann", IAMID: "AIDAANN"}
	set := hub.DataSet{
		Account: account, Region: region, ID: "s", ImportMode: types.DataSetImportModeSpice, Permissions: hub.Permissions{ann.ARN(): share.Owner(share.DataSets)},
	}
	update := func(body func(store.Tx) error) {
		t.Helper()
		if err := kept.Update(t.Context(), body); err != nil {
			t.Fatal(err)
		}
	}
	update(func(tx store.Tx) error {
		if err := hub.CreateUser(tx, ann); err != nil {
			return err
		}
		if err := hub.CreateDataSet(tx, set); err != nil {
			return err
		}
		_, err := hub.CreateSchedule(tx, hub.Schedule{
			Account: account, Region: region, DataSetID: "s", ID: "daily", Type: types.IngestionTypeFullRefresh, Interval: types.RefreshIntervalDaily,
			TimeOfDay: "07:30", Person: ann.Person(),
		}, now.Now())
		return err
	})
	due := func(count int) []hub.Ingestion {
		t.Helper()
		if err := s.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		var all []hub.Ingestion
		if err := kept.View(t.Context(), func(r store.Reader) (err error) { all, _, err = hub.Ingestions(r, set, "", 10); return err }); err != nil {
			t.Fatal(err)
		}
		if len(all) != count {
			t.Fatalf("%s: %d ingestions, want %d", now.Now(), len(all), count)
		}
		return all
	}
	due(0)
	now.Advance(30 * time.Minute)
	i := due(1)[0]
	if i.Source != types.IngestionRequestSourceScheduled || i.Type != types.IngestionRequestTypeFullRefresh || i.Person.ARN != ann.ARN() || i.Status != types.IngestionStatusInitialized {
		t.Errorf("begun %+v", i)
	}
	due(1)
	now.Advance(72 * time.Hour) // nobody looked for three days
	due(2)
	update(func(tx store.Tx) error { return hub.ShareDataSet(tx, account, region, "s", hub.Permissions{}) })
	now.Advance(24 * time.Hour)
	if i := due(3)[0]; i.Status != types.IngestionStatusFailed || i.Error.Type != types.IngestionErrorTypePermissionNotFound {
		t.Errorf("without the permission: %s, %+v", i.Status, i.Error)
	}
	update(func(tx store.Tx) error { return hub.DeleteSchedule(tx, account, region, "s", "daily") })
	now.Advance(24 * time.Hour)
	due(3)
}
