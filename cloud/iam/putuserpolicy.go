package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/identity"
	"interlaken/service"
)

// putUserPolicy writes an inline policy of a user, in place of one of the same name.
func (s *iam) putUserPolicy() service.Operation {
	return service.Define("PutUserPolicy", onUser(s, "iam:PutUserPolicy", func(in *sdk.PutUserPolicyInput) *string { return in.UserName }),
		func(c *service.Call, in *sdk.PutUserPolicyInput) (*sdk.PutUserPolicyOutput, error) {
			document := aws.ToString(in.PolicyDocument)
			if err := checkPolicy(document); err != nil {
				return nil, err
			}
			return &sdk.PutUserPolicyOutput{}, s.directory.ChangeUser(c.Tx, c.Account(), aws.ToString(in.UserName), func(user *identity.IAMUser) error {
				return putPolicy(&user.Policies, "user", user.Name, aws.ToString(in.PolicyName), document, maxUserPolicies)
			})
		}, silent)
}
