package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/service"
)

// listAccessKeys lists a user's keys, those of the calling one where none is named. A user has two at most, so there
// is one page.
func (s *iam) listAccessKeys() service.Operation {
	return service.Define("ListAccessKeys", onUser(s, "iam:ListAccessKeys", func(in *sdk.ListAccessKeysInput) *string { return in.UserName }),
		func(c *service.Call, in *sdk.ListAccessKeysInput) (*sdk.ListAccessKeysOutput, error) {
			name, err := userName(c, in.UserName)
			if err != nil {
				return nil, err
			}
			if _, err := s.directory.User(c.Tx, c.Account(), name); err != nil {
				return nil, err
			}
			keys, err := s.directory.AccessKeys(c.Tx, c.Account(), name)
			if err != nil {
				return nil, err
			}
			out := &sdk.ListAccessKeysOutput{AccessKeyMetadata: []types.AccessKeyMetadata{}}
			for _, key := range keys {
				status := types.StatusTypeInactive
				if key.Active {
					status = types.StatusTypeActive
				}
				out.AccessKeyMetadata = append(out.AccessKeyMetadata, types.AccessKeyMetadata{
					AccessKeyId: aws.String(key.ID), UserName: aws.String(key.User), Status: status, CreateDate: aws.Time(key.Created),
				})
			}
			return out, nil
		}, service.Reads)
}
