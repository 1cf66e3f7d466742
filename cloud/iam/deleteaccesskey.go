package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/service"
)

// deleteAccessKey removes a user's key.
func (s *iam) deleteAccessKey() service.Operation {
	return service.Define("DeleteAccessKey", onUser(s, "iam:DeleteAccessKey", func(in *sdk.DeleteAccessKeyInput) *string { return in.UserName }),
		func(c *service.Call, in *sdk.DeleteAccessKeyInput) (*sdk.DeleteAccessKeyOutput, error) {
			name, err := userName(c, in.UserName)
			if err != nil {
				return nil, err
			}
			return &sdk.DeleteAccessKeyOutput{}, s.directory.DeleteAccessKey(c.Tx, c.Account(), name, aws.ToString(in.AccessKeyId))
		}, silent)
}
