// Package service is what a service is made of: operations declared over the SDK's types, the session that calls
// them, and the mesh that runs them. An operation's checks are decided by policy, its work, its one trail event and
// its usage records are one transaction, and another service is called through Invoke with the same rules and without
// a socket. Nothing here knows HTTP (that is gateway) or a particular service (cloud/X, hub/X).
//
// It may import identity, organization, policy, trail, usage, store, job and wire; gateway, cloud/* and hub/* build on it.
package service

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"

	"interlaken/clock"
	"interlaken/fault"
	"interlaken/id"
	"interlaken/identity"
	"interlaken/organization"
	"interlaken/store"
	"interlaken/trail"
	"interlaken/usage"
	"interlaken/wire"
)

// Config is what a mesh works with. Every field but Report is needed.
type Config struct {
	Store     store.Store
	Directory *identity.Directory
	// Organizations knows which accounts belong together and what binds them.
	Organizations *organization.Registry
	Trail         *trail.Trail
	Usage         *usage.Log
	Clock         clock.Clock
	IDs           *id.Source
	// Report gets the defects that calls have run into, whose reasons no caller learns; it is safe for concurrent use. nil
	// drops them.
	Report func(error)
}

// Mesh holds the services of one process and runs their operations. Register everything before the first call; after
// that it is safe for concurrent use.
type Mesh struct {
	store         store.Store
	directory     *identity.Directory
	organizations *organization.Registry
	trail         *trail.Trail
	usage         *usage.Log
	clock         clock.Clock
	ids           *id.Source
	report        func(error)

	services map[string]*registered // by wire id
}

type registered struct {
	*Service
	operations map[string]*Operation
}

// NewMesh makes a mesh without services.
func NewMesh(c Config) *Mesh {
	return &Mesh{
		store: c.Store, directory: c.Directory, organizations: c.Organizations, trail: c.Trail, usage: c.Usage, clock: c.Clock, ids: c.IDs, report: c.Report,
		services: map[string]*registered{},
	}
}

// Register adds a service. A name that is taken, an operation that the wire registry lacks or whose input it cannot
// hold to the model is a defect and panics.
func (m *Mesh) Register(s *Service) {
	if m.services[s.Wire.ID] != nil {
		panic("service: " + s.Wire.ID + " is registered twice")
	}
	r := &registered{Service: s, operations: map[string]*Operation{}}
	for i := range s.Operations {
		o := &s.Operations[i]
		if s.Wire.Operation(o.Name) == nil {
			panic("service: " + s.Wire.ID + " has no operation " + o.Name)
		}
		if !s.Wire.Holds(o.Name) {
			panic("service: the input of " + o.Name + " of " + s.Wire.ID + " is not held to the model: list it in internal/gen/wiregen")
		}
		r.operations[o.Name] = o
	}
	m.services[s.Wire.ID] = r
}

// Services returns the registered services by their wire id.
func (m *Mesh) Services() map[string]*Service {
	all := make(map[string]*Service, len(m.services))
	for name, r := range m.services {
		all[name] = r.Service
	}
	return all
}

// Directory is where the mesh finds identities.
func (m *Mesh) Directory() *identity.Directory { return m.directory }

// Store is where the mesh keeps what its services keep.
func (m *Mesh) Store() store.Store { return m.store }

// Clock is the mesh's time.
func (m *Mesh) Clock() clock.Clock { return m.clock }

// IDs is the mesh's source of identifiers.
func (m *Mesh) IDs() *id.Source { return m.ids }

// Do runs one operation for a session in a transaction of its own: checks, work, event. It returns the output, or the
// error that the caller gets. Whatever the outcome, exactly one event is durable when it returns, except when the
// store itself fails.
func (m *Mesh) Do(ctx context.Context, session Session, requestID, service, operation string, input any) (any, error) {
	s, o, err := m.find(service, operation)
	if err != nil {
		return nil, m.recordUnsupported(ctx, session, requestID, s, operation, err)
	}
	if err := o.accepts(input); err != nil {
		return nil, err
	}
	if o.Await != nil {
		o.Await(ctx, input)
	}
	var output any
	var finish []func(done bool) error
	failed, err := m.transact(ctx, session, requestID, s, o, input, func(c *Call) (err error) {
		c.finish = &finish
		output, err = m.run(c, s, o, input)
		return err
	})
	if err == nil {
		err = failed
	}
	for _, f := range finish {
		if finished := f(err == nil); err == nil {
			err = finished
		}
	}
	if err != nil {
		return nil, err
	}
	return output, nil
}

