package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/service"
)

// deleteUser removes a user who has neither keys nor inline policies.
func (s *iam) deleteUser() service.Operation {
	return service.Define("DeleteUser", onUser(s, "iam:DeleteUser", func(in *sdk.DeleteUserInput) *string { return in.UserName }),
		func(c *service.Call, in *sdk.DeleteUserInput) (*sdk.DeleteUserOutput, error) {
			return &sdk.DeleteUserOutput{}, conflict(s.directory.DeleteUser(c.Tx, c.Account(), aws.ToString(in.UserName)))
		}, silent)
}
