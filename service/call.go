package service

import (
	"context"
	"time"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/id"
	"interlaken/store"
	"interlaken/trail"
	"interlaken/usage"
)

// Call is one operation on its way: who calls, in which transaction, with which event. It lives as long as the
// transaction and is used by one goroutine.
type Call struct {
	// Context ends when the caller has gone. An operation body is short and rarely looks at it.
	Context context.Context
	Session Session
	// Tx is the one transaction in which the operation, its event and its usage records stand or fall.
	Tx        store.Tx
	Now       time.Time
	RequestID string
	// Run ties the events and usage of one query together; "" outside a run.
	Run string

	mesh  *Mesh
	event *trail.Event
	// decisions are the refusals of this call, kept beside its event for those who may read the documents.
	decisions []Decision
	// standing are the events of inner calls that stand whatever becomes of the transaction: of those that were refused,
	// failed, or only read. All calls of a transaction share it.
	standing *[]trail.Event
	finish   *[]func(done bool) error
}

// Account is the caller's account: the one whose trail and whose names an ordinary call is about.
func (c *Call) Account() string { return c.Session.Principal.Account }

// IDs is the source of identifiers.
func (c *Call) IDs() *id.Source { return c.mesh.ids }

// ARN makes an ARN of the caller's account and region.
func (c *Call) ARN(service, resource string) string {
	return arn.Make(service, c.Session.Region, c.Account(), resource)
}

// Through returns the call as a service makes it that goes on for the caller, in the same transaction: see
// Session.Through. Run stays.
func (c *Call) Through(service string) *Call {
	next := *c
	next.Session = c.Session.Through(service)
	next.event, next.decisions = nil, nil
	return &next
}

// As returns the call as somebody else's, in the same transaction: as a service that asks for itself, see Acting. Run and
// event are not its own.
func (c *Call) As(session Session) *Call {
	next := *c
	next.Session = session
	next.event, next.decisions, next.Run = nil, nil, ""
	return &next
}

// Invoke performs an operation of another service as the call's session, in the call's transaction: authorized and
// recorded like any other, without signature and codec. Use it on a call made by Through. When it fails after it has
// written something, the whole transaction has to fail; the error then says so by fault.Internal. The event of a call
// that was refused, failed or only read stands even if the transaction does not.
func (c *Call) Invoke(service, operation string, input any) (any, error) {
	return c.mesh.invoke(c, service, operation, input)
}

// Resource adds to the event a resource that the operation touched. Kind is CloudTrail's type, such as
// AWS::IAM::Role. An ARN without an account (S3's) is of the caller's account; see ResourceOf.
func (c *Call) Resource(resourceARN, kind string) {
	owner := c.Account()
	if a, err := arn.Parse(resourceARN); err == nil && a.Account != "" {
		owner = a.Account
	}
	c.ResourceOf(owner, resourceARN, kind)
}

// ResourceOf is Resource for what another account may own although its ARN does not say so.
func (c *Call) ResourceOf(owner, resourceARN, kind string) {
	if c.event != nil {
		c.event.Resources = append(c.event.Resources, trail.Resource{ARN: resourceARN, AccountID: owner, Type: kind})
	}
}

// Add puts a member into the event's additionalEventData, which CloudTrail has for what is neither in the request nor in
// the response (User Guide, "CloudTrail record contents", additionalEventData). Value is any that trail.Elements takes. A
// name that is given again has its last value. A refused call keeps what was added before the refusal.
func (c *Call) Add(name string, value any) {
	if c.event == nil {
		return
	}
	data, ok := c.event.AdditionalEventData.(map[string]any)
	if !ok {
		data = map[string]any{}
		c.event.AdditionalEventData = data
	}
	data[name] = value
}

// ShowParameters has the event show other request parameters than those of the input: for records that hold more than
// the caller sent. Shown is any value that trail.Elements takes; see Operation.Parameters for what the input alone decides.
func (c *Call) ShowParameters(shown any) {
	if c.event != nil {
		c.event.RequestParameters = shown
	}
}

// Share has the event copied into the trail of another account that it concerns, as CloudTrail does for a role that
// is assumed across accounts. A refused call is not copied (facts: delivered to the caller's account only).
func (c *Call) Share(account string) {
	if c.event != nil && account != c.Account() {
		c.event.Share(account)
	}
}

// Use writes a usage record into the call's transaction. Account, time, run and principal are filled in where they
// are empty.
func (c *Call) Use(r usage.Record) error {
	if r.Account == "" {
		r.Account = c.Account()
	}
	if r.Time.IsZero() {
		r.Time = c.Now
	}
	if r.Run == "" {
		r.Run = c.Run
	}
	if r.Principal == "" {
		r.Principal = c.Session.Principal.ARN
	}
	return c.mesh.usage.Append(c.Tx, r)
}

// Authorize decides further questions than the operation's own checks, such as iam:PassRole on a role that the
// request names. The error of the first refusal is returned and kept with the event.
func (c *Call) Authorize(checks ...Check) error {
	for _, check := range checks {
		if err := c.mesh.authorize(c, check); err != nil {
			return err
		}
	}
	return nil
}

// AuthorizeAll decides one action on many resources of one account, gathering documents once. It returns the error of
// the first refusal in the order given.
func (c *Call) AuthorizeAll(action, account string, policy *ResourcePolicy, resources []string) error {
	return c.mesh.authorizeAll(c, action, account, policy, resources)
}

// AuthorizeValues decides a check on a resource of the account that it names for each value of a condition key, gathering
// documents once. It returns the error of the first refusal in the order given.
func (c *Call) AuthorizeValues(check Check, key string, values []string) error {
	return c.mesh.authorizeValues(c, check, key, values)
}

// After has f called once the transaction is durable.
func (c *Call) After(f func()) { c.Tx.AfterCommit(f) }

// Finish has f called once the transaction is over, outside of it and before the answer leaves: for reading what the
// call was allowed to read, where an operation body would do I/O. done tells whether the call succeeded and is durable;
// if not, f only lets go of what it holds. An error of f becomes the answer, although the event says that the call was
// allowed. It is for operations that are called by Mesh.Do; others drop f.
func (c *Call) Finish(f func(done bool) error) {
	if c.finish != nil {
		*c.finish = append(*c.finish, f)
	}
}

// countingTx knows whether an operation has written, so that a failed one that has not needs no second transaction.
type countingTx struct {
	store.Tx
	writes int
}

func (t *countingTx) Put(table string, record store.Record, condition store.Version) (store.Version, error) {
	t.writes++
	return t.Tx.Put(table, record, condition)
}

func (t *countingTx) Delete(table, key string, condition store.Version) error {
	t.writes++
	return t.Tx.Delete(table, key, condition)
}

// uncounted is the transaction below what counts. Events are written there: that a call was recorded is not its work.
func uncounted(tx store.Tx) store.Tx {
	for {
		counting, ok := tx.(*countingTx)
		if !ok {
			return tx
		}
		tx = counting.Tx
	}
}

var errNobody = fault.New(fault.MissingToken, "The request has no authenticated caller.")
