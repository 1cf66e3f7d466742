package interlaken

import "time"

// GetTraceInput asks for everything that is known of a run: for the person who made it, the owners of its data set, the
// owners of its accounts (their own part) and administrators.
type GetTraceInput struct{ RunId *string }

// GetTraceOutput is a run's trace.
type GetTraceOutput struct{ Trace *Trace }

// Trace leads from a person to objects and money, across accounts. What the caller may not see is nil, and Notes say so.
type Trace struct {
	RunId       *string
	State       RunState
	Person      *string // name
	PersonArn   *string
	SubmittedAt *time.Time
	CompletedAt *time.Time
	Dashboard   *TraceAsset
	Visual      *TraceAsset
	DataSet     *TraceAsset
	// JoinMillis is what the hub's engine took over the parts; JoinSql is what it ran.
	JoinMillis  *int64
	JoinSql     *string
	Picodollars *int64
	Price       *string
	Failure     *RunFailure
	Parts       []TracePart
	// Copies is how often the rows were given out again from the hub's memory, LastCopyAt when last.
	Copies     *int64
	LastCopyAt *time.Time
	// HubAccountId and HubEvents are the hub account's part of the trail.
	HubAccountId *string
	HubEvents    []TraceEvent
	// Notes say in sentences what is left out and why, and what would show it.
	Notes []string
}

// TraceAsset names a thing of the hub.
type TraceAsset struct{ Id, Name *string }

// TracePart is what one account did.
type TracePart struct {
	Name             *string
	AccountId        *string
	AccountName      *string
	DataSourceId     *string
	State            RunState
	RoleA, RoleB     *string // ARNs of the sessions
	WorkGroup        *string
	QueryExecutionId *string
	SqlText          *string
	Columns          []string // of the data set, that were read from this account
	ScannedBytes     *int64
	Rows             *int64
	EngineMillis     *int64
	Picodollars      *int64
	Price            *string
	Copy             *RunCopy // nil: the account was asked
	Objects          []string // s3:// addresses that were read
	Events           []TraceEvent
}

// TraceEvent is an event of one account's trail that belongs to the run.
type TraceEvent struct {
	EventId     *string
	EventTime   *time.Time
	EventSource *string
	EventName   *string
	Username    *string
	ErrorCode   *string
	Record      *string // the whole record in CloudTrail's shape, as JSON text
}
