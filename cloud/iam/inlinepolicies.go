package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/service"
)

// inlinePolicies are the operations on policies that stand in a user, group or role.
func (s *iam) inlinePolicies() []service.Operation {
	return []service.Operation{
		changes[sdk.PutUserPolicyInput, sdk.PutUserPolicyOutput](s, ofUser, "PutUserPolicy", func(in *sdk.PutUserPolicyInput) asked {
			return asked{holder: in.UserName, policy: in.PolicyName, document: in.PolicyDocument}
		}, "", put),
		changes[sdk.PutGroupPolicyInput, sdk.PutGroupPolicyOutput](s, ofGroup, "PutGroupPolicy", func(in *sdk.PutGroupPolicyInput) asked {
			return asked{holder: in.GroupName, policy: in.PolicyName, document: in.PolicyDocument}
		}, "", put),
		changes[sdk.PutRolePolicyInput, sdk.PutRolePolicyOutput](s, ofRole, "PutRolePolicy", func(in *sdk.PutRolePolicyInput) asked {
			return asked{holder: in.RoleName, policy: in.PolicyName, document: in.PolicyDocument}
		}, "", put),

		reads(s, ofUser, "GetUserPolicy", func(in *sdk.GetUserPolicyInput) asked { return asked{holder: in.UserName, policy: in.PolicyName} },
			func(h *holder, a asked) (*sdk.GetUserPolicyOutput, error) {
				name, document, err := h.inline(a)
				return &sdk.GetUserPolicyOutput{UserName: &h.name, PolicyName: &name, PolicyDocument: &document}, err
			}),
		reads(s, ofGroup, "GetGroupPolicy", func(in *sdk.GetGroupPolicyInput) asked { return asked{holder: in.GroupName, policy: in.PolicyName} },
			func(h *holder, a asked) (*sdk.GetGroupPolicyOutput, error) {
				name, document, err := h.inline(a)
				return &sdk.GetGroupPolicyOutput{GroupName: &h.name, PolicyName: &name, PolicyDocument: &document}, err
			}),
		reads(s, ofRole, "GetRolePolicy", func(in *sdk.GetRolePolicyInput) asked { return asked{holder: in.RoleName, policy: in.PolicyName} },
			func(h *holder, a asked) (*sdk.GetRolePolicyOutput, error) {
				name, document, err := h.inline(a)
				return &sdk.GetRolePolicyOutput{RoleName: &h.name, PolicyName: &name, PolicyDocument: &document}, err
			}),

		reads(s, ofUser, "ListUserPolicies", func(in *sdk.ListUserPoliciesInput) asked {
			return asked{holder: in.UserName, marker: in.Marker, most: in.MaxItems}
		}, func(h *holder, a asked) (*sdk.ListUserPoliciesOutput, error) {
			names, next, err := pageOf(policyNames(*h.policies), a.marker, a.most)
			return &sdk.ListUserPoliciesOutput{PolicyNames: append([]string{}, names...), IsTruncated: next != "", Marker: marker(next)}, err
		}),
		reads(s, ofGroup, "ListGroupPolicies", func(in *sdk.ListGroupPoliciesInput) asked {
			return asked{holder: in.GroupName, marker: in.Marker, most: in.MaxItems}
		}, func(h *holder, a asked) (*sdk.ListGroupPoliciesOutput, error) {
			names, next, err := pageOf(policyNames(*h.policies), a.marker, a.most)
			return &sdk.ListGroupPoliciesOutput{PolicyNames: append([]string{}, names...), IsTruncated: next != "", Marker: marker(next)}, err
		}),
		reads(s, ofRole, "ListRolePolicies", func(in *sdk.ListRolePoliciesInput) asked {
			return asked{holder: in.RoleName, marker: in.Marker, most: in.MaxItems}
		}, func(h *holder, a asked) (*sdk.ListRolePoliciesOutput, error) {
			names, next, err := pageOf(policyNames(*h.policies), a.marker, a.most)
			return &sdk.ListRolePoliciesOutput{PolicyNames: append([]string{}, names...), IsTruncated: next != "", Marker: marker(next)}, err
		}),

		changes[sdk.DeleteUserPolicyInput, sdk.DeleteUserPolicyOutput](s, ofUser, "DeleteUserPolicy", func(in *sdk.DeleteUserPolicyInput) asked {
			return asked{holder: in.UserName, policy: in.PolicyName}
		}, "", remove),
		changes[sdk.DeleteGroupPolicyInput, sdk.DeleteGroupPolicyOutput](s, ofGroup, "DeleteGroupPolicy", func(in *sdk.DeleteGroupPolicyInput) asked {
			return asked{holder: in.GroupName, policy: in.PolicyName}
		}, "", remove),
		changes[sdk.DeleteRolePolicyInput, sdk.DeleteRolePolicyOutput](s, ofRole, "DeleteRolePolicy", func(in *sdk.DeleteRolePolicyInput) asked {
			return asked{holder: in.RoleName, policy: in.PolicyName}
		}, "", remove),
	}
}

// put writes an inline policy, in place of one of the same name.
func put(_ *service.Call, h *holder, a asked) error {
	document := aws.ToString(a.document)
	if err := checkPolicy(document); err != nil {
		return err
	}
	return putPolicy(h.policies, string(h.kind), h.name, aws.ToString(a.policy), document, inlineQuotas[h.kind])
}

// remove removes an inline policy.
func remove(_ *service.Call, h *holder, a asked) error {
	name, _, err := h.inline(a)
	if err == nil {
		delete(*h.policies, name)
	}
	return err
}

// inline is an inline policy, with its name as it was given.
func (h *holder) inline(a asked) (name, document string, err error) {
	name, ok := findPolicy(*h.policies, aws.ToString(a.policy))
	if !ok {
		return "", "", noPolicy(string(h.kind), aws.ToString(a.policy))
	}
	return name, (*h.policies)[name], nil
}
