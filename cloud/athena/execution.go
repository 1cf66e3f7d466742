package athena

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/result"
	"interlaken/service"
	"interlaken/store"
)

// execution is one query execution as it is kept. It holds who asked, but no secret of theirs.
type execution struct {
	ID        string          `json:"id"`
	Account   string          `json:"account"`
	WorkGroup string          `json:"workGroup"`
	Session   service.Session `json:"session"`
	// Token is the ClientRequestToken: what makes a repeated Start the same one, and the run's id in trail and usage.
	Token string `json:"token"`

	Query      string   `json:"query"`
	Parameters []string `json:"parameters,omitempty"`
	// Prepared is the text that EXECUTE names, as it was at the start.
	Prepared string `json:"prepared,omitempty"`
	// Catalog, Database and AskedOutput are as the caller gave them, "" where absent.
	Catalog     string `json:"catalog,omitempty"`
	Database    string `json:"database,omitempty"`
	AskedOutput string `json:"askedOutput,omitempty"`
	// Output is where the result goes, s3://bucket/…/<id>.csv or what outputName says; Owner is the account that has to own the bucket.
	Output string `json:"output"`
	Owner  string `json:"owner,omitempty"`
	// Enforced tells that the workgroup decided where the result goes.
	Enforced bool `json:"enforced,omitempty"`
	// CutoffBytes ends the query when it has read more; 0 never.
	CutoffBytes int64               `json:"cutoffBytes,omitempty"`
	Type        types.StatementType `json:"type"`
	Subtype     string              `json:"subtype"`

	// ReuseAge is how old an earlier result may be that serves this query; 0 for none. Reused tells that one did, whose
	// place Output is then.
	ReuseAge time.Duration `json:"reuseAge,omitempty"`
	Reused   bool          `json:"reused,omitempty"`
	// Repeatable tells that the result may serve later queries.
	Repeatable bool `json:"repeatable,omitempty"`

	State  types.QueryExecutionState `json:"state"`
	Reason string                    `json:"reason,omitempty"`
	Error  *types.AthenaError        `json:"error,omitempty"`
	// Asked tells that GetQueryExecution has answered once; see there.
	Asked     bool      `json:"asked,omitempty"`
	Submitted time.Time `json:"submitted"`
	Started   time.Time `json:"started,omitzero"`
	Completed time.Time `json:"completed,omitzero"`

	Statistics  result.Statistics `json:"statistics"`
	Planned     time.Duration     `json:"planned,omitempty"`
	Finishing   time.Duration     `json:"finishing,omitempty"`
	Columns     []result.Column   `json:"columns,omitempty"`
	OutputBytes int64             `json:"outputBytes,omitempty"`
	// Updated is how many rows the statement has written; Manifest is the list of their files, "" where it wrote none.
	Updated  int64  `json:"updated,omitempty"`
	Manifest string `json:"manifest,omitempty"`
}

const (
	byToken     = "token"
	byActivity  = "active"
	byWorkGroup = "workgroup"
)

var executions = store.Collection[execution]{
	Table: "athena.execution", Schema: 1,
	Key: func(e *execution) string { return store.Key(e.ID) },
	Indexes: map[string]func(*execution) []string{
		byRepetition: func(e *execution) []string {
			if !e.Repeatable || e.State != types.QueryExecutionStateSucceeded {
				return nil
			}
			return []string{e.repetition() + store.Key(e.Completed)}
		},
		byToken:     func(e *execution) []string { return []string{store.Key(e.Account, e.Token)} },
		byWorkGroup: func(e *execution) []string { return []string{store.Key(e.Account, e.WorkGroup, e.Submitted)} },
		byActivity: func(e *execution) []string {
			if e.final() {
				return nil
			}
			return []string{store.Key(e.Account, e.quota())}
		},
	},
}

// quota is the number of active queries that an execution counts to: DML with CREATE TABLE AS, or DDL with whatever else is
// about the catalog (Athena User Guide, "Service quotas").
func (e *execution) quota() types.StatementType {
	if e.Type == types.StatementTypeDml || e.Subtype == "CREATE_TABLE_AS_SELECT" {
		return types.StatementTypeDml
	}
	return types.StatementTypeDdl
}

func (e *execution) final() bool {
	return e.State != types.QueryExecutionStateQueued && e.State != types.QueryExecutionStateRunning
}

// session is the caller as Athena goes on for it.
func (e *execution) session() service.Session { return e.Session.Through(source) }

// folder is where results go: what stands before the name of this one's.
func (e *execution) folder() string {
	folder, _, _ := strings.Cut(e.Output, e.ID)
	return strings.TrimSuffix(folder, "tables/")
}

func (e *execution) workGroupARN() string {
	return arn.Make("athena", e.Session.Region, e.Account, "workgroup/"+e.WorkGroup)
}

// find returns an execution of the caller's account. Ids of other accounts are as unknown as those of nobody.
func find(c *service.Call, id *string) (execution, error) {
	e, err := executions.Get(c.Tx, store.Key(*id))
	switch {
	case fault.Is(err, fault.NotFound), err == nil && e.Account != c.Account():
		return execution{}, invalid("QUERY_EXECUTION_NOT_FOUND", "QueryExecution %s was not found", *id)
	}
	return e, err
}

// onExecution asks for an action on the workgroup that an execution belongs to.
func onExecution[In any](action string, id func(*In) *string) func(*service.Call, *In) ([]service.Check, error) {
	return func(c *service.Call, in *In) ([]service.Check, error) {
		e, err := find(c, id(in))
		if err != nil {
			return nil, err
		}
		check, err := checkWorkGroup(c, action, &e.WorkGroup)
		check.Resource = e.workGroupARN()
		return []service.Check{check}, err
	}
}

// parseLocation splits s3://bucket/prefix; false for another text.
func parseLocation(text string) (bucket, prefix string, ok bool) {
	rest, ok := strings.CutPrefix(text, "s3://")
	bucket, prefix, _ = strings.Cut(rest, "/")
	return bucket, prefix, ok && bucket != "" && !strings.ContainsAny(bucket, " ?#")
}
