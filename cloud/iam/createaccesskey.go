package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/service"
)

// createAccessKey makes a key for a user, the calling one where none is named. Its secret is told this once.
func (s *iam) createAccessKey() service.Operation {
	return service.Define("CreateAccessKey", onUser(s, "iam:CreateAccessKey", func(in *sdk.CreateAccessKeyInput) *string { return in.UserName }),
		func(c *service.Call, in *sdk.CreateAccessKeyInput) (*sdk.CreateAccessKeyOutput, error) {
			name, err := userName(c, in.UserName)
			if err != nil {
				return nil, err
			}
			key, plain, err := s.directory.CreateAccessKey(c.Tx, c.Account(), name)
			if err != nil {
				return nil, err
			}
			return &sdk.CreateAccessKeyOutput{AccessKey: &types.AccessKey{
				AccessKeyId: aws.String(key.ID), SecretAccessKey: aws.String(plain.Reveal()), UserName: aws.String(key.User),
				Status: types.StatusTypeActive, CreateDate: aws.Time(key.Created),
			}}, nil
		})
}
