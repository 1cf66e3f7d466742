package hub

import (
	"slices"
	"time"

	"interlaken/store"
)

// Read sums up what one person read of an account through one dashboard, or outside any, and one data set, or by
// queries of one's own on a data source. It is kept up to date as runs end, so that an owner's question costs no look at
// all of them.
type Read struct {
	Account string `json:"account"` // whose data it is
	Hub     string `json:"hub"`     // the hub account
	Person  Person `json:"person"`
	// Dashboard and DataSet are empty where there was none. The names are those of the last time.
	DashboardID      string `json:"dashboardId,omitempty"`
	DashboardName    string `json:"dashboardName,omitempty"`
	DataSetID        string `json:"dataSetId,omitempty"`
	DataSetName      string `json:"dataSetName,omitempty"`
	DataSourceID     string `json:"dataSourceId"`
	DataSourceRegion string `json:"dataSourceRegion"`
	// Columns are all that were read so far, by name; none for queries of one's own.
	Columns []string `json:"columns,omitempty"`
	// Runs are queries that ran in the account, Copies the times that their rows were served again from the hub's memory.
	Runs         int64     `json:"runs"`
	Copies       int64     `json:"copies"`
	ScannedBytes int64     `json:"scannedBytes"`
	Picodollars  int64     `json:"picodollars"`
	Last         time.Time `json:"last"`
	LastRun      string    `json:"lastRun"`
}

// mostColumns bounds the names that are kept of a read; a table has fewer.
const mostColumns = 2000

func (r *Read) key() string {
	return store.Key(r.Account, r.Hub, r.Person.ARN, r.Person.ID, r.DashboardID, r.DataSetID, r.DataSourceRegion, r.DataSourceID)
}

var reads = store.Collection[Read]{
	Table: "hub.read", Schema: 1,
	Key: func(r *Read) string { return r.key() },
	Indexes: map[string]func(*Read) []string{
		"last": func(r *Read) []string { return []string{store.Key(r.Account, r.Hub, r.Last)} },
	},
}

// AddRead adds what just happened, whose figures are of this once, to what is known of it.
func AddRead(tx store.Tx, once Read) error {
	item, err := reads.GetItem(tx, once.key())
	known := item.Value
	switch {
	case err == nil:
		once.Runs += known.Runs
		once.Copies += known.Copies
		once.ScannedBytes += known.ScannedBytes
		once.Picodollars += known.Picodollars
		once.Columns = slices.Concat(once.Columns, known.Columns)
		if once.Last.Before(known.Last) {
			once.Last, once.LastRun = known.Last, known.LastRun
		}
	case !isMissing(err):
		return err
	}
	once.Columns = slices.Clone(once.Columns)
	slices.Sort(once.Columns)
	once.Columns = slices.Compact(once.Columns)
	once.Columns = once.Columns[:min(len(once.Columns), mostColumns)]
	return reads.Put(tx, once)
}

// Reads pages through the reads of an account, the latest first.
func Reads(r store.Reader, hubAccount, account, token string, size int) ([]Read, string, error) {
	after, err := store.ParseToken(token)
	if err != nil {
		return nil, "", err
	}
	return store.Page(reads.ScanIndex(r, "last", store.Range{Prefix: store.Key(account, hubAccount), After: after, Reverse: true}), size)
}

// Readers are the people under an ARN who have read something of an account: one, or several where a user was deleted and
// made anew.
func Readers(r store.Reader, hubAccount, account, personARN string) ([]Person, error) {
	var found []Person
	for item, err := range reads.Scan(r, store.Range{Prefix: store.Key(account, hubAccount, personARN)}) {
		if err != nil {
			return nil, err
		}
		if !slices.Contains(found, item.Value.Person) {
			found = append(found, item.Value.Person)
		}
	}
	return found, nil
}
