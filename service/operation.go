package service

import (
	"context"
	"reflect"

	"interlaken/fault"
	"interlaken/identity"
	"interlaken/store"
	"interlaken/wire"
)

// Service is what a folder under cloud or hub declares: a wire protocol's names and the operations that are built.
type Service struct {
	Wire *wire.Service
	// Source is the service's principal name, such as athena.amazonaws.com: eventSource in the trail, and what
	// aws:CalledVia says of calls that it makes for others.
	Source string
	// Operations are the ones that are built; every other one of the wire registry is answered as unsupported.
	Operations []Operation
	// Refuses is an error for a principal who may not call an operation whatever policies say, as IAM is closed to a user's
	// temporary credentials. It is nil for services that have no such rule.
	Refuses func(p identity.Principal, operation string) error
	// ResourcePolicy returns the policy document that hangs on a resource of this service, so that nobody has to
	// import the service to gather it. It is nil for services whose resources have none.
	ResourcePolicy func(r store.Reader, resource string) (ResourcePolicy, error)
}

// ResourcePolicy is a document that hangs on a resource.
type ResourcePolicy struct {
	// Name is how explanations call it: "bucket policy", "role trust policy".
	Name string
	// ARN is the resource that holds the document; "" where it is the one that is asked about. One document of many
	// resources is compiled once.
	ARN string
	// Document is the text as it is kept; "" where the resource has none.
	Document string
	// Trust is set for the documents without which nothing is allowed, whatever identity policies say.
	Trust bool
}

// EventClass says in which part of the trail a call stands.
type EventClass string

// The classes of CloudTrail (User Guide, record contents, eventCategory).
const (
	Management EventClass = "Management"
	Data       EventClass = "Data"
)

// Operation is one operation of a service. Define makes it.
type Operation struct {
	Name  string
	Event EventClass
	// ReadOnly operations write nothing but their event, and their event has no response elements.
	ReadOnly bool
	// Open operations need no permission: sts:GetCallerIdentity cannot be denied.
	Open bool
	// ForServices operations may be called by a service principal itself; all others refuse it.
	ForServices bool
	// ForRoot operations may be called by an account's root user, with the one-time code of an account that has nobody
	// yet; all others refuse it (SECURITY S20).
	ForRoot bool
	// Identify, if not nil, says who calls: by a token in the request, which nobody has signed. It is called before the
	// operation's transaction, with an input that is held to the model, and may ask others. Such an operation is called by
	// Mesh.Present alone, and who it finds may call nothing else.
	Identify func(ctx context.Context, r store.Store, input any) (identity.Principal, error)
	// Await, if not nil, is called before the operation's transaction, for one that holds its answer back until something
	// changes: with the caller's context and a bound of its own. It decides, writes and tells nothing; whether the caller
	// may call at all is decided afterwards. Invoke leaves it out.
	Await func(ctx context.Context, input any)
	// Parameters and Response shape what the trail shows of input and output; nil shows the input as it is, and the
	// output unless the operation only reads.
	Parameters func(input any) any
	Response   func(output any) any

	input  reflect.Type
	checks func(*Call, any) ([]Check, error)
	do     func(*Call, any) (any, error)
}

// Option changes an operation's traits.
type Option func(*Operation)

// Reads marks an operation that changes nothing.
func Reads(o *Operation) { o.ReadOnly = true }

// Opens marks an operation that needs no permission.
func Opens(o *Operation) { o.Open = true }

// ServesServices lets a service principal call an operation: sts:AssumeRole alone (SECURITY S1).
func ServesServices(o *Operation) { o.ForServices = true }

// ServesRoot lets the root user of an account that has nobody yet call an operation, and nobody else.
func ServesRoot(o *Operation) { o.ForRoot = true }

// Awaits sets what an operation waits for before it begins; see Operation.Await.
func Awaits[In any](await func(context.Context, *In)) Option {
	return func(o *Operation) { o.Await = func(ctx context.Context, input any) { await(ctx, input.(*In)) } }
}

// Identifies sets how an operation knows who calls; see Operation.Identify.
func Identifies[In any](identify func(context.Context, store.Store, *In) (identity.Principal, error)) Option {
	return func(o *Operation) {
		o.Identify = func(ctx context.Context, r store.Store, input any) (identity.Principal, error) {
			return identify(ctx, r, input.(*In))
		}
	}
}

// DataEvent puts an operation's events among the data events, which LookupEvents does not show.
func DataEvent(o *Operation) { o.Event = Data }

// Shows sets what the trail keeps of input and output. Either may be nil.
func Shows(parameters, response func(any) any) Option {
	return func(o *Operation) { o.Parameters, o.Response = parameters, response }
}

// Define declares an operation over the SDK's input and output types. Checks names the actions and resources of this
// very request; it reads at most what it needs to name them, and without a check the operation is refused unless it
// Opens. Do does the work in the call's transaction, after every check has been decided; it does no I/O.
func Define[In, Out any](name string, checks func(*Call, *In) ([]Check, error), do func(*Call, *In) (*Out, error), options ...Option) Operation {
	o := Operation{
		Name: name, Event: Management, input: reflect.TypeFor[*In](),
		checks: func(c *Call, input any) ([]Check, error) {
			if checks == nil {
				return nil, nil
			}
			return checks(c, input.(*In))
		},
		do: func(c *Call, input any) (any, error) {
			out, err := do(c, input.(*In))
			if err != nil {
				return nil, err
			}
			return out, nil
		},
	}
	for _, option := range options {
		option(&o)
	}
	return o
}

// On is the ordinary check: one action on one resource of the caller's own account.
func On[In any](action string, resource func(*Call, *In) string) func(*Call, *In) ([]Check, error) {
	return func(c *Call, in *In) ([]Check, error) {
		return []Check{{Action: action, Resource: resource(c, in)}}, nil
	}
}

// Check is one question to policy: may the session do the action on the resource?
type Check struct {
	Action   string
	Resource string
	// Account owns the resource; "" means the caller's account.
	Account string
	// Keys are condition keys of this request and resource beyond the global ones; they win over them. A key without
	// values is present and empty.
	Keys map[string][]string
	// Policy is the resource's own policy where the operation knows it; else it is asked of the resource's service.
	Policy *ResourcePolicy
}

func (o *Operation) accepts(input any) error {
	if reflect.TypeOf(input) != o.input {
		return fault.New(fault.Internal, "Operation %s takes %v, not %T.", o.Name, o.input, input)
	}
	return nil
}
