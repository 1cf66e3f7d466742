package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/service"
)

// deleteRole removes a role that has no inline policies. Its sessions end with it.
func (s *iam) deleteRole() service.Operation {
	return service.Define("DeleteRole", onRole(s, "iam:DeleteRole", func(in *sdk.DeleteRoleInput) *string { return in.RoleName }),
		func(c *service.Call, in *sdk.DeleteRoleInput) (*sdk.DeleteRoleOutput, error) {
			return &sdk.DeleteRoleOutput{}, conflict(s.directory.DeleteRole(c.Tx, c.Account(), aws.ToString(in.RoleName)))
		}, silent)
}
