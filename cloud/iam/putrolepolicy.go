package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/identity"
	"interlaken/service"
)

// putRolePolicy writes an inline policy of a role, in place of one of the same name.
func (s *iam) putRolePolicy() service.Operation {
	return service.Define("PutRolePolicy", onRole(s, "iam:PutRolePolicy", func(in *sdk.PutRolePolicyInput) *string { return in.RoleName }),
		func(c *service.Call, in *sdk.PutRolePolicyInput) (*sdk.PutRolePolicyOutput, error) {
			document := aws.ToString(in.PolicyDocument)
			if err := checkPolicy(document); err != nil {
				return nil, err
			}
			return &sdk.PutRolePolicyOutput{}, s.directory.ChangeRole(c.Tx, c.Account(), aws.ToString(in.RoleName), func(role *identity.Role) error {
				return putPolicy(&role.Policies, "role", role.Name, aws.ToString(in.PolicyName), document, maxRolePolicies)
			})
		}, silent)
}
