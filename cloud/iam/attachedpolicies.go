package iam

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/service"
)

// mostAttached is the quota of managed policies of a user, group or role (IAM User Guide, "IAM and AWS STS quotas").
const mostAttached = 10

// attachedPolicies are the operations on managed policies that a user, group or role has.
func (s *iam) attachedPolicies() []service.Operation {
	return []service.Operation{
		changes[sdk.AttachUserPolicyInput, sdk.AttachUserPolicyOutput](s, ofUser, "AttachUserPolicy", func(in *sdk.AttachUserPolicyInput) asked {
			return asked{holder: in.UserName, policy: in.PolicyArn}
		}, "iam:PolicyARN", s.attach),
		changes[sdk.AttachGroupPolicyInput, sdk.AttachGroupPolicyOutput](s, ofGroup, "AttachGroupPolicy", func(in *sdk.AttachGroupPolicyInput) asked {
			return asked{holder: in.GroupName, policy: in.PolicyArn}
		}, "iam:PolicyARN", s.attach),
		changes[sdk.AttachRolePolicyInput, sdk.AttachRolePolicyOutput](s, ofRole, "AttachRolePolicy", func(in *sdk.AttachRolePolicyInput) asked {
			return asked{holder: in.RoleName, policy: in.PolicyArn}
		}, "iam:PolicyARN", s.attach),

		changes[sdk.DetachUserPolicyInput, sdk.DetachUserPolicyOutput](s, ofUser, "DetachUserPolicy", func(in *sdk.DetachUserPolicyInput) asked {
			return asked{holder: in.UserName, policy: in.PolicyArn}
		}, "iam:PolicyARN", detach),
		changes[sdk.DetachGroupPolicyInput, sdk.DetachGroupPolicyOutput](s, ofGroup, "DetachGroupPolicy", func(in *sdk.DetachGroupPolicyInput) asked {
			return asked{holder: in.GroupName, policy: in.PolicyArn}
		}, "iam:PolicyARN", detach),
		changes[sdk.DetachRolePolicyInput, sdk.DetachRolePolicyOutput](s, ofRole, "DetachRolePolicy", func(in *sdk.DetachRolePolicyInput) asked {
			return asked{holder: in.RoleName, policy: in.PolicyArn}
		}, "iam:PolicyARN", detach),

		reads(s, ofUser, "ListAttachedUserPolicies", func(in *sdk.ListAttachedUserPoliciesInput) asked {
			return asked{holder: in.UserName, marker: in.Marker, most: in.MaxItems, policy: in.PathPrefix}
		}, func(h *holder, a asked) (*sdk.ListAttachedUserPoliciesOutput, error) {
			shown, next, err := h.list(a)
			return &sdk.ListAttachedUserPoliciesOutput{AttachedPolicies: shown, IsTruncated: next != "", Marker: marker(next)}, err
		}),
		reads(s, ofGroup, "ListAttachedGroupPolicies", func(in *sdk.ListAttachedGroupPoliciesInput) asked {
			return asked{holder: in.GroupName, marker: in.Marker, most: in.MaxItems, policy: in.PathPrefix}
		}, func(h *holder, a asked) (*sdk.ListAttachedGroupPoliciesOutput, error) {
			shown, next, err := h.list(a)
			return &sdk.ListAttachedGroupPoliciesOutput{AttachedPolicies: shown, IsTruncated: next != "", Marker: marker(next)}, err
		}),
		reads(s, ofRole, "ListAttachedRolePolicies", func(in *sdk.ListAttachedRolePoliciesInput) asked {
			return asked{holder: in.RoleName, marker: in.Marker, most: in.MaxItems, policy: in.PathPrefix}
		}, func(h *holder, a asked) (*sdk.ListAttachedRolePoliciesOutput, error) {
			shown, next, err := h.list(a)
			return &sdk.ListAttachedRolePoliciesOutput{AttachedPolicies: shown, IsTruncated: next != "", Marker: marker(next)}, err
		}),

		changes[sdk.PutUserPermissionsBoundaryInput, sdk.PutUserPermissionsBoundaryOutput](s, ofUser, "PutUserPermissionsBoundary", func(in *sdk.PutUserPermissionsBoundaryInput) asked {
			return asked{holder: in.UserName, policy: in.PermissionsBoundary}
		}, "iam:PermissionsBoundary", s.bound),
		changes[sdk.PutRolePermissionsBoundaryInput, sdk.PutRolePermissionsBoundaryOutput](s, ofRole, "PutRolePermissionsBoundary", func(in *sdk.PutRolePermissionsBoundaryInput) asked {
			return asked{holder: in.RoleName, policy: in.PermissionsBoundary}
		}, "iam:PermissionsBoundary", s.bound),
		changes[sdk.DeleteUserPermissionsBoundaryInput, sdk.DeleteUserPermissionsBoundaryOutput](s, ofUser, "DeleteUserPermissionsBoundary", func(in *sdk.DeleteUserPermissionsBoundaryInput) asked {
			return asked{holder: in.UserName}
		}, "", unbound),
		changes[sdk.DeleteRolePermissionsBoundaryInput, sdk.DeleteRolePermissionsBoundaryOutput](s, ofRole, "DeleteRolePermissionsBoundary", func(in *sdk.DeleteRolePermissionsBoundaryInput) asked {
			return asked{holder: in.RoleName}
		}, "", unbound),
	}
}

