package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/identity"
	"interlaken/service"
)

// deleteRolePolicy removes an inline policy of a role.
func (s *iam) deleteRolePolicy() service.Operation {
	return service.Define("DeleteRolePolicy", onRole(s, "iam:DeleteRolePolicy", func(in *sdk.DeleteRolePolicyInput) *string { return in.RoleName }),
		func(c *service.Call, in *sdk.DeleteRolePolicyInput) (*sdk.DeleteRolePolicyOutput, error) {
			return &sdk.DeleteRolePolicyOutput{}, s.directory.ChangeRole(c.Tx, c.Account(), aws.ToString(in.RoleName), func(role *identity.Role) error {
				held, ok := findPolicy(role.Policies, aws.ToString(in.PolicyName))
				if !ok {
					return noPolicy("role", aws.ToString(in.PolicyName))
				}
				delete(role.Policies, held)
				return nil
			})
		}, silent)
}
