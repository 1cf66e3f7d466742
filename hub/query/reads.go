package query

import (
	"slices"
	"time"

	"interlaken/hub"
	"interlaken/store"
)

// Read sums up what one person has read of an account through one data source, and through one dashboard and data set
// where there was one. It is written with the end of each run, so that an owner's question needs no look at all runs.
type Read struct {
	Hub        string     `json:"hub"`
	Account    string     `json:"account"` // whose data it is
	Person     hub.Person `json:"person"`
	Dashboard  Asset      `json:"dashboard,omitzero"`
	DataSet    Asset      `json:"dataSet,omitzero"`
	DataSource string     `json:"dataSource"` // id
	// Columns are all that were ever read, in the order in which they first were.
	Columns      []string  `json:"columns,omitempty"`
	Runs         int64     `json:"runs"`
	ScannedBytes int64     `json:"scannedBytes"`
	Picodollars  int64     `json:"picodollars"`
	Last         time.Time `json:"last"`
	LastRun      string    `json:"lastRun"`
}

var reads = store.Collection[Read]{
	Table: "hub.read", Schema: 1,
	Key: func(r *Read) string {
		return store.Key(r.Hub, r.Account, r.Person.ID, r.Dashboard.ID, r.DataSet.ID, r.DataSource)
	},
	Indexes: map[string]func(*Read) []string{"account": func(r *Read) []string { return []string{store.Key(r.Hub, r.Account, r.Last)} }},
}

// noteReads adds a run that has ended to what its person has read: each part whose query ran in its account.
func noteReads(tx store.Tx, run *Run) error {
	for _, p := range run.Parts {
		account := p.DataSource.Athena.Account()
		if p.ExecutionID == "" || account == "" {
			continue
		}
		read := Read{Hub: run.Account, Account: account, Person: run.Person, Dashboard: run.Dashboard, DataSet: run.DataSet, DataSource: p.DataSource.ID}
		known, err := reads.Get(tx, reads.Key(&read))
		if err == nil {
			read = known
		}
		read.Person, read.Dashboard, read.DataSet = run.Person, run.Dashboard, run.DataSet // as they are called now
		for _, c := range p.Columns {
			if !slices.Contains(read.Columns, c) {
				read.Columns = append(read.Columns, c)
			}
		}
		read.Runs++
		read.ScannedBytes += p.ScannedBytes
		read.Picodollars += p.Picodollars
		read.Last, read.LastRun = run.Completed, run.ID
		if err := reads.Put(tx, read); err != nil {
			return err
		}
	}
	return nil
}

// ListReads pages through what was read of an account, the latest first.
func ListReads(r store.Reader, hubAccount, account, token string, size int) ([]Read, string, error) {
	after, err := store.ParseToken(token)
	if err != nil {
		return nil, "", err
	}
	return store.Page(reads.ScanIndex(r, "account", store.Range{Prefix: store.Key(hubAccount, account), After: after, Reverse: true}), size)
}
