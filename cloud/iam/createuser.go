package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/arn"
	"interlaken/identity"
	"interlaken/service"
)

// createUser makes a user without keys and permissions.
func (s *iam) createUser() service.Operation {
	return service.Define("CreateUser",
		func(c *service.Call, in *sdk.CreateUserInput) ([]service.Check, error) {
			tags, err := readTags(in.Tags)
			resource := arn.User(c.Account(), path(in.Path), aws.ToString(in.UserName))
			return createChecks("iam:CreateUser", "iam:TagUser", resource, tags, in.PermissionsBoundary), err
		},
		func(c *service.Call, in *sdk.CreateUserInput) (*sdk.CreateUserOutput, error) {
			bound, err := s.boundary(c, in.PermissionsBoundary)
			if err != nil {
				return nil, err
			}
			tags, err := readTags(in.Tags)
			if err != nil {
				return nil, err
			}
			user, err := s.directory.CreateUser(c.Tx, identity.IAMUser{
				Account: c.Account(), Name: aws.ToString(in.UserName), Path: path(in.Path), Tags: tags, Boundary: bound,
			})
			if err != nil {
				return nil, err
			}
			return &sdk.CreateUserOutput{User: showUser(user)}, nil
		})
}

func showUser(user identity.IAMUser) *types.User {
	return &types.User{
		Arn: aws.String(user.ARN()), CreateDate: aws.Time(user.Created), Path: aws.String(user.Path),
		UserId: aws.String(user.ID), UserName: aws.String(user.Name), Tags: showTags(user.Tags), PermissionsBoundary: showBoundary(user.Boundary),
	}
}
