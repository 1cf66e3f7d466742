package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/fault"
	"interlaken/service"
)

// updateAccessKey makes a user's key active or inactive.
func (s *iam) updateAccessKey() service.Operation {
	return service.Define("UpdateAccessKey", onUser(s, "iam:UpdateAccessKey", func(in *sdk.UpdateAccessKeyInput) *string { return in.UserName }),
		func(c *service.Call, in *sdk.UpdateAccessKeyInput) (*sdk.UpdateAccessKeyOutput, error) {
			name, err := userName(c, in.UserName)
			if err != nil {
				return nil, err
			}
			if in.Status != types.StatusTypeActive && in.Status != types.StatusTypeInactive {
				return nil, fault.New(fault.Validation, "A key can be made Active or Inactive, not %s.", in.Status)
			}
			return &sdk.UpdateAccessKeyOutput{}, s.directory.ChangeAccessKey(c.Tx, c.Account(), name, aws.ToString(in.AccessKeyId), in.Status == types.StatusTypeActive)
		}, silent)
}
