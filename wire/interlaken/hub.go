package interlaken

import (
	"time"

	"interlaken/wire"
)

// Hub describes the hub's own operations: runs of queries, and the settings that QuickSight has not.
var Hub = wire.NewService(wire.Service{
	ID: "interlaken-hub", SigningName: SigningName, Protocol: wire.AWSJSON11, TargetPrefix: "InterlakenHub",
	APIVersion: "2026-11-01",
	Operations: []wire.Operation{
		{Name: "StartRun", In: (*StartRunInput)(nil), Out: (*StartRunOutput)(nil)},
		{Name: "GetRun", In: (*GetRunInput)(nil), Out: (*GetRunOutput)(nil)},
		{Name: "GetRunResults", In: (*GetRunResultsInput)(nil), Out: (*GetRunResultsOutput)(nil)},
		{Name: "ListRuns", In: (*ListRunsInput)(nil), Out: (*ListRunsOutput)(nil)},
		{Name: "StopRun", In: (*StopRunInput)(nil), Out: (*StopRunOutput)(nil)},
		{Name: "GetHubSettings", In: (*GetHubSettingsInput)(nil), Out: (*GetHubSettingsOutput)(nil)},
		{Name: "PutHubSettings", In: (*PutHubSettingsInput)(nil), Out: (*PutHubSettingsOutput)(nil)},
		{Name: "GetVisual", In: (*GetVisualInput)(nil), Out: (*GetVisualOutput)(nil)},
		{Name: "GetDashboardView", In: (*GetDashboardViewInput)(nil), Out: (*GetDashboardViewOutput)(nil)},
		{Name: "GetDashboardStatus", In: (*GetDashboardStatusInput)(nil), Out: (*GetDashboardStatusOutput)(nil)},
		{Name: "GetTrace", In: (*GetTraceInput)(nil), Out: (*GetTraceOutput)(nil)},
		{Name: "GetCaller", In: (*GetCallerInput)(nil), Out: (*GetCallerOutput)(nil)},
		{Name: "PutSpoke", In: (*PutSpokeInput)(nil), Out: (*PutSpokeOutput)(nil)},
		{Name: "ListSpokes", In: (*ListSpokesInput)(nil), Out: (*ListSpokesOutput)(nil)},
		{Name: "DeleteSpoke", In: (*DeleteSpokeInput)(nil), Out: (*DeleteSpokeOutput)(nil)},
		{Name: "ListReads", In: (*ListReadsInput)(nil), Out: (*ListReadsOutput)(nil)},
		{Name: "ListProblems", In: (*ListProblemsInput)(nil), Out: (*ListProblemsOutput)(nil)},
		{Name: "SuspendAccess", In: (*SuspendAccessInput)(nil), Out: (*SuspendAccessOutput)(nil)},
		{Name: "ResumeAccess", In: (*ResumeAccessInput)(nil), Out: (*ResumeAccessOutput)(nil)},
		{Name: "ListSuspensions", In: (*ListSuspensionsInput)(nil), Out: (*ListSuspensionsOutput)(nil)},
		{Name: "InviteUser", In: (*InviteUserInput)(nil), Out: (*InviteUserOutput)(nil)},
		{Name: "GetSwitch", In: (*GetSwitchInput)(nil), Out: (*GetSwitchOutput)(nil)},
	},
})

// StartRunInput asks for a run: of a data set, of one query on a data source, or of several parts and a join over them.
// Exactly one of DataSetId, DataSourceId, Parts and Visual is given.
type StartRunInput struct {
	// ClientRequestToken makes a repeated request the same run. 32 to 128 characters; nil: a new run each time.
	ClientRequestToken *string
	DataSetId          *string
	DataSourceId       *string
	// SqlText is the one query expression for DataSourceId, or the join over Parts; none for a data set.
	SqlText *string
	Parts   []RunPart
	// Database is where unqualified table names of a data source's query are looked up.
	Database *string
	// Visual is a visual of a dashboard.
	Visual *RunVisual
	// MaxRows bounds the rows that are kept; nil is the hub's default, and more than its limit is refused.
	MaxRows *int32
}

// RunPart is a query that runs in one account and is a relation of its Name in the join.
type RunPart struct {
	Name         *string
	DataSourceId *string
	SqlText      *string
	Database     *string
}

// StartRunOutput names the run that was begun.
type StartRunOutput struct{ RunId *string }

// GetRunInput asks for a run as it stands.
type GetRunInput struct{ RunId *string }

