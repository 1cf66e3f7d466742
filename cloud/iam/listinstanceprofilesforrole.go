package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/service"
)

// listInstanceProfilesForRole lists the instance profiles that a role is in. There are none here, so the list of a
// role that exists is empty; clients ask before they delete a role.
func (s *iam) listInstanceProfilesForRole() service.Operation {
	return service.Define("ListInstanceProfilesForRole",
		onRole(s, "iam:ListInstanceProfilesForRole", func(in *sdk.ListInstanceProfilesForRoleInput) *string { return in.RoleName }),
		func(c *service.Call, in *sdk.ListInstanceProfilesForRoleInput) (*sdk.ListInstanceProfilesForRoleOutput, error) {
			if _, err := s.directory.Role(c.Tx, c.Account(), aws.ToString(in.RoleName)); err != nil {
				return nil, err
			}
			return &sdk.ListInstanceProfilesForRoleOutput{InstanceProfiles: []types.InstanceProfile{}}, nil
		}, service.Reads)
}