// Presents reports whether an operation is called with a token in place of a signature: see Present.
func (m *Mesh) Presents(service, operation string) bool {
	_, o, err := m.find(service, operation)
	return err == nil && o.Identify != nil
}

// Present is Do for an operation that says itself who calls, by a token in the request. A token that is not believed leaves
// no event: there is nobody whose trail it would belong in.
func (m *Mesh) Present(ctx context.Context, session Session, requestID, service, operation string, input any) (any, error) {
	s, o, err := m.find(service, operation)
	if err != nil {
		return nil, err
	}
	if o.Identify == nil {
		return nil, errNobody
	}
	if err := o.accepts(input); err != nil {
		return nil, err
	}
	if err := wire.Validate(s.Wire.Operation(o.Name), input); err != nil {
		return nil, err
	}
	if session.Principal, err = o.Identify(ctx, m.store, input); err != nil {
		return nil, err
	}
	return m.Do(ctx, session, requestID, service, operation, input)
}

// Transaction runs body in one transaction as a session, for jobs: there is no event of its own, only those of the
// operations that body invokes. It stands or falls whole; see Call.Invoke for the events that stand all the same.
func (m *Mesh) Transaction(ctx context.Context, session Session, requestID string, body func(*Call) error) error {
	if session.Principal.IsZero() {
		return errNobody
	}
	var standing []trail.Event
	err := m.store.Update(ctx, func(tx store.Tx) error {
		c := m.call(ctx, session, requestID, tx)
		failed := guarded(c, body)
		if failed != nil {
			standing = *c.standing
		}
		return failed
	})
	if len(standing) > 0 {
		err = errors.Join(err, m.remember(ctx, standing))
	}
	return err
}