// attachable finds a managed policy that the account can attach: one of its own, or of AWS.
func (s *iam) attachable(c *service.Call, policyARN string) (identity.ManagedPolicy, error) {
	p, err := s.directory.Managed(c.Tx, policyARN)
	if err == nil && p.Account != identity.OfAWS && p.Account != c.Account() {
		err = fault.New(fault.NotFound, "Policy %s does not exist or is not attachable.", policyARN)
	}
	return p, err
}

// attach gives somebody a managed policy. One that is attached already stays.
func (s *iam) attach(c *service.Call, h *holder, a asked) error {
	policyARN := aws.ToString(a.policy)
	if _, err := s.attachable(c, policyARN); err != nil {
		return err
	}
	if slices.Contains(*h.attached, policyARN) {
		return nil
	}
	if len(*h.attached) >= mostAttached {
		return fault.New(fault.Limit, "Cannot exceed quota for PoliciesPer%s: %d", strings.ToUpper(string(h.kind[:1]))+string(h.kind[1:]), mostAttached)
	}
	*h.attached = append(*h.attached, policyARN)
	return nil
}

func detach(_ *service.Call, h *holder, a asked) error {
	at := slices.Index(*h.attached, aws.ToString(a.policy))
	if at < 0 {
		return &types.NoSuchEntityException{Message: aws.String("Policy " + aws.ToString(a.policy) + " was not found.")}
	}
	*h.attached = slices.Delete(*h.attached, at, at+1)
	return nil
}

// bound sets the permissions boundary, in place of the one before.
func (s *iam) bound(c *service.Call, h *holder, a asked) error {
	if _, err := s.attachable(c, aws.ToString(a.policy)); err != nil {
		return err
	}
	*h.boundary = aws.ToString(a.policy)
	return nil
}

func unbound(_ *service.Call, h *holder, _ asked) error {
	if *h.boundary == "" {
		return &types.NoSuchEntityException{Message: aws.String("The " + string(h.kind) + " with name " + h.name + " has no permissions boundary.")}
	}
	*h.boundary = ""
	return nil
}

// list is a page of the managed policies below a path.
func (h *holder) list(a asked) ([]types.AttachedPolicy, string, error) {
	var below []string
	for _, policyARN := range *h.attached {
		if p, err := arn.Parse(policyARN); err == nil && strings.HasPrefix("/"+p.Name(), aws.ToString(a.policy)) {
			below = append(below, policyARN)
		}
	}
	slices.Sort(below)
	page, next, err := pageOf(below, a.marker, a.most)
	shown := []types.AttachedPolicy{}
	for _, policyARN := range page {
		p, err := arn.Parse(policyARN)
		if err != nil {
			return nil, "", err
		}
		shown = append(shown, types.AttachedPolicy{PolicyArn: aws.String(policyARN), PolicyName: aws.String(p.LastName())})
	}
	return shown, next, err
}

// showBoundary is a permissions boundary, nil for none.
func showBoundary(policyARN string) *types.AttachedPermissionsBoundary {
	if policyARN == "" {
		return nil
	}
	return &types.AttachedPermissionsBoundary{PermissionsBoundaryArn: aws.String(policyARN), PermissionsBoundaryType: types.PermissionsBoundaryAttachmentTypePolicy}
}
