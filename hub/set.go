package hub

import (
	"time"

	"interlaken/fault"
	"interlaken/store"
)

// Set is what is kept of the rows of a data set that is read into memory. The rows lie in files that hub/spice has.
type Set struct {
	Account   string `json:"account"`
	Region    string `json:"region"`
	DataSetID string `json:"dataSetId"`
	// Folder is where the files lie; no other set ever has it.
	Folder string `json:"folder"`
	// Key is one of the two halves of the files' key, sealed; the other one is a file beside them. Without either nobody
	// reads them (SECURITY S13).
	Key []byte `json:"key"`
	// Version is what readers see; nil until the first ingestion has ended.
	Version *SetVersion `json:"version,omitempty"`
}

// SetVersion is the whole of a set's rows as of one ingestion.
type SetVersion struct {
	ID          string    `json:"id"`
	IngestionID string    `json:"ingestionId"`
	Made        time.Time `json:"made"` // when the accounts had been read
	// Sources are the data sources as they were read: whose copy this is, whatever becomes of them.
	Sources []DataSource `json:"sources"`
	Columns []SetColumn  `json:"columns"`
	Files   []SetFile    `json:"files"`
	Rows    int64        `json:"rows"`
	// SizeBytes is the logical size that capacity is counted by.
	SizeBytes int64 `json:"sizeBytes"`
}

// SetColumn is a column of a set; Type is Trino's.
type SetColumn struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// SetFile is a file of a version. SizeBytes is of its plain content.
type SetFile struct {
	Name      string `json:"name"`
	SizeBytes int64  `json:"sizeBytes"`
	Rows      int64  `json:"rows"`
}

func (s *Set) key() string { return assetKey(s.Account, s.Region, s.DataSetID) }

var dataSetCopies = store.Collection[Set]{
	Table: "hub.set", Schema: 1,
	Key: func(s *Set) string { return s.key() },
}

// GetSet returns the set of a data set, or fault.NotFound where none was begun.
func GetSet(r store.Reader, account, region, dataSetID string) (Set, error) {
	s, err := dataSetCopies.Get(r, assetKey(account, region, dataSetID))
	return s, named(err, "The set of data set", dataSetID)
}

// PutSet keeps a set.
func PutSet(tx store.Tx, s Set) error { return dataSetCopies.Put(tx, s) }

// Sets are all sets of an account and Region, or with "" of all.
func Sets(r store.Reader, account, region string) ([]Set, error) {
	if account == "" {
		return values(dataSetCopies.Scan(r, store.Range{}))
	}
	return values(dataSetCopies.Scan(r, store.Range{Prefix: store.Key(account, region)}))
}

// DeleteSet forgets a set and the half of its key that lies in the store, and returns it; the zero value where there is none.
func DeleteSet(tx store.Tx, account, region, dataSetID string) (Set, error) {
	s, err := GetSet(tx, account, region, dataSetID)
	if fault.Is(err, fault.NotFound) {
		return Set{}, nil
	}
	if err != nil {
		return s, err
	}
	return s, dataSetCopies.Delete(tx, s.key())
}

// ConsumedBytes is the logical size of a data set in memory; 0 where it is not there.
func ConsumedBytes(r store.Reader, d DataSet) (int64, error) {
	s, err := GetSet(r, d.Account, d.Region, d.ID)
	if fault.Is(err, fault.NotFound) || err == nil && s.Version == nil {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return s.Version.SizeBytes, nil
}
