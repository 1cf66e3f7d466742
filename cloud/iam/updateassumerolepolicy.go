package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/identity"
	"interlaken/service"
)

// updateAssumeRolePolicy replaces a role's trust policy. Sessions that exist stay.
func (s *iam) updateAssumeRolePolicy() service.Operation {
	return service.Define("UpdateAssumeRolePolicy",
		onRole(s, "iam:UpdateAssumeRolePolicy", func(in *sdk.UpdateAssumeRolePolicyInput) *string { return in.RoleName }),
		func(c *service.Call, in *sdk.UpdateAssumeRolePolicyInput) (*sdk.UpdateAssumeRolePolicyOutput, error) {
			return &sdk.UpdateAssumeRolePolicyOutput{}, s.directory.ChangeRole(c.Tx, c.Account(), aws.ToString(in.RoleName), func(role *identity.Role) (err error) {
				role.Trust, err = s.readTrust(c.Tx, aws.ToString(in.PolicyDocument))
				return err
			})
		}, silent)
}
