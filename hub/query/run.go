package query

import (
	"time"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/chain"
	"interlaken/store"
)

// RunState is where a run or a part of it is.
type RunState string

// The states. The last three are final.
const (
	Queued    RunState = "QUEUED"
	Running   RunState = "RUNNING"
	Succeeded RunState = "SUCCEEDED"
	Failed    RunState = "FAILED"
	Cancelled RunState = "CANCELLED"
)

// Final reports whether the state does not change any more.
func (s RunState) Final() bool { return s == Succeeded || s == Failed || s == Cancelled }

// Run is one question of one person, and what became of it. Its rows are not in it.
type Run struct {
	ID      string     `json:"id"`
	Account string     `json:"account"` // the hub account
	Region  string     `json:"region"`
	Person  hub.Person `json:"person"`
	Token   string     `json:"token,omitempty"`
	// Asked is the request as it came; Parts is what the passes made of it.
	Asked   Request `json:"asked"`
	Parts   []Part  `json:"parts"`
	Join    string  `json:"join,omitempty"`
	MaxRows int     `json:"maxRows"`
	// RowsLimit names the limit that MaxRows comes from; "" is the request or its default.
	RowsLimit string `json:"rowsLimit,omitempty"`
	// Dashboard, Version and Visual say of what dashboard this is a visual; DataSet is the data set that was asked. They
	// are empty where there is none.
	Dashboard Asset `json:"dashboard,omitzero"`
	Version   int64 `json:"version,omitempty"`
	Visual    Asset `json:"visual,omitzero"`
	DataSet   Asset `json:"dataSet,omitzero"`

	State     RunState  `json:"state"`
	Submitted time.Time `json:"submitted"`
	Completed time.Time `json:"completed,omitzero"`
	Failure   *Failure  `json:"failure,omitempty"`
	Rows      int64     `json:"rows"`
	JoinTime  int64     `json:"joinMillis,omitempty"`
	Warnings  []string  `json:"warnings,omitempty"`

	memory *portion // of a run that is under way
}

// Asset is a thing of the hub as it was called when a run was asked for.
type Asset struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Part is the query that one account does for a run.
type Part struct {
	Name       string         `json:"name"`
	DataSource hub.DataSource `json:"dataSource"` // as it was when the run was asked for
	Database   string         `json:"database,omitempty"`
	SQL        string         `json:"sql"`
	// Columns are those of the physical tables that are read for a data set; nil for a query of one's own.
	Columns []string `json:"columns,omitempty"`
	// Copy is of what the part is answered in place of its account; nil for a query there.
	Copy *Copy `json:"copy,omitempty"`

	State        RunState `json:"state"`
	RoleASession string   `json:"roleASession,omitempty"`
	RoleBSession string   `json:"roleBSession,omitempty"`
	// Steps are by what the two calls of STS are found in the trails.
	Steps       [2]chain.Step `json:"steps"`
	ExecutionID string        `json:"executionId,omitempty"`
	// Known tells that Athena has said what the query cost.
	Known        bool  `json:"known,omitempty"`
	ScannedBytes int64 `json:"scannedBytes,omitempty"`
	Picodollars  int64 `json:"picodollars,omitempty"`
	Rows         int64 `json:"rows,omitempty"`
	EngineMillis int64 `json:"engineMillis,omitempty"`
	TotalMillis  int64 `json:"totalMillis,omitempty"`

	refusal *hub.Refusal // of a run that is under way
}

// Failure is why a run failed.
type Failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Part    string `json:"part,omitempty"`
	Account string `json:"account,omitempty"`
	Step    int    `json:"step,omitempty"` // 1 role A, 2 role B, 3 Athena; 0 the hub
}

var runs = store.Collection[Run]{
	Table: "hub.run", Schema: 1,
	Key: func(r *Run) string { return store.Key(r.ID) },
	Indexes: map[string]func(*Run) []string{
		"person":  func(r *Run) []string { return []string{store.Key(r.Account, r.Person.ID, r.Submitted)} },
		"account": func(r *Run) []string { return []string{store.Key(r.Account, r.Submitted)} },
		"unfinished": func(r *Run) []string {
			if r.State.Final() {
				return nil
			}
			return []string{store.Key(r.Account, r.Person.ID)}
		},
		"token": func(r *Run) []string {
			if r.Token == "" {
				return nil
			}
			return []string{store.Key(r.Account, r.Person.ID, r.Token)}
		},
	},
}

// GetRun returns a run, or fault.NotFound. It asks for nobody's permission.
func GetRun(r store.Reader, runID string) (Run, error) {
	run, err := runs.Get(r, store.Key(runID))
	if fault.Is(err, fault.NotFound) {
		return run, fault.New(fault.NotFound, "Run %s is not found.", runID)
	}
	return run, err
}

// ListRuns pages through the runs of a person, or of the whole account with an empty person id, newest first.
func ListRuns(r store.Reader, account, personID, token string, size int) ([]Run, string, error) {
	after, err := store.ParseToken(token)
	if err != nil {
		return nil, "", err
	}
	index, prefix := "account", store.Key(account)
	if personID != "" {
		index, prefix = "person", store.Key(account, personID)
	}
	return store.Page(runs.ScanIndex(r, index, store.Range{Prefix: prefix, After: after, Reverse: true}), size)
}

// unfinished counts the runs of a person that have not ended, up to most.
func unfinished(r store.Reader, p hub.Person, most int) (n int, err error) {
	for _, err := range runs.ScanIndex(r, "unfinished", store.Range{Prefix: store.Key(p.Account, p.ID), Limit: most}) {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func runByToken(r store.Reader, p hub.Person, token string) (Run, error) {
	for item, err := range runs.ScanIndex(r, "token", store.Range{Prefix: store.Key(p.Account, p.ID, token), Limit: 1}) {
		return item.Value, err
	}
	return Run{}, fault.New(fault.NotFound, "No run has the token %s.", token)
}
