package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/identity"
	"interlaken/service"
)

// deleteUserPolicy removes an inline policy of a user.
func (s *iam) deleteUserPolicy() service.Operation {
	return service.Define("DeleteUserPolicy", onUser(s, "iam:DeleteUserPolicy", func(in *sdk.DeleteUserPolicyInput) *string { return in.UserName }),
		func(c *service.Call, in *sdk.DeleteUserPolicyInput) (*sdk.DeleteUserPolicyOutput, error) {
			return &sdk.DeleteUserPolicyOutput{}, s.directory.ChangeUser(c.Tx, c.Account(), aws.ToString(in.UserName), func(user *identity.IAMUser) error {
				held, ok := findPolicy(user.Policies, aws.ToString(in.PolicyName))
				if !ok {
					return noPolicy("user", aws.ToString(in.PolicyName))
				}
				delete(user.Policies, held)
				return nil
			})
		}, silent)
}
