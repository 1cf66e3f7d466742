package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/service"
)

func (a *api) updateGroup() service.Operation {
	return define("UpdateGroup", func(in *sdk.UpdateGroupInput) target {
		return groupTarget(in.AwsAccountId, in.Namespace, in.GroupName)
	}, func(c *service.Call, in *sdk.UpdateGroupInput) (*sdk.UpdateGroupOutput, error) {
		g, err := group(c.Tx, in.AwsAccountId, in.Namespace, in.GroupName)
		if err != nil {
			return nil, err
		}
		err = hub.ChangeGroup(c.Tx, g.Account, g.Namespace, g.Name, func(kept *hub.Group) error {
			kept.Description = aws.ToString(in.Description)
			g = *kept
			return nil
		})
		if err != nil {
			return nil, err
		}
		return &sdk.UpdateGroupOutput{Group: shownGroup(g), Status: statusOK}, nil
	})
}
