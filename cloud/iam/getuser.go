package iam

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/service"
)

// getUser describes a user with its tags: the calling one, where none is named.
func (s *iam) getUser() service.Operation {
	return service.Define("GetUser", onUser(s, "iam:GetUser", func(in *sdk.GetUserInput) *string { return in.UserName }),
		func(c *service.Call, in *sdk.GetUserInput) (*sdk.GetUserOutput, error) {
			name, err := userName(c, in.UserName)
			if err != nil {
				return nil, err
			}
			user, err := s.directory.User(c.Tx, c.Account(), name)
			if err != nil {
				return nil, err
			}
			return &sdk.GetUserOutput{User: showUser(user)}, nil
		}, service.Reads)
}
