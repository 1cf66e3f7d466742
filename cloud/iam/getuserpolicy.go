package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/service"
)

// getUserPolicy returns an inline policy of a user as it was given.
func (s *iam) getUserPolicy() service.Operation {
	return service.Define("GetUserPolicy", onUser(s, "iam:GetUserPolicy", func(in *sdk.GetUserPolicyInput) *string { return in.UserName }),
		func(c *service.Call, in *sdk.GetUserPolicyInput) (*sdk.GetUserPolicyOutput, error) {
			user, err := s.directory.User(c.Tx, c.Account(), aws.ToString(in.UserName))
			if err != nil {
				return nil, err
			}
			held, ok := findPolicy(user.Policies, aws.ToString(in.PolicyName))
			if !ok {
				return nil, noPolicy("user", aws.ToString(in.PolicyName))
			}
			return &sdk.GetUserPolicyOutput{
				UserName: aws.String(user.Name), PolicyName: aws.String(held), PolicyDocument: aws.String(user.Policies[held]),
			}, nil
		}, service.Reads)
}
