package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/arn"
	"interlaken/service"
)

// updateUser gives a user another name or path. Who may do that is asked about both names (API reference, UpdateUser).
func (s *iam) updateUser() service.Operation {
	old := onUser(s, "iam:UpdateUser", func(in *sdk.UpdateUserInput) *string { return in.UserName })
	return service.Define("UpdateUser",
		func(c *service.Call, in *sdk.UpdateUserInput) ([]service.Check, error) {
			checks, err := old(c, in)
			if err != nil {
				return nil, err
			}
			name := aws.ToString(in.UserName)
			if in.NewUserName != nil {
				name = *in.NewUserName
			}
			return append(checks, service.Check{Action: "iam:UpdateUser", Resource: arn.User(c.Account(), path(in.NewPath), name)}), nil
		},
		func(c *service.Call, in *sdk.UpdateUserInput) (*sdk.UpdateUserOutput, error) {
			u, err := s.directory.User(c.Tx, c.Account(), aws.ToString(in.UserName))
			if err != nil {
				return nil, err
			}
			name, newPath := u.Name, u.Path
			if in.NewUserName != nil {
				name = *in.NewUserName
			}
			if in.NewPath != nil {
				newPath = *in.NewPath
			}
			return &sdk.UpdateUserOutput{}, s.directory.RenameUser(c.Tx, c.Account(), u.Name, name, newPath)
		}, silent)
}