// GetRunOutput is a run as it stands.
type GetRunOutput struct{ Run *Run }

// RunState is where a run is. SUCCEEDED, FAILED and CANCELLED are final.
type RunState string

// The states of a run.
const (
	RunQueued    RunState = "QUEUED"
	RunRunning   RunState = "RUNNING"
	RunSucceeded RunState = "SUCCEEDED"
	RunFailed    RunState = "FAILED"
	RunCancelled RunState = "CANCELLED"
)

// Run is one question and what became of it.
type Run struct {
	RunId       *string
	State       RunState
	RequestedBy *string // ARN of the person
	SubmittedAt *time.Time
	CompletedAt *time.Time
	// Failure says why a run failed, nil for all others.
	Failure *RunFailure
	Parts   []RunPartResult
	// JoinMillis is the time that the hub's engine took over the parts; nil for a run without a join.
	JoinMillis *int64
	Rows       *int64
	// Picodollars is the sum of the parts' prices; nil while one is unknown.
	Picodollars *int64
	// Warnings say every limit that was hit, in sentences.
	Warnings []string
}

// RunFailure is why a run failed: which account refused, at which step, and a sentence for people.
type RunFailure struct {
	Code    *string
	Message *string
	// Part names the part that failed, Account the one that refused; Step is 1 for role A, 2 for role B, 3 for Athena.
	Part    *string
	Account *string
	Step    *int32
	// Ask is whom to ask, in a few words; Request is a text to send there.
	Ask     *string
	Request *string
}

// RunPartResult is what one account did for a run.
type RunPartResult struct {
	Name             *string
	DataSourceArn    *string
	Account          *string
	RoleASession     *string
	RoleBSession     *string
	WorkGroup        *string
	QueryExecutionId *string
	State            RunState
	SqlText          *string
	ScannedBytes     *int64
	Rows             *int64
	Picodollars      *int64 // nil: unknown
	EngineMillis     *int64 // what Athena took
	TotalMillis      *int64 // from the first step of the chain to the last row
	Copy             *RunCopy
}

// RunCopy says that a part was answered from a data set in memory, and no account was asked: by which ingestion it was
// read, when, and how many rows it has.
type RunCopy struct {
	IngestionId *string
	MadeAt      *time.Time
	Rows        *int64
}

// GetRunResultsInput asks for rows of a run that succeeded.
type GetRunResultsInput struct {
	RunId     *string
	NextToken *string
	// MaxResults is 1 to 10,000; nil is 1,000.
	MaxResults *int32
}

// GetRunResultsOutput is a page of rows. A nil cell is NULL; others are as Athena prints them.
type GetRunResultsOutput struct {
	Columns   []RunColumn
	Rows      []RunRow
	NextToken *string
}

// RunColumn is a column of a result with its Trino type.
type RunColumn struct {
	Name *string
	Type *string
}

// RunRow is one row.
type RunRow struct{ Cells []*string }

// ListRunsInput asks for the caller's runs, newest first; of everybody's with All, for administrators.
type ListRunsInput struct {
	All        *bool
	NextToken  *string
	MaxResults *int32 // 1 to 100; nil is 50
}

// ListRunsOutput is a page of runs.
type ListRunsOutput struct {
	Runs      []Run
	NextToken *string
}

// StopRunInput asks for a run to end. One that has ended stays as it is.
type StopRunInput struct{ RunId *string }

// StopRunOutput is empty.
type StopRunOutput struct{}

// GetHubSettingsInput is empty.
type GetHubSettingsInput struct{}

// GetHubSettingsOutput is the hub account's settings.
type GetHubSettingsOutput struct{ Settings *HubSettings }

// PutHubSettingsInput replaces the hub account's settings.
type PutHubSettingsInput struct{ Settings *HubSettings }

// PutHubSettingsOutput is empty.
type PutHubSettingsOutput struct{}

// HubSettings are what an administrator has said.
type HubSettings struct {
	// ConsumerRoleGrants say who may name which role B in a data source. None: nobody may.
	ConsumerRoleGrants []ConsumerRoleGrant
	// TraceRoleArn is a role of the hub account that the hub may assume to read that account's trail for traces; nil: none.
	// Who sets it needs iam:PassRole on it.
	TraceRoleArn *string
}

// ConsumerRoleGrant lets principals name roles. Both are ARN patterns in which * stands for any characters.
type ConsumerRoleGrant struct {
	Principals []string
	Roles      []string
}