// remember appends events whose transaction was undone. The caller may be gone, what it tried has to stand all the same.
func (m *Mesh) remember(ctx context.Context, events []trail.Event) error {
	return m.store.Update(context.WithoutCancel(ctx), func(tx store.Tx) error {
		for _, e := range events {
			if err := m.trail.Append(tx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// Record runs body as a session in one transaction together with an event of its own, for work of a job that the
// trail has to show under a name that is no wire operation. A failure of body is recorded with what body wrote undone.
func (m *Mesh) Record(ctx context.Context, session Session, requestID, service, event string, class EventClass, parameters any, body func(*Call) error) error {
	s := m.services[service]
	if s == nil {
		return fault.New(fault.Internal, "There is no service %s.", service)
	}
	o := &Operation{Name: event, Event: class, Parameters: func(any) any { return parameters }}
	failed, err := m.transact(ctx, session, requestID, s, o, nil, body)
	if err != nil {
		return err
	}
	return failed
}

func (m *Mesh) call(ctx context.Context, session Session, requestID string, tx store.Tx) *Call {
	return &Call{
		Context: ctx, Session: session, Tx: tx, Now: m.clock.Now(), RequestID: requestID, mesh: m, standing: new([]trail.Event),
	}
}

// transact runs body and appends the event in one transaction. What a failing body has written is rolled back, and
// its event goes into a second one, behind those of its inner calls that stand. failed is the body's error; err is the
// store's.
func (m *Mesh) transact(ctx context.Context, session Session, requestID string, s *registered, o *Operation, input any, body func(*Call) error) (failed, err error) {
	if session.Principal.IsZero() {
		return nil, errNobody
	}
	var standing []trail.Event
	err = m.store.Update(ctx, func(tx store.Tx) error {
		counted := &countingTx{Tx: tx}
		c := m.call(ctx, session, requestID, counted)
		c.event = m.newEvent(c, s, o, input)
		failed = guarded(c, body)
		m.finish(c, s, failed)
		if failed != nil && counted.writes > 0 {
			standing = append(*c.standing, *c.event)
			return errRolledBack
		}
		return m.trail.Append(tx, *c.event)
	})
	if errors.Is(err, errRolledBack) {
		err = m.remember(ctx, standing)
	}
	if failed == nil || m.report == nil {
		return failed, err
	}
	if _, status := s.Wire.ErrorCode(failed); status == http.StatusInternalServerError {
		m.report(fmt.Errorf("request %s, %s of %s: %w", requestID, o.Name, s.Source, failed))
	}
	return failed, err
}

// guarded makes an error of a panic, so that also a defect undoes its work, is answered and stands in the trail.
func guarded(c *Call, body func(*Call) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fault.Wrap(fmt.Errorf("panic: %v\n%s", p, debug.Stack()), fault.Internal, "The request failed because of an internal error.")
		}
	}()
	return body(c)
}

var errRolledBack = errors.New("the operation failed after it had written")

// run decides an operation's checks and does its work.
func (m *Mesh) run(c *Call, s *registered, o *Operation, input any) (any, error) {
	if err := o.accepts(input); err != nil {
		return nil, err
	}
	// Names become ARNs and parameters become condition values, so every input is held to its service's model, whoever
	// calls and by whatever way, before anything is made of it.
	if described := s.Wire.Operation(o.Name); o.input.Elem() == described.InputType() {
		if err := wire.Validate(described, input); err != nil {
			return nil, err
		}
	}
	checks, err := o.checks(c, input)
	if err != nil {
		return nil, err
	}
	if len(checks) == 0 && !o.Open && !o.ForRoot {
		return nil, fault.New(fault.AccessDenied, "Operation %s names nothing to authorize, so nobody may call it.", o.Name)
	}
	if p := &c.Session.Principal; p.Kind == identity.Service && p.AccessKeyID != "" && !o.ForServices {
		// A service's own key is good for the role chain and nothing else (SECURITY S1). What has no key is of this process.
		return nil, fault.New(fault.AccessDenied, "User: %s is not authorized to perform this operation: %s", c.Session.Principal.ARN, o.Name)
	}
	if web := c.Session.Principal.Kind == identity.WebIdentity; web != (o.Identify != nil) {
		return nil, fault.New(fault.AccessDenied, "%s is called with a token and without a signature, and nothing else is.", o.Name)
	}
	switch root := c.Session.Principal.Kind == identity.Root; {
	case root && !o.ForRoot:
		return nil, fault.New(fault.AccessDenied, "User: %s is not authorized to perform: %s because a one-time code is good for claiming the account only", c.Session.Principal.ARN, o.Name)
	case o.ForRoot && !root:
		return nil, fault.New(fault.AccessDenied, "User: %s is not authorized to perform: %s because only the account itself is, with its one-time code", c.Session.Principal.ARN, o.Name)
	}
	if s.Refuses != nil {
		if err := s.Refuses(c.Session.Principal, o.Name); err != nil {
			return nil, err
		}
	}
	if err := c.Authorize(checks...); err != nil {
		return nil, err
	}
	output, err := o.do(c, input)
	if err == nil && c.event != nil {
		showResponse(c.event, o, output)
	}
	return output, err
}

// invoke is Call.Invoke.
func (m *Mesh) invoke(c *Call, service, operation string, input any) (any, error) {
	s, o, err := m.find(service, operation)
	if err != nil {
		return nil, err
	}
	counted := &countingTx{Tx: c.Tx}
	inner := *c
	inner.Tx = counted
	inner.decisions = nil
	inner.event = m.newEvent(&inner, s, o, input)
	output, failed := m.run(&inner, s, o, input)
	m.finish(&inner, s, failed)
	if err := m.trail.Append(uncounted(c.Tx), *inner.event); err != nil {
		return nil, err
	}
	if failed != nil || counted.writes == 0 {
		*c.standing = append(*c.standing, *inner.event)
	}
	if failed != nil && counted.writes > 0 {
		return nil, fault.Wrap(failed, fault.Internal, "%s failed after it had begun.", operation)
	}
	return output, failed
}

func (m *Mesh) find(service, operation string) (*registered, *Operation, error) {
	s := m.services[service]
	if s == nil {
		return nil, nil, fault.New(fault.Unsupported, "The service %s is not offered here.", service)
	}
	o := s.operations[operation]
	if o == nil {
		return s, nil, fault.New(fault.Unsupported, "%s does not offer the operation %s here.", s.Source, operation)
	}
	return s, o, nil
}

// recordUnsupported leaves an event for a call of an operation that AWS has and this program has not.
func (m *Mesh) recordUnsupported(ctx context.Context, session Session, requestID string, s *registered, operation string, refusal error) error {
	if s == nil {
		return refusal
	}
	o := &Operation{Name: operation, Event: Management, Parameters: func(any) any { return nil }}
	failed, err := m.transact(ctx, session, requestID, s, o, nil, func(*Call) error { return refusal })
	if err != nil {
		return err
	}
	return failed
}
