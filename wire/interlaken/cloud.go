package interlaken

import (
	"time"

	"interlaken/wire"
)

// Cloud describes an account's own view of itself in the local cloud: its bill, its whole trail, and why something was
// allowed or refused.
var Cloud = wire.NewService(wire.Service{
	ID: "interlaken-cloud", SigningName: SigningName, Protocol: wire.AWSJSON11, TargetPrefix: "InterlakenCloud",
	APIVersion: "2026-11-01",
	Operations: []wire.Operation{
		{Name: "GetBill", In: (*GetBillInput)(nil), Out: (*GetBillOutput)(nil)},
		{Name: "ListEvents", In: (*ListEventsInput)(nil), Out: (*ListEventsOutput)(nil)},
		{Name: "VerifyTrail", In: (*VerifyTrailInput)(nil), Out: (*VerifyTrailOutput)(nil)},
		{Name: "ExplainDecision", In: (*ExplainDecisionInput)(nil), Out: (*ExplainDecisionOutput)(nil)},
		{Name: "ExplainRequest", In: (*ExplainRequestInput)(nil), Out: (*ExplainRequestOutput)(nil)},
		{Name: "WhoCan", In: (*WhoCanInput)(nil), Out: (*WhoCanOutput)(nil)},
		{Name: "BlastRadius", In: (*BlastRadiusInput)(nil), Out: (*BlastRadiusOutput)(nil)},
		{Name: "ClaimAccount", In: (*ClaimAccountInput)(nil), Out: (*ClaimAccountOutput)(nil)},
	},
	Required: map[string][]string{
		"interlaken.GetBillInput":         {"Start", "End"},
		"interlaken.ExplainDecisionInput": {"Action", "Resource"},
		"interlaken.ExplainRequestInput":  {"RequestId"},
		"interlaken.WhoCanInput":          {"Action", "Resource"},
		"interlaken.BlastRadiusInput":     {"RoleArn"},
		"interlaken.TrailHead":            {"Count", "Hash"},
	},
	Constraints: map[string]map[string]wire.Constraint{
		"interlaken.ListEventsInput": {
			"MaxResults": {Min: wire.Limit(1), Max: wire.Limit(1000)},
		},
		"interlaken.ExplainDecisionInput": {
			"Action":   {Max: wire.Limit(256), Pattern: `[A-Za-z0-9-]+:[A-Za-z0-9]+`},
			"Resource": {Min: wire.Limit(1), Max: wire.Limit(2048)},
		},
		"interlaken.WhoCanInput": {
			"Action":   {Max: wire.Limit(256), Pattern: `[A-Za-z0-9-]+:[A-Za-z0-9]+`},
			"Resource": {Min: wire.Limit(1), Max: wire.Limit(2048)},
		},
	},
})

// GetBillInput asks for the caller's account's bill of a time: Start inclusive, End exclusive.
type GetBillInput struct{ Start, End *time.Time }

// GetBillOutput is what the account used and what it costs, by list prices. Money is in picodollars, 10⁻¹² US dollars,
// so that it is exact.
type GetBillOutput struct {
	AccountId   *string
	Lines       []BillLine
	Picodollars *int64 // the sum of the lines
}

// BillLine is one usage type under one price.
type BillLine struct {
	Service     *string
	UsageType   *string
	Unit        *string // bytes, requests, sessions, user-months
	Quantity    *int64  // as used, before the price's minimum and rounding
	Billed      *int64  // as charged
	Records     *int64  // how many uses
	Picodollars *int64
	PricedSince *time.Time // from when on the price holds that was applied
}

// EventCategory is a part of the trail.
type EventCategory string

// The categories.
const (
	ManagementEvents EventCategory = "Management"
	DataEvents       EventCategory = "Data"
)

// Values lists the categories.
func (EventCategory) Values() []EventCategory { return []EventCategory{ManagementEvents, DataEvents} }

// ListEventsInput asks for events of the caller's account, newest first.
type ListEventsInput struct {
	// Own asks for what sessions of the caller's own role did and for how they were made, and nothing else of the account:
	// it is decided on trail/own, so that an account can let somebody see that much of its trail.
	Own *bool
	// EventCategory is the part that is asked; empty: both.
	EventCategory EventCategory
	// StartTime and EndTime are both inclusive; nil ones are open.
	StartTime, EndTime *time.Time
	// AttributeKey is one of CloudTrail's LookupAttributes, or Run: the run that ties a query's events together.
	AttributeKey   *string
	AttributeValue *string
	// MaxResults is 1 to 1,000; nil is 50.
	MaxResults *int32
	NextToken  *string
}

// ListEventsOutput is a page of events.
type ListEventsOutput struct {
	Events    []TrailEvent
	NextToken *string
}

// TrailEvent is one event.
type TrailEvent struct {
	Sequence      *int64 // its place in the account's chain, from 1
	EventId       *string
	EventTime     *time.Time
	EventSource   *string
	EventName     *string
	EventCategory EventCategory
	Username      *string
	RequestId     *string
	ErrorCode     *string
	RunId         *string
	Record        *string // the whole record in CloudTrail's shape, as JSON text
}

// VerifyTrailInput asks whether the caller's account's trail is whole. Heads that were kept elsewhere find a tail that
// was cut and a chain that was computed anew; without any, the answer says that the chain is consistent in itself.
type VerifyTrailInput struct{ Heads []TrailHead }

// TrailHead stands for all events of the account up to Count.
type TrailHead struct {
	Count *int64
	Hash  *string
	Time  *time.Time
}

