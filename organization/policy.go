package organization

import (
	"slices"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/policy"
	"interlaken/store"
)

// The ids of the policies that AWS has for every organization: they allow everything.
const (
	FullAWSAccess    = "p-FullAWSAccess"
	RCPFullAWSAccess = "p-RCPFullAWSAccess"
)

// Quotas of policies (Organizations User Guide, "Quotas and service limits").
const (
	MaxSize      = 5120 // characters of a document, white space included
	MostAttached = 5    // policies of a kind on one target
)

// Policy is a control policy of an organization, or one of AWS's.
type Policy struct {
	Org         string            `json:"org"` // "" for AWS's
	ID          string            `json:"id"`  // p-…
	Kind        policy.Kind       `json:"kind"`
	Name        string            `json:"name"`
	Description string            `json:"description,omitempty"`
	Document    string            `json:"document"`
	Tags        map[string]string `json:"tags,omitempty"`
}

// AWSManaged reports whether the policy is AWS's, which nobody changes.
func (p *Policy) AWSManaged() bool { return p.Org == "" }

// typeNames are the kinds as ARNs have them.
var typeNames = map[policy.Kind]string{policy.SCP: "service_control_policy", policy.RCP: "resource_control_policy"}

// ARN is the policy's ARN.
func (p *Policy) ARN(o *Organization) string {
	if p.AWSManaged() {
		return arn.Make("organizations", "", "aws", "policy/"+typeNames[p.Kind]+"/"+p.ID)
	}
	return o.arn("policy/" + o.ID + "/" + typeNames[p.Kind] + "/" + p.ID)
}

var policies = store.Collection[Policy]{
	Table: "organization.policy", Schema: 1,
	Key: func(p *Policy) string { return store.Key(p.Org, p.ID) },
}

// fullAccess and fullResources are the documents of AWS's policies (User Guide, "SCP syntax", "RCP syntax").
const (
	fullAccess    = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
	fullResources = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`
)

// awsManaged are AWS's policies in the order of their ids.
var awsManaged = []Policy{
	{
		ID: FullAWSAccess, Kind: policy.SCP, Name: "FullAWSAccess", Description: "Allows access to every operation",
		Document: fullAccess,
	},
	{
		ID: RCPFullAWSAccess, Kind: policy.RCP, Name: "RCPFullAWSAccess", Description: "Allows access to every resource",
		Document: fullResources,
	},
}

// Policy returns a policy by id, or fault.NotFound.
func (g *Registry) Policy(r store.Reader, o *Organization, id string) (Policy, error) {
	if at := slices.IndexFunc(awsManaged, func(p Policy) bool { return p.ID == id }); at >= 0 {
		return awsManaged[at], nil
	}
	p, err := policies.Get(r, store.Key(o.ID, id))
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.NotFound, "There is no policy %s in the organization.", id)
	}
	return p, err
}

// Policies are the organization's own policies of a kind, of each where kind is "", by id.
func (g *Registry) Policies(r store.Reader, o *Organization, kind policy.Kind) ([]Policy, error) {
	all, err := collect(policies.Scan(r, store.Range{Prefix: store.Key(o.ID)}))
	return slices.DeleteFunc(all, func(p Policy) bool { return kind != "" && p.Kind != kind }), err
}

// AWSPolicies are AWS's policies of a kind.
func AWSPolicies(kind policy.Kind) []Policy {
	return slices.DeleteFunc(slices.Clone(awsManaged), func(p Policy) bool { return p.Kind != kind })
}

// CreatePolicy makes a policy that hangs nowhere. Names are unique within a kind: fault.AlreadyExists.
func (g *Registry) CreatePolicy(tx store.Tx, o *Organization, p Policy) (Policy, error) {
	p.Org, p.ID = o.ID, "p-"+g.ids.Lower(8)
	if err := g.freePolicyName(tx, o, &p); err != nil {
		return p, err
	}
	return p, policies.Create(tx, p)
}

func (g *Registry) freePolicyName(r store.Reader, o *Organization, p *Policy) error {
	all, err := g.Policies(r, o, p.Kind)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(append(all, AWSPolicies(p.Kind)...), func(other Policy) bool { return other.Name == p.Name && other.ID != p.ID }) {
		return fault.New(fault.AlreadyExists, "A policy with the same name already exists.")
	}
	return nil
}

// UpdatePolicy writes a changed policy.
func (g *Registry) UpdatePolicy(tx store.Tx, o *Organization, p Policy) error {
	if err := g.freePolicyName(tx, o, &p); err != nil {
		return err
	}
	if err := policies.Put(tx, p); err != nil {
		return err
	}
	return g.touch(tx)
}

// DeletePolicy removes a policy that hangs nowhere; else it fails with fault.Conflict.
func (g *Registry) DeletePolicy(tx store.Tx, o *Organization, id string) error {
	held, err := g.TargetsOf(tx, o, id)
	if err != nil {
		return err
	}
	if len(held) > 0 {
		return fault.New(fault.Conflict, "The policy is attached to one or more entities.")
	}
	return policies.Delete(tx, store.Key(o.ID, id))
}

// TargetsOf are what a policy hangs on, by id.
func (g *Registry) TargetsOf(r store.Reader, o *Organization, policyID string) ([]Target, error) {
	return collect(targets.ScanIndex(r, "policy", store.Range{Prefix: store.Key(o.ID, policyID)}))
}

// Attach hangs a policy on a target. It fails with fault.AlreadyExists where it hangs there, and with fault.Limit where
// there are too many.
func (g *Registry) Attach(tx store.Tx, t Target, p *Policy) error {
	attached := t.Attached(p.Kind)
	switch {
	case slices.Contains(attached, p.ID):
		return fault.New(fault.AlreadyExists, "A policy with the specified name and type already exists on the target.")
	case len(attached) >= MostAttached:
		return fault.New(fault.Limit, "You have attempted to exceed the number of policies that can be attached to an entity: %d.", MostAttached)
	}
	t.setAttached(p.Kind, append(slices.Clone(attached), p.ID))
	return g.put(tx, t)
}

// Detach takes a policy from a target. It fails with fault.NotFound where it does not hang there, and with fault.Limit where
// it is the last of the service control policies, of which everything has at least one.
func (g *Registry) Detach(tx store.Tx, t Target, p *Policy) error {
	attached := t.Attached(p.Kind)
	switch {
	case !slices.Contains(attached, p.ID):
		return fault.New(fault.NotFound, "The policy isn't attached to the specified target.")
	case len(attached) == 1 && p.Kind == policy.SCP:
		return fault.New(fault.Limit, "You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.")
	}
	t.setAttached(p.Kind, slices.DeleteFunc(slices.Clone(attached), func(id string) bool { return id == p.ID }))
	return g.put(tx, t)
}

func (g *Registry) put(tx store.Tx, t Target) error {
	if err := targets.Put(tx, t); err != nil {
		return err
	}
	return g.touch(tx)
}
