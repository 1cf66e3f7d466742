package interlaken

import "time"

// GetCallerInput is empty.
type GetCallerInput struct{}

// GetCallerOutput says who the caller is in the hub.
type GetCallerOutput struct {
	AccountId *string // the hub account
	Region    *string
	Arn       *string // of the principal
	UserName  *string // nil for a principal that is no user
	UserArn   *string
	Role      *string // READER, AUTHOR, ADMIN, …; nil without a user
	// Owns are the spokes whose switch the caller holds.
	Owns []Spoke
}

// Spoke is an account that owns data, as an administrator has named it.
type Spoke struct {
	AccountId *string
	Name      *string
	// Contact is whom a refused reader is told to ask.
	Contact *string
	// Owners are the ARNs of hub users who hold the account's switch by an administrator's grant. Principals of the
	// account itself hold it by signing in it (SECURITY S14).
	Owners []string
}

// PutSpokeInput names an account and says who owns it. It is an administrator's.
type PutSpokeInput struct{ Spoke *Spoke }

// PutSpokeOutput is empty.
type PutSpokeOutput struct{}

// ListSpokesInput is empty.
type ListSpokesInput struct{}

// ListSpokesOutput are the accounts that data sources lead to or that have been named. Owners are for administrators and
// the account's owners.
type ListSpokesOutput struct{ Spokes []Spoke }

// DeleteSpokeInput takes an account's name and its owners' grants away.
type DeleteSpokeInput struct{ AccountId *string }

// DeleteSpokeOutput is empty.
type DeleteSpokeOutput struct{}

// ListReadsInput asks an account's owner's question: who reads what of mine?
type ListReadsInput struct {
	AccountId  *string
	NextToken  *string
	MaxResults *int32 // 1 to 100; nil is 50
}

// ListReadsOutput is a page of reads, the latest first, and the account's problems as they stand.
type ListReadsOutput struct {
	Reads     []Read
	NextToken *string
}

// Read sums up what one person read of an account through one dashboard, or outside any, and one data set.
type Read struct {
	PersonName    *string
	PersonArn     *string
	DashboardId   *string
	DashboardName *string
	DataSetId     *string
	DataSetName   *string
	DataSourceId  *string
	Columns       []string
	Runs          *int64 // queries that ran in the account
	Copies        *int64 // reads that were served from what the hub still held
	ScannedBytes  *int64
	Picodollars   *int64
	Price         *string
	LastAt        *time.Time
	LastRunId     *string
}

// ListProblemsInput asks for what is wrong in an account just now.
type ListProblemsInput struct{ AccountId *string }

// ListProblemsOutput are the data sources of the account that were refused last time.
type ListProblemsOutput struct{ Problems []Problem }

// Problem is a data source that cannot be read, and what would mend it, for the account's owner.
type Problem struct {
	DataSourceId *string
	Name         *string
	Since        *time.Time
	LastAt       *time.Time
	// RunId is the run that was refused; nil where it was a proof of the chain.
	RunId   *string
	Failure *RunFailure
	Remedy  *Remedy
}

// Remedy is a change in the owner's account.
type Remedy struct {
	// What says in a sentence what the change does.
	What *string
	// Statement is the policy statement that is missing, as JSON; nil where it is no policy.
	Statement *string
	// Command is one command of the AWS CLI that makes the change, for a POSIX shell; nil where the hub cannot know it.
	Command *string
}

// SuspendAccessInput turns the owner's switch: one data source of the account, or one person, or both together; everything
// of the account where neither is named.
type SuspendAccessInput struct {
	AccountId    *string
	DataSourceId *string
	PersonArn    *string
	// CopiesOnly lets the account be asked and stops copies of its data in memory: reading them, and making them.
	CopiesOnly *bool
	// Reason is told to everybody whom the suspension stops; 1 to 200 characters.
	Reason *string
}

// SuspendAccessOutput names the suspension.
type SuspendAccessOutput struct{ SuspensionId *string }

// ResumeAccessInput ends a suspension.
type ResumeAccessInput struct {
	AccountId    *string
	SuspensionId *string
}

// ResumeAccessOutput is empty.
type ResumeAccessOutput struct{}

// ListSuspensionsInput asks for the suspensions of an account.
type ListSuspensionsInput struct{ AccountId *string }

// ListSuspensionsOutput are the suspensions in force, the latest first.
type ListSuspensionsOutput struct{ Suspensions []Suspension }

// Suspension is a switch that is off.
type Suspension struct {
	SuspensionId *string
	AccountId    *string
	DataSourceId *string
	PersonArn    *string
	PersonName   *string
	CopiesOnly   *bool
	Reason       *string
	By           *string // who turned it
	At           *time.Time
}

// GetSwitchInput asks for the same switch as an IAM statement, which holds against a hub that does not obey.
type GetSwitchInput struct {
	AccountId    *string
	DataSourceId *string
	PersonArn    *string // nil: everybody; else somebody who has read something of the account
}

// GetSwitchOutput is a statement and how to put it into force, and out again, with the AWS CLI and the account's own
// credentials.
type GetSwitchOutput struct {
	// Statement is the statement as JSON, a list where several roles need different ones.
	Statement *string
	// Command and Undo are text for a POSIX shell: one command or several.
	Command *string
	Undo    *string
	Note    *string // what it reaches and what it does not
}
