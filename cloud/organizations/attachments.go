package organizations

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"interlaken/fault"
	"interlaken/organization"
	"interlaken/policy"
	"interlaken/service"
)

// attachments are the operations that say which policies count, and where.
func (s *organizations) attachments() []service.Operation {
	return []service.Operation{s.attachPolicy(), s.detachPolicy(), s.listPoliciesForTarget(), s.enablePolicyType(), s.disablePolicyType()}
}

// both finds the policy and the target of a request.
func (s *organizations) both(c *service.Call, o *organization.Organization, policyID, targetID *string) (p organization.Policy, t organization.Target, err error) {
	if p, err = s.policy(c, o, policyID); err != nil {
		return p, t, err
	}
	if t, err = s.target(c, o, targetID, noTarget); err != nil {
		return p, t, err
	}
	if !o.Enables(p.Kind) {
		err = &types.PolicyTypeNotEnabledException{Message: aws.String("This operation can be performed only for enabled policy types.")}
	}
	return p, t, err
}

func (s *organizations) attachPolicy() service.Operation {
	return managing(s, "AttachPolicy", func(in *sdk.AttachPolicyInput) []*string { return []*string{in.PolicyId, in.TargetId} },
		func(c *service.Call, o *organization.Organization, in *sdk.AttachPolicyInput) (*sdk.AttachPolicyOutput, error) {
			p, t, err := s.both(c, o, in.PolicyId, in.TargetId)
			if err != nil {
				return nil, err
			}
			err = s.registry.Attach(c.Tx, t, &p)
			err = as(err, fault.AlreadyExists, func(m *string) error { return &types.DuplicatePolicyAttachmentException{Message: m} })
			return &sdk.AttachPolicyOutput{}, as(err, fault.Limit, constraint(types.ConstraintViolationExceptionReasonMaxPolicyTypeAttachmentLimitExceeded))
		})
}

func (s *organizations) detachPolicy() service.Operation {
	return managing(s, "DetachPolicy", func(in *sdk.DetachPolicyInput) []*string { return []*string{in.PolicyId, in.TargetId} },
		func(c *service.Call, o *organization.Organization, in *sdk.DetachPolicyInput) (*sdk.DetachPolicyOutput, error) {
			p, t, err := s.both(c, o, in.PolicyId, in.TargetId)
			if err != nil {
				return nil, err
			}
			if p.ID == organization.RCPFullAWSAccess {
				return nil, invalid(types.InvalidInputExceptionReasonNonDetachablePolicy, "The policy RCPFullAWSAccess cannot be detached.")
			}
			err = s.registry.Detach(c.Tx, t, &p)
			err = as(err, fault.NotFound, func(m *string) error { return &types.PolicyNotAttachedException{Message: m} })
			return &sdk.DetachPolicyOutput{}, as(err, fault.Limit, constraint(types.ConstraintViolationExceptionReasonMinPolicyTypeAttachmentLimitExceeded))
		})
}

func (s *organizations) listPoliciesForTarget() service.Operation {
	return managing(s, "ListPoliciesForTarget", func(in *sdk.ListPoliciesForTargetInput) []*string { return []*string{in.TargetId} },
		func(c *service.Call, o *organization.Organization, in *sdk.ListPoliciesForTargetInput) (*sdk.ListPoliciesForTargetOutput, error) {
			k, err := kind(in.Filter)
			if err != nil {
				return nil, err
			}
			t, err := s.target(c, o, in.TargetId, noTarget)
			if err != nil {
				return nil, err
			}
			var all []organization.Policy
			for _, id := range t.Attached(k) {
				p, err := s.registry.Policy(c.Tx, o, id)
				if err != nil {
					return nil, err
				}
				all = append(all, p)
			}
			cut, next, err := page(all, policyID, in.NextToken, in.MaxResults)
			return &sdk.ListPoliciesForTargetOutput{
				Policies: shown(cut, func(p *organization.Policy) types.PolicySummary { return showPolicy(o, p) }), NextToken: next,
			}, err
		}, service.Reads)
}

// typeAt reads the root and the policy type of a request.
func (s *organizations) typeAt(c *service.Call, o *organization.Organization, root *string, t types.PolicyType) (organization.Target, policy.Kind, error) {
	k, err := kind(t)
	if err != nil {
		return organization.Target{}, "", err
	}
	at, err := s.target(c, o, root, noRoot, organization.Root)
	return at, k, err
}

func (s *organizations) enablePolicyType() service.Operation {
	return managing(s, "EnablePolicyType", func(in *sdk.EnablePolicyTypeInput) []*string { return []*string{in.RootId} },
		func(c *service.Call, o *organization.Organization, in *sdk.EnablePolicyTypeInput) (*sdk.EnablePolicyTypeOutput, error) {
			root, k, err := s.typeAt(c, o, in.RootId, in.PolicyType)
			if err != nil {
				return nil, err
			}
			if o.Enables(k) {
				return nil, &types.PolicyTypeAlreadyEnabledException{Message: aws.String("The specified policy type is already enabled.")}
			}
			err = s.registry.Enable(c.Tx, o, k)
			return &sdk.EnablePolicyTypeOutput{Root: showRoot(o, &root)}, err
		})
}

func (s *organizations) disablePolicyType() service.Operation {
	return managing(s, "DisablePolicyType", func(in *sdk.DisablePolicyTypeInput) []*string { return []*string{in.RootId} },
		func(c *service.Call, o *organization.Organization, in *sdk.DisablePolicyTypeInput) (*sdk.DisablePolicyTypeOutput, error) {
			root, k, err := s.typeAt(c, o, in.RootId, in.PolicyType)
			if err != nil {
				return nil, err
			}
			if !o.Enables(k) {
				return nil, &types.PolicyTypeNotEnabledException{Message: aws.String("The specified policy type isn't currently enabled in this root.")}
			}
			err = s.registry.Disable(c.Tx, o, k)
			return &sdk.DisablePolicyTypeOutput{Root: showRoot(o, &root)}, err
		})
}