// VerifyTrailOutput says where the chain breaks first, if it does, and up to which event kept heads vouch for it.
type VerifyTrailOutput struct {
	Consistent *bool
	Anchored   *int64
	Head       *TrailHead
	Break      *TrailBreak
	Message    *string // a sentence for people
}

// TrailBreak is where nothing can be said any more.
type TrailBreak struct {
	Kind     *string // changed, missing, reordered or recomputed
	Sequence *int64
	Why      *string
}

// ExplainDecisionInput asks whether a principal may do an action on a resource, and why.
type ExplainDecisionInput struct {
	Action   *string
	Resource *string // an ARN, or * for an action that names none
	// Context holds condition keys of the request beyond those that follow from principal and time; they win over them.
	Context map[string][]string
	// PrincipalArn is a user, a role or a role session; nil is the caller.
	PrincipalArn *string
}

// ExplainDecisionOutput is a decision with its reasons.
type ExplainDecisionOutput struct{ Decision *Decision }

// ExplainRequestInput asks why a request of the caller's account was refused.
type ExplainRequestInput struct{ RequestId *string }

// ExplainRequestOutput is a request's event and each refusal in it. A request that policy did not refuse has none.
type ExplainRequestOutput struct {
	Event     *TrailEvent
	Decisions []Decision
}

// WhoCanInput asks who can do an action on a resource.
type WhoCanInput struct {
	Action   *string
	Resource *string             // an ARN, or * for an action that names none
	Context  map[string][]string // condition keys of the request, as of ExplainDecision
}

// WhoCanOutput lists principals, those first who need no role.
type WhoCanOutput struct {
	Principals []CapablePrincipal
	Notes      []string // what was left out, in sentences
}

// CapablePrincipal is who can.
type CapablePrincipal struct {
	Arn *string // of a user or role; another account's, a service's name, or * where a role's trust names them
	// Outcome is allowed, or ownerDecides: the rest is in documents of another account.
	Outcome *string
	Via     []string // the roles to become, in order; the last can by itself
	Needs   []string // what requests on the way have to carry
}

// BlastRadiusInput asks what leaks around a role of the caller's account reach.
type BlastRadiusInput struct{ RoleArn *string }

// BlastRadiusOutput tells the leaks apart: those of chains that end in the role, then those of chains that begin in it.
type BlastRadiusOutput struct {
	Leaks []Leak
	Notes []string // what was left out, in sentences
}

// Leak is one way in which somebody comes to what a role reaches.
type Leak struct {
	// Kind is scopedSession (a session of the first role of a chain, scoped to the second), baseRole (the first role's own
	// credentials, or the right to assume it) or wholeAccount (any principal of a trusted account).
	Kind   *string
	Holder *string // whose credentials leak: the ARN of a role or an account's root, * for everybody
	Open   *bool   // false: the documents close this way
	// Reaches are the roles that are reached, as the documents name them.
	Reaches []Reach
	Says    *string // a sentence for people
}

// Reach is a role, or a pattern of roles, and the conditions of the statement that lets one there.
type Reach struct {
	Arn        *string
	Conditions []string
}

// Decision is a decision and as many of its reasons as the caller may read.
type Decision struct {
	PrincipalArn *string // nil in what ExplainRequest returns: the event names who asked
	Action       *string
	Resource     *string
	// Outcome is allowed, implicitDeny, explicitDeny, unsupported (a document was not understood; no evidence of
	// anything) or ownerDecides (the principal's side allows; the rest is in documents of another account).
	Outcome   *string
	DecidedBy *string // the kind of document that decided
	Documents []DecisionDocument
	// Changes are the smallest change that would allow what was refused, in order, as far as it is one of the request and
	// of documents that the caller may read. Nothing has been changed.
	Changes []DecisionChange
	// Notes say in sentences what was left out: the documents of others, and what was not asked.
	Notes []string
}

// DecisionDocument is a document that was asked.
type DecisionDocument struct {
	Kind, Name, AccountId, Arn *string
	Outcome                    *string // allows, denies, silent, unsupported, exempt
	StatementsAsked            *int32
	Statements                 []DecisionStatement // those that match, may match, or fail in a single element
}

// DecisionChange is one edit of a document, or of the request.
type DecisionChange struct {
	Kind, Name, AccountId, Arn *string // of the document; all nil for a change of the request
	New                        *bool   // there is no such document yet
	StatementIndex             *int32  // from 0; of a new statement, where it comes
	Sid                        *string
	Line                       *int32 // of the statement, in the document's text, from 1
	// Element is Action, Principal.AWS, Condition OPERATOR KEY and so on; Statement for a whole one, which Statement holds
	// and which is taken out where Remove is not empty; Request where the request has to carry Key with the values of Add.
	Element     *string
	Add, Remove []string
	Key         *string
	Statement   *string // JSON
}

// DecisionStatement is a statement and the outcome of each of its elements.
type DecisionStatement struct {
	Index        *int32 // from 0
	Sid          *string
	Line, Column *int32 // in the document's text, from 1
	Effect       *string
	Outcome      *string // matched, near, unsupported
	Elements     []DecisionElement
}

// DecisionElement is one element of a statement, what it says and what the request has.
type DecisionElement struct {
	Element       *string
	Operator, Key *string // of a condition
	Outcome       *string // matched, failed, unsupported
	Policy        []string
	Request       []string
	KeyAbsent     *bool
	Problem       *string
}

// ClaimAccountInput makes the first administrator of an account that has nobody yet. The request is signed with the
// account's one-time code.
type ClaimAccountInput struct{}

// ClaimAccountOutput is the first administrator's access key, whose secret is told this once.
type ClaimAccountOutput struct{ AccountId, UserName, AccessKeyId, SecretAccessKey *string }
