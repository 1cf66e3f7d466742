package service

import (
	"errors"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/policy"
)

// Decision is a refusal and its reasons. It is kept beside the event of the call, apart from what the trail shows:
// reasons quote documents, and who may read a document is decided when somebody asks (SECURITY S12).
type Decision struct {
	Action      string             `json:"action"`
	Resource    string             `json:"resource"`
	Explanation policy.Explanation `json:"explanation"`
}

// ErrUndecided is the cause of a refusal over documents that were not understood whole: it is never evidence that a
// border holds (DESIGN decision 10). It does not cross the wire, where it would tell of another account's documents
// what AWS would not (SECURITY S12).
var ErrUndecided = errors.New("a policy that may apply is not understood")

// authorize decides one check. A refusal is fault.AccessDenied with AWS's sentence; its reasons are kept with the
// call's event.
func (m *Mesh) authorize(c *Call, check Check) error {
	owner := check.Account
	if owner == "" {
		owner = c.Account()
	}
	request, set, err := m.ask(c, check, owner)
	if err != nil {
		return err
	}
	return m.decide(c, request, set)
}

// authorizeAll decides one action on many resources with documents gathered once.
func (m *Mesh) authorizeAll(c *Call, action, account string, resourcePolicy *ResourcePolicy, resources []string) error {
	check := Check{Action: action, Account: account, Policy: resourcePolicy}
	if resourcePolicy == nil {
		check.Policy = &ResourcePolicy{}
	}
	request, set, err := m.ask(c, check, account)
	if err != nil {
		return err
	}
	for _, resource := range resources {
		request.Resource = resource
		if err := m.decide(c, request, set); err != nil {
			return err
		}
	}
	return nil
}

// authorizeValues decides a check for each value of one of its condition keys, with documents gathered once.
func (m *Mesh) authorizeValues(c *Call, check Check, key string, values []string) error {
	request, set, err := m.ask(c, check, check.Account)
	if err != nil {
		return err
	}
	for _, value := range values {
		request.Context.Set(key, value)
		if err := m.decide(c, request, set); err != nil {
			return err
		}
	}
	return nil
}

func (m *Mesh) decide(c *Call, request *policy.Request, set *policy.Set) error {
	verdict := policy.Decide(request, set)
	if verdict.Allowed {
		return nil
	}
	explanation := policy.Explain(request, set)
	c.decisions = append(c.decisions, Decision{Action: request.Action, Resource: request.Resource, Explanation: explanation})
	cause := &refused{principal: c.Session.Principal, request: request, explanation: explanation}
	if verdict.Outcome == policy.NotUnderstood {
		cause.undecided = ErrUndecided
	}
	return fault.Wrap(cause, fault.AccessDenied, "%s", policy.Message(verdict, request))
}

// Explained is a decision with its reasons, and what it was made of.
type Explained struct {
	policy.Explanation
	Request *policy.Request
	Set     *policy.Set
}

// Explain answers what a check would come to, with every reason, and refuses nothing. The caller decides who may see
// which document.
func (c *Call) Explain(principal identity.Principal, check Check) (Explained, error) {
	asked := *c
	asked.Session.Principal = principal
	owner := check.Account
	if owner == "" {
		owner = asked.Account()
	}
	request, set, err := c.mesh.ask(&asked, check, owner)
	if err != nil {
		return Explained{}, err
	}
	return Explained{policy.Explain(request, set), request, set}, nil
}

// ask makes of a check what policy decides: a request with its condition keys, and the documents that apply to it.
func (m *Mesh) ask(c *Call, check Check, owner string) (*policy.Request, *policy.Set, error) {
	set, err := m.gather(c, check, owner)
	if err != nil {
		return nil, nil, err
	}
	request := &policy.Request{
		Principal: principalOf(c.Session.Principal), Action: check.Action, Resource: check.Resource,
		ResourceAccount: owner, Known: knownKeys,
	}
	fillGlobalKeys(&request.Context, c, owner)
	if err := m.control(c, request, set); err != nil {
		return nil, nil, err
	}
	for name, values := range check.Keys {
		request.Context.Set(name, values...)
	}
	return request, set, nil
}

// gather collects the documents that hang on the caller and on the resource.
func (m *Mesh) gather(c *Call, check Check, owner string) (*policy.Set, error) {
	docs, err := m.directory.Documents(c.Tx, c.Session.Principal)
	if err != nil {
		return nil, err
	}
	set := &policy.Set{Identity: docs.Identity, Boundary: docs.Boundary, Session: docs.Session}
	attached := check.Policy
	if attached == nil {
		if attached, err = m.attached(c, check.Resource); err != nil {
			return nil, err
		}
	}
	if attached == nil || attached.Document == "" {
		return set, nil
	}
	kind := policy.Resource
	if attached.Trust {
		kind = policy.Trust
	}
	holder := attached.ARN
	if holder == "" {
		holder = check.Resource
	}
	set.Resource, err = m.directory.Compile(policy.Source{Kind: kind, Name: attached.Name, Account: owner, ARN: holder}, attached.Document)
	return set, err
}

// attached asks the service that an ARN belongs to for the policy on the resource.
func (m *Mesh) attached(c *Call, resource string) (*ResourcePolicy, error) {
	a, err := arn.Parse(resource)
	if err != nil {
		return nil, nil
	}
	s := m.services[a.Service]
	if s == nil || s.ResourcePolicy == nil {
		return nil, nil
	}
	found, err := s.ResourcePolicy(c.Tx, resource)
	if err != nil {
		return nil, err
	}
	return &found, nil
}

func principalOf(p identity.Principal) policy.Principal {
	out := policy.Principal{Account: p.Account, ARN: p.ARN, ID: p.UniqueID}
	switch p.Kind {
	case identity.User:
		out.Kind = policy.UserPrincipal
	case identity.AssumedRole:
		out.Kind, out.IssuerARN, out.IssuerID = policy.RoleSession, p.RoleARN, p.RoleID
	case identity.Service:
		out.Kind, out.Account = policy.ServicePrincipal, ""
	case identity.WebIdentity:
		out.Kind, out.Account = policy.IdentityProvider, ""
	}
	return out
}
