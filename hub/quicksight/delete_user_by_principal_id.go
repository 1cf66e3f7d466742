package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

// deleteUserByPrincipalID removes the user whose PrincipalId it is, as deleteUser does.
func (a *api) deleteUserByPrincipalID() service.Operation {
	return define("DeleteUserByPrincipalId", func(in *sdk.DeleteUserByPrincipalIdInput) target {
		return userTarget(in.AwsAccountId, in.Namespace, in.PrincipalId)
	}, func(c *service.Call, in *sdk.DeleteUserByPrincipalIdInput) (*sdk.DeleteUserByPrincipalIdOutput, error) {
		if err := inDefault(in.Namespace); err != nil {
			return nil, err
		}
		u, err := hub.UserByPrincipalID(c.Tx, c.Account(), *in.Namespace, aws.ToString(in.PrincipalId))
		if err != nil {
			return nil, typed(err, types.ExceptionResourceTypeUser)
		}
		if err := hub.DeleteUser(c.Tx, u.Account, u.Namespace, u.Name); err != nil {
			return nil, err
		}
		return &sdk.DeleteUserByPrincipalIdOutput{Status: statusOK}, nil
	})
}
