package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/identity"
	"interlaken/service"
)

// updateRole changes a role's description and longest session. A duration that is left out goes back to an hour (API
// reference, UpdateRole, MaxSessionDuration); a description that is left out stays.
func (s *iam) updateRole() service.Operation {
	return service.Define("UpdateRole", onRole(s, "iam:UpdateRole", func(in *sdk.UpdateRoleInput) *string { return in.RoleName }),
		func(c *service.Call, in *sdk.UpdateRoleInput) (*sdk.UpdateRoleOutput, error) {
			return &sdk.UpdateRoleOutput{}, s.directory.ChangeRole(c.Tx, c.Account(), aws.ToString(in.RoleName), func(role *identity.Role) error {
				role.MaxSession = maxSession(in.MaxSessionDuration)
				if in.Description != nil {
					role.Description = *in.Description
				}
				return nil
			})
		}, silent)
}
