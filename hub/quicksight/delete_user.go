package quicksight

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/service"
)

// deleteUser removes a user with its memberships and permissions; the IAM principal stays and is nobody here any more.
func (a *api) deleteUser() service.Operation {
	return define("DeleteUser", func(in *sdk.DeleteUserInput) target {
		return userTarget(in.AwsAccountId, in.Namespace, in.UserName)
	}, func(c *service.Call, in *sdk.DeleteUserInput) (*sdk.DeleteUserOutput, error) {
		u, err := user(c.Tx, in.AwsAccountId, in.Namespace, in.UserName)
		if err != nil {
			return nil, err
		}
		if err := hub.DeleteUser(c.Tx, u.Account, u.Namespace, u.Name); err != nil {
			return nil, err
		}
		return &sdk.DeleteUserOutput{Status: statusOK}, nil
	})
}
