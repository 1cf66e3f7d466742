package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/identity"
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
			u, err := s.directory.User(c.Tx, c.Account(), aws.ToString(in.UserName))
			if fault.Is(err, fault.NotFound) {
				u, err = identity.IAMUser{Name: aws.ToString(in.UserName), Path: "/"}, nil
			}
			name, newPath := renamed(u.Name, u.Path, in.NewUserName, in.NewPath)
			return append(checks, service.Check{Action: "iam:UpdateUser", Resource: arn.User(c.Account(), newPath, name)}), err
		},
		func(c *service.Call, in *sdk.UpdateUserInput) (*sdk.UpdateUserOutput, error) {
			u, err := s.directory.User(c.Tx, c.Account(), aws.ToString(in.UserName))
			if err != nil {
				return nil, err
			}
			name, newPath := renamed(u.Name, u.Path, in.NewUserName, in.NewPath)
			return &sdk.UpdateUserOutput{}, s.directory.RenameUser(c.Tx, c.Account(), u.Name, name, newPath)
		}, silent)
}

// renamed is a name and a path with what a request changes of them.
func renamed(name, path string, newName, newPath *string) (string, string) {
	if newName != nil {
		name = *newName
	}
	if newPath != nil {
		path = *newPath
	}
	return name, path
}
