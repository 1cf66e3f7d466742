package organizations

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/organization"
	"interlaken/policy"
	"interlaken/service"
)

// naming says which things of an organization an operation is about, by their ids; nil: none, so "*".
type naming[In any] func(*In) []*string

// on is the check of an operation on each thing that it names (Service Authorization Reference, AWS Organizations). A caller
// in no organization is asked about "*": there is nothing that could be named.
func on[In any](s *organizations, operation string, names naming[In]) func(*service.Call, *In) ([]service.Check, error) {
	return func(c *service.Call, in *In) ([]service.Check, error) {
		everything := []service.Check{{Action: "organizations:" + operation, Resource: "*"}}
		if names == nil {
			return everything, nil
		}
		o, err := s.registry.Of(c.Tx, c.Account())
		if fault.Is(err, fault.NotFound) {
			return everything, nil
		}
		if err != nil {
			return nil, err
		}
		var checks []service.Check
		for _, id := range names(in) {
			check := service.Check{Action: "organizations:" + operation, Account: c.Account()}
			if check.Resource, check.Keys, err = s.named(c, &o, aws.ToString(id)); err != nil {
				return nil, err
			}
			checks = append(checks, check)
		}
		return checks, nil
	}
}

// named is the ARN of a thing of an organization, and the condition keys that it makes. What does not exist has an ARN too.
func (s *organizations) named(c *service.Call, o *organization.Organization, id string) (resource string, keys map[string][]string, err error) {
	if strings.HasPrefix(id, "p-") {
		p, err := s.registry.Policy(c.Tx, o, id)
		if fault.Is(err, fault.NotFound) {
			p, err = organization.Policy{Org: o.ID, ID: id, Kind: policy.SCP}, nil
		}
		keys = tagKeys(p.Tags)
		keys["organizations:PolicyType"] = []string{string(typeOf(p.Kind))}
		return p.ARN(o), keys, err
	}
	t, err := s.registry.Target(c.Tx, o, id)
	if fault.Is(err, fault.NotFound) {
		t, err = organization.Target{ID: id, Kind: kindOf(id)}, nil
	}
	return t.ARN(o), tagKeys(t.Tags), err
}

func kindOf(id string) organization.TargetKind {
	switch {
	case arn.IsAccount(id):
		return organization.Account
	case strings.HasPrefix(id, "r-"):
		return organization.Root
	}
	return organization.Unit
}

func tagKeys(tags map[string]string) map[string][]string {
	keys := make(map[string][]string, len(tags))
	for key, value := range tags {
		keys["aws:ResourceTag/"+key] = []string{value}
	}
	return keys
}
