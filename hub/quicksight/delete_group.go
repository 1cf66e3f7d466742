package quicksight

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/service"
)

// deleteGroup removes a group; its members lose what it was granted.
func (a *api) deleteGroup() service.Operation {
	return define("DeleteGroup", func(in *sdk.DeleteGroupInput) target {
		return groupTarget(in.AwsAccountId, in.Namespace, in.GroupName)
	}, func(c *service.Call, in *sdk.DeleteGroupInput) (*sdk.DeleteGroupOutput, error) {
		g, err := group(c.Tx, in.AwsAccountId, in.Namespace, in.GroupName)
		if err != nil {
			return nil, err
		}
		if err := hub.DeleteGroup(c.Tx, g.Account, g.Namespace, g.Name); err != nil {
			return nil, err
		}
		return &sdk.DeleteGroupOutput{Status: statusOK}, nil
	})
}
