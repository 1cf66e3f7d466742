package organizations

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"interlaken/fault"
	"interlaken/organization"
	"interlaken/policy"
	"interlaken/service"
)

// policies are the operations on control policies.
func (s *organizations) policies() []service.Operation {
	return []service.Operation{
		s.createPolicy(), s.describePolicy(), s.updatePolicy(), s.deletePolicy(), s.listPolicies(), s.listTargetsForPolicy(),
	}
}

// kinds are the policy types that are offered.
var kinds = map[types.PolicyType]policy.Kind{
	types.PolicyTypeServiceControlPolicy: policy.SCP, types.PolicyTypeResourceControlPolicy: policy.RCP,
}

func typeOf(kind policy.Kind) types.PolicyType {
	if kind == policy.RCP {
		return types.PolicyTypeResourceControlPolicy
	}
	return types.PolicyTypeServiceControlPolicy
}

// kind reads a policy type.
func kind(t types.PolicyType) (policy.Kind, error) {
	k, ok := kinds[t]
	if !ok {
		return "", &types.PolicyTypeNotAvailableForOrganizationException{
			Message: aws.String("Policies of type " + string(t) + " are not offered here: only service and resource control policies are."),
		}
	}
	return k, nil
}

func showPolicy(o *organization.Organization, p *organization.Policy) types.PolicySummary {
	return types.PolicySummary{
		Arn: aws.String(p.ARN(o)), Id: aws.String(p.ID), Name: aws.String(p.Name), Description: aws.String(p.Description), Type: typeOf(p.Kind), AwsManaged: p.AWSManaged(),
	}
}

func showWhole(o *organization.Organization, p *organization.Policy) *types.Policy {
	summary := showPolicy(o, p)
	return &types.Policy{Content: aws.String(p.Document), PolicySummary: &summary}
}

// checkDocument refuses what may not be a control policy (Organizations User Guide, "SCP syntax", "RCP syntax").
func checkDocument(kind policy.Kind, text string) error {
	if utf8.RuneCountInString(text) > organization.MaxSize {
		return constraint(types.ConstraintViolationExceptionReasonPolicyContentLimitExceeded)(aws.String("You have exceeded the maximum policy size: 5120 characters."))
	}
	malformed := func(m *string) error { return &types.MalformedPolicyDocumentException{Message: m} }
	document, err := policy.Parse(kind, []byte(text))
	if err == nil {
		var compiled *policy.Policy
		if compiled, err = policy.Compile(policy.Source{Kind: kind}, document); err == nil {
			err = compiled.Validate()
		}
	}
	if err != nil {
		return as(err, policy.MalformedPolicyDocument, malformed)
	}
	if kind != policy.RCP {
		return nil
	}
	for _, statement := range document.Statement {
		if statement.Effect != policy.Deny {
			return malformed(aws.String("The Effect of a resource control policy has to be Deny: RCPFullAWSAccess is the one that allows."))
		}
		for _, action := range statement.Action {
			if prefix, _, _ := strings.Cut(strings.ToLower(action), ":"); !organization.BindsResources(prefix) {
				return malformed(aws.String("Resource control policies are not supported for the action " + action + "."))
			}
		}
	}
	return nil
}

func sameNamePolicy(m *string) error { return &types.DuplicatePolicyException{Message: m} }

func (s *organizations) createPolicy() service.Operation {
	return service.Define("CreatePolicy",
		func(c *service.Call, in *sdk.CreatePolicyInput) ([]service.Check, error) {
			return []service.Check{{Action: "organizations:CreatePolicy", Resource: "*", Keys: map[string][]string{"organizations:PolicyType": {string(in.Type)}}}}, nil
		},
		func(c *service.Call, in *sdk.CreatePolicyInput) (*sdk.CreatePolicyOutput, error) {
			o, err := s.managed(c)
			if err != nil {
				return nil, err
			}
			p := organization.Policy{Name: aws.ToString(in.Name), Description: aws.ToString(in.Description), Document: aws.ToString(in.Content)}
			if p.Kind, err = kind(in.Type); err != nil {
				return nil, err
			}
			if p.Tags, err = readTags(in.Tags); err != nil {
				return nil, err
			}
			if err := checkDocument(p.Kind, p.Document); err != nil {
				return nil, err
			}
			if p, err = s.registry.CreatePolicy(c.Tx, o, p); err != nil {
				return nil, as(err, fault.AlreadyExists, sameNamePolicy)
			}
			return &sdk.CreatePolicyOutput{Policy: showWhole(o, &p)}, nil
		})
}

// policy finds a policy by its id.
func (s *organizations) policy(c *service.Call, o *organization.Organization, id *string) (organization.Policy, error) {
	p, err := s.registry.Policy(c.Tx, o, aws.ToString(id))
	return p, as(err, fault.NotFound, noPolicy)
}

