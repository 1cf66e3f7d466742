package hub

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/store"
)

// Ingestion is one reading of a data set into memory, and what became of it.
type Ingestion struct {
	Account   string                       `json:"account"`
	Region    string                       `json:"region"`
	DataSetID string                       `json:"dataSetId"`
	ID        string                       `json:"id"`
	Status    types.IngestionStatus        `json:"status"`
	Type      types.IngestionRequestType   `json:"type"`
	Source    types.IngestionRequestSource `json:"source"`
	Error     *IngestionError              `json:"error,omitempty"`
	// Person is as whom the accounts are read: who asked, or who made the schedule.
	Person  Person    `json:"person"`
	Created time.Time `json:"created"`
	Began   time.Time `json:"began,omitzero"`
	Ended   time.Time `json:"ended,omitzero"`

	RowsIngested int64 `json:"rowsIngested,omitempty"`
	RowsDropped  int64 `json:"rowsDropped,omitempty"` // could not be read as their columns' types
	TotalRows    int64 `json:"totalRows,omitempty"`   // of the set that came out of it
	SizeBytes    int64 `json:"sizeBytes,omitempty"`   // logical size of what was read
	// Exports are the queries that it made, one for each physical table.
	Exports []Export `json:"exports,omitempty"`
}

// Export is the query by which an account gave the rows of a physical table to an ingestion.
type Export struct {
	Table         string `json:"table"`
	DataSourceARN string `json:"dataSourceArn"`
	Account       string `json:"account"`
	RoleBSession  string `json:"roleBSession,omitempty"`
	ExecutionID   string `json:"executionId,omitempty"`
	// Place is the folder in the account's bucket that the rows went through; Left tells that it could not be emptied.
	Place        string `json:"place,omitempty"`
	Left         bool   `json:"left,omitempty"`
	ScannedBytes int64  `json:"scannedBytes,omitempty"`
	Picodollars  int64  `json:"picodollars,omitempty"`
	Known        bool   `json:"known,omitempty"` // the account has said what the query cost
}

// IngestionError is why an ingestion failed, in QuickSight's types.
type IngestionError struct {
	Type    types.IngestionErrorType `json:"type"`
	Message string                   `json:"message"`
}

// ARN is the ingestion's ARN.
func (i Ingestion) ARN() string {
	return arn.Make("quicksight", i.Region, i.Account, "dataset/"+i.DataSetID+"/ingestion/"+i.ID)
}

// Key is what no other ingestion has.
func (i Ingestion) Key() string { return store.Key(i.Account, i.Region, i.DataSetID, i.ID) }

// Final reports whether the ingestion has ended.
func (i Ingestion) Final() bool {
	switch i.Status {
	case types.IngestionStatusCompleted, types.IngestionStatusFailed, types.IngestionStatusCancelled:
		return true
	}
	return false
}

// Took is how long the ingestion has run so far, or ran.
func (i Ingestion) Took(now time.Time) time.Duration {
	switch {
	case i.Began.IsZero():
		return 0
	case i.Ended.IsZero():
		return now.Sub(i.Began)
	}
	return i.Ended.Sub(i.Began)
}

const (
	ingestionsByTime   = "created"
	ingestionsUnended  = "unended"
	ingestionsLeftOver = "left"
)

var ingestions = store.Collection[Ingestion]{
	Table: "hub.ingestion", Schema: 1,
	Key: func(i *Ingestion) string { return i.Key() },
	Indexes: map[string]func(*Ingestion) []string{
		ingestionsByTime: func(i *Ingestion) []string { return []string{store.Key(i.Account, i.Region, i.DataSetID, i.Created)} },
		ingestionsUnended: func(i *Ingestion) []string {
			if i.Final() {
				return nil
			}
			return []string{store.Key(i.Account, i.Region, i.DataSetID)}
		},
		ingestionsLeftOver: func(i *Ingestion) []string {
			for _, e := range i.Exports {
				if e.Left {
					return []string{store.Key(i.Account, e.DataSourceARN)}
				}
			}
			return nil
		},
	},
}

// CreateIngestion keeps a new ingestion, or fails with fault.AlreadyExists.
func CreateIngestion(tx store.Tx, i Ingestion) error {
	if err := checkIngestionID(i.ID); err != nil {
		return err
	}
	return named(ingestions.Create(tx, i), "Ingestion", i.ID)
}

// GetIngestion returns an ingestion, or fault.NotFound.
func GetIngestion(r store.Reader, account, region, dataSetID, id string) (Ingestion, error) {
	i, err := ingestions.Get(r, store.Key(account, region, dataSetID, id))
	return i, named(err, "Ingestion", id)
}

// GetIngestionByKey is GetIngestion for an Ingestion.Key.
func GetIngestionByKey(r store.Reader, key string) (Ingestion, error) { return ingestions.Get(r, key) }

// ChangeIngestion changes an ingestion that is there, or fails with fault.NotFound.
func ChangeIngestion(tx store.Tx, key string, change func(*Ingestion) error) error {
	return ingestions.Modify(tx, key, change)
}

// Ingestions pages through the ingestions of a data set, the latest first.
func Ingestions(r store.Reader, d DataSet, token string, size int) ([]Ingestion, string, error) {
	after, err := store.ParseToken(token)
	if err != nil {
		return nil, "", err
	}
	span := store.Range{Prefix: store.Key(d.Account, d.Region, d.ID), After: after, Reverse: true}
	return store.Page(ingestions.ScanIndex(r, ingestionsByTime, span), size)
}

// UnendedIngestions are those of a data set that wait or run.
func UnendedIngestions(r store.Reader, account, region, dataSetID string) ([]Ingestion, error) {
	return values(ingestions.ScanIndex(r, ingestionsUnended, store.Range{Prefix: store.Key(account, region, dataSetID)}))
}

// LeftOver are ingestions of a hub account of whose exports something is left in the accounts' buckets.
func LeftOver(r store.Reader) ([]Ingestion, error) {
	return values(ingestions.ScanIndex(r, ingestionsLeftOver, store.Range{}))
}

// ManualIngestions counts the ingestions of a data set that people asked for since a moment: refreshes, not the first
// reading nor those that come with a change of the data set.
func ManualIngestions(r store.Reader, d DataSet, since time.Time) (n int, err error) {
	span := store.Range{Prefix: store.Key(d.Account, d.Region, d.ID), Reverse: true}
	for item, err := range ingestions.ScanIndex(r, ingestionsByTime, span) {
		i := item.Value
		if err != nil || !i.Created.After(since) {
			return n, err
		}
		refresh := i.Type == types.IngestionRequestTypeFullRefresh || i.Type == types.IngestionRequestTypeIncrementalRefresh
		if refresh && i.Source == types.IngestionRequestSourceManual {
			n++
		}
	}
	return n, nil
}

// deleteIngestions forgets the ingestions of a data set.
func deleteIngestions(tx store.Tx, account, region, dataSetID string) error {
	all, err := values(ingestions.Scan(tx, store.Range{Prefix: store.Key(account, region, dataSetID)}))
	for _, i := range all {
		if err == nil {
			err = ingestions.Delete(tx, i.Key())
		}
	}
	return err
}

// checkIngestionID holds an id to the API's pattern (QuickSight API Reference, CreateIngestion).
func checkIngestionID(id string) error {
	if len(id) > 128 || !ValidID(id) {
		return fault.New(fault.Validation, "The ingestion id %q has to be of 1 to 128 letters, digits, - and _.", id)
	}
	return nil
}
