package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/service"
)

// listUserPolicies pages through the names of a user's inline policies.
func (s *iam) listUserPolicies() service.Operation {
	return service.Define("ListUserPolicies", onUser(s, "iam:ListUserPolicies", func(in *sdk.ListUserPoliciesInput) *string { return in.UserName }),
		func(c *service.Call, in *sdk.ListUserPoliciesInput) (*sdk.ListUserPoliciesOutput, error) {
			user, err := s.directory.User(c.Tx, c.Account(), aws.ToString(in.UserName))
			if err != nil {
				return nil, err
			}
			names, next, err := pageOf(policyNames(user.Policies), in.Marker, in.MaxItems)
			if err != nil {
				return nil, err
			}
			return &sdk.ListUserPoliciesOutput{
				PolicyNames: append([]string{}, names...), IsTruncated: next != "", Marker: marker(next),
			}, nil
		}, service.Reads)
}
