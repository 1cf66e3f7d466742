package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/service"
)

// listAttachedRolePolicies lists the managed policies of a role. There are none here, so the list of a role that
// exists is empty; clients ask before they delete a role.
func (s *iam) listAttachedRolePolicies() service.Operation {
	return service.Define("ListAttachedRolePolicies",
		onRole(s, "iam:ListAttachedRolePolicies", func(in *sdk.ListAttachedRolePoliciesInput) *string { return in.RoleName }),
		func(c *service.Call, in *sdk.ListAttachedRolePoliciesInput) (*sdk.ListAttachedRolePoliciesOutput, error) {
			if _, err := s.directory.Role(c.Tx, c.Account(), aws.ToString(in.RoleName)); err != nil {
				return nil, err
			}
			return &sdk.ListAttachedRolePoliciesOutput{AttachedPolicies: []types.AttachedPolicy{}}, nil
		}, service.Reads)
}