// changeable is policy for what may be changed.
func (s *organizations) changeable(c *service.Call, o *organization.Organization, id *string) (organization.Policy, error) {
	p, err := s.policy(c, o, id)
	if err == nil && p.AWSManaged() {
		err = invalid(types.InvalidInputExceptionReasonImmutablePolicy, "You cannot change or delete a policy that is managed by AWS.")
	}
	return p, err
}

func (s *organizations) describePolicy() service.Operation {
	return managing(s, "DescribePolicy", func(in *sdk.DescribePolicyInput) []*string { return []*string{in.PolicyId} },
		func(c *service.Call, o *organization.Organization, in *sdk.DescribePolicyInput) (*sdk.DescribePolicyOutput, error) {
			p, err := s.policy(c, o, in.PolicyId)
			if err != nil {
				return nil, err
			}
			return &sdk.DescribePolicyOutput{Policy: showWhole(o, &p)}, nil
		}, service.Reads)
}

func (s *organizations) updatePolicy() service.Operation {
	return managing(s, "UpdatePolicy", func(in *sdk.UpdatePolicyInput) []*string { return []*string{in.PolicyId} },
		func(c *service.Call, o *organization.Organization, in *sdk.UpdatePolicyInput) (*sdk.UpdatePolicyOutput, error) {
			p, err := s.changeable(c, o, in.PolicyId)
			if err != nil {
				return nil, err
			}
			for given, kept := range map[*string]*string{in.Name: &p.Name, in.Description: &p.Description, in.Content: &p.Document} {
				if given != nil {
					*kept = *given
				}
			}
			if err := checkDocument(p.Kind, p.Document); err != nil {
				return nil, err
			}
			if err := s.registry.UpdatePolicy(c.Tx, o, p); err != nil {
				return nil, as(err, fault.AlreadyExists, sameNamePolicy)
			}
			return &sdk.UpdatePolicyOutput{Policy: showWhole(o, &p)}, nil
		})
}

func (s *organizations) deletePolicy() service.Operation {
	return managing(s, "DeletePolicy", func(in *sdk.DeletePolicyInput) []*string { return []*string{in.PolicyId} },
		func(c *service.Call, o *organization.Organization, in *sdk.DeletePolicyInput) (*sdk.DeletePolicyOutput, error) {
			p, err := s.changeable(c, o, in.PolicyId)
			if err != nil {
				return nil, err
			}
			err = s.registry.DeletePolicy(c.Tx, o, p.ID)
			return &sdk.DeletePolicyOutput{}, as(err, fault.Conflict, func(m *string) error { return &types.PolicyInUseException{Message: m} })
		})
}

func policyID(p *organization.Policy) string { return p.ID }

func (s *organizations) listPolicies() service.Operation {
	return managing(s, "ListPolicies", nil,
		func(c *service.Call, o *organization.Organization, in *sdk.ListPoliciesInput) (*sdk.ListPoliciesOutput, error) {
			k, err := kind(in.Filter)
			if err != nil {
				return nil, err
			}
			all, err := s.registry.Policies(c.Tx, o, k)
			if err != nil {
				return nil, err
			}
			cut, next, err := page(slices.Concat(all, organization.AWSPolicies(k)), policyID, in.NextToken, in.MaxResults)
			return &sdk.ListPoliciesOutput{
				Policies: shown(cut, func(p *organization.Policy) types.PolicySummary { return showPolicy(o, p) }), NextToken: next,
			}, err
		}, service.Reads)
}

func (s *organizations) listTargetsForPolicy() service.Operation {
	return managing(s, "ListTargetsForPolicy", func(in *sdk.ListTargetsForPolicyInput) []*string { return []*string{in.PolicyId} },
		func(c *service.Call, o *organization.Organization, in *sdk.ListTargetsForPolicyInput) (*sdk.ListTargetsForPolicyOutput, error) {
			p, err := s.policy(c, o, in.PolicyId)
			if err != nil {
				return nil, err
			}
			all, err := s.registry.TargetsOf(c.Tx, o, p.ID)
			if err != nil {
				return nil, err
			}
			cut, next, err := page(all, idOf, in.NextToken, in.MaxResults)
			return &sdk.ListTargetsForPolicyOutput{Targets: shown(cut, func(t *organization.Target) types.PolicyTargetSummary {
				return types.PolicyTargetSummary{Arn: aws.String(t.ARN(o)), Name: aws.String(t.Name), TargetId: aws.String(t.ID), Type: types.TargetType(t.Kind)}
			}), NextToken: next}, err
		}, service.Reads)
}
