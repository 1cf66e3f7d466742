package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/service"
)

// listRolePolicies pages through the names of a role's inline policies.
func (s *iam) listRolePolicies() service.Operation {
	return service.Define("ListRolePolicies", onRole(s, "iam:ListRolePolicies", func(in *sdk.ListRolePoliciesInput) *string { return in.RoleName }),
		func(c *service.Call, in *sdk.ListRolePoliciesInput) (*sdk.ListRolePoliciesOutput, error) {
			role, err := s.directory.Role(c.Tx, c.Account(), aws.ToString(in.RoleName))
			if err != nil {
				return nil, err
			}
			names, next, err := pageOf(policyNames(role.Policies), in.Marker, in.MaxItems)
			if err != nil {
				return nil, err
			}
			return &sdk.ListRolePoliciesOutput{
				PolicyNames: append([]string{}, names...), IsTruncated: next != "", Marker: marker(next),
			}, nil
		}, service.Reads)
}
