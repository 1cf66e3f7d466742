package organization

import (
	"interlaken/fault"
	"interlaken/policy"
	"interlaken/store"
)

// Controls are what binds an account. The zero value is an account in no organization.
type Controls struct {
	Organization string // o-…, "" for none
	Path         string // o-…/r-…/ou-…/
	Management   bool   // the account manages the organization
	// SCPs and RCPs are a list for each level from the root to the account; nil where the kind does not count.
	SCPs, RCPs [][]*policy.Policy
}

// mostGathered bounds the accounts of which Controls are kept.
const mostGathered = 4096

// Controls gathers what binds an account as it is in a transaction. What it returns is shared: it is not changed.
func (g *Registry) Controls(r store.Reader, account string) (*Controls, error) {
	now, err := revisions.Get(r, "organizations")
	if fault.Is(err, fault.NotFound) {
		return &Controls{}, nil
	}
	if err != nil {
		return nil, err
	}
	g.mu.Lock()
	known := g.gathered[account]
	if g.revision != now.Word {
		known = nil
	}
	g.mu.Unlock()
	if known != nil {
		return known, nil
	}
	found, err := g.gather(r, account)
	if err != nil {
		return nil, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.revision != now.Word || len(g.gathered) >= mostGathered {
		g.revision, g.gathered = now.Word, map[string]*Controls{}
	}
	g.gathered[account] = found
	return found, nil
}

func (g *Registry) gather(r store.Reader, account string) (*Controls, error) {
	member, err := g.member(r, account)
	if fault.Is(err, fault.NotFound) {
		return &Controls{}, nil
	}
	if err != nil {
		return nil, err
	}
	o, err := organizations.Get(r, store.Key(member.Org))
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The organization of account %s cannot be read.", account)
	}
	way, err := g.Way(r, &o, member)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The units above account %s cannot be read.", account)
	}
	c := &Controls{Organization: o.ID, Path: Path(&o, way), Management: o.Management == account}
	if c.SCPs, err = g.levels(r, &o, way, policy.SCP); err != nil {
		return nil, err
	}
	c.RCPs, err = g.levels(r, &o, way, policy.RCP)
	return c, err
}

// ofAWS are AWS's policies, compiled.
var ofAWS = map[string]*policy.Policy{FullAWSAccess: policy.FullAWSAccess, RCPFullAWSAccess: policy.RCPFullAWSAccess}

// levels compiles the policies of a kind on each step of a way. That one which is attached is gone is an error: a document
// left out might have denied.
func (g *Registry) levels(r store.Reader, o *Organization, way []Target, kind policy.Kind) ([][]*policy.Policy, error) {
	if !o.Enables(kind) {
		return nil, nil
	}
	levels := make([][]*policy.Policy, len(way))
	for i := range way {
		for _, id := range way[i].Attached(kind) {
			p, err := g.Policy(r, o, id)
			if err != nil {
				return nil, fault.Wrap(err, fault.Internal, "A policy that is attached cannot be read.")
			}
			compiled := ofAWS[p.ID]
			if compiled == nil {
				compiled, err = policy.Load(policy.Source{Kind: kind, Name: p.Name, Account: o.Management, ARN: p.ARN(o)}, []byte(p.Document))
			}
			if err != nil {
				return nil, fault.Wrap(err, fault.Internal, "A stored policy cannot be read.")
			}
			levels[i] = append(levels[i], compiled)
		}
	}
	return levels, nil
}

// rcpServices are the services of which resource control policies bind the resources (Organizations User Guide, "Resource
// control policies (RCPs)", list of services).
var rcpServices = map[string]bool{
	"s3": true, "sts": true, "kms": true, "sqs": true, "secretsmanager": true, "ecr": true, "aoss": true, "cognito-idp": true,
	"cognito-identity": true, "dynamodb": true, "logs": true,
}

// BindsResources reports whether resource control policies bind the resources of an IAM service prefix, such as s3.
func BindsResources(service string) bool { return rcpServices[service] }
