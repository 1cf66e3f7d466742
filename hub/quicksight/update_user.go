package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/service"
)

// updateUser changes a user's e-mail address and role; the IAM principal or the password stays. Another role ends the
// user's sessions on the web.
func (a *api) updateUser() service.Operation {
	return define("UpdateUser", func(in *sdk.UpdateUserInput) target {
		return userTarget(in.AwsAccountId, in.Namespace, in.UserName)
	}, func(c *service.Call, in *sdk.UpdateUserInput) (*sdk.UpdateUserOutput, error) {
		if in.ExternalLoginFederationProviderType != nil || in.ExternalLoginId != nil || in.CustomFederationProviderUrl != nil {
			return nil, fault.New(fault.Unsupported, "External login providers are unsupported here.")
		}
		if in.CustomPermissionsName != nil || in.UnapplyCustomPermissions {
			return nil, fault.New(fault.Unsupported, "Custom permissions are unsupported here.")
		}
		role, err := roleOf(in.Role)
		if err != nil {
			return nil, err
		}
		u, err := user(c.Tx, in.AwsAccountId, in.Namespace, in.UserName)
		if err != nil {
			return nil, err
		}
		err = hub.ChangeUser(c.Tx, u.Account, u.Namespace, u.Name, func(kept *hub.User) error {
			if kept.Role != role {
				kept.SessionsFrom = c.Now
			}
			kept.Email, kept.Role = aws.ToString(in.Email), role
			u = *kept
			return nil
		})
		if err != nil {
			return nil, err
		}
		return &sdk.UpdateUserOutput{User: shownUser(u), Status: statusOK}, nil
	})
}
