package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/service"
)

// getRolePolicy returns an inline policy of a role as it was given.
func (s *iam) getRolePolicy() service.Operation {
	return service.Define("GetRolePolicy", onRole(s, "iam:GetRolePolicy", func(in *sdk.GetRolePolicyInput) *string { return in.RoleName }),
		func(c *service.Call, in *sdk.GetRolePolicyInput) (*sdk.GetRolePolicyOutput, error) {
			role, err := s.directory.Role(c.Tx, c.Account(), aws.ToString(in.RoleName))
			if err != nil {
				return nil, err
			}
			held, ok := findPolicy(role.Policies, aws.ToString(in.PolicyName))
			if !ok {
				return nil, noPolicy("role", aws.ToString(in.PolicyName))
			}
			return &sdk.GetRolePolicyOutput{
				RoleName: aws.String(role.Name), PolicyName: aws.String(held), PolicyDocument: aws.String(role.Policies[held]),
			}, nil
		}, service.Reads)
}
