package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/service"
)

// updateAccountSettings keeps the address for notices, of which none is sent, and whether the subscription is protected,
// which nothing here ends.
func (a *api) updateAccountSettings() service.Operation {
	return define("UpdateAccountSettings", func(in *sdk.UpdateAccountSettingsInput) target {
		return target{account: in.AwsAccountId, resource: "*"}
	}, func(c *service.Call, in *sdk.UpdateAccountSettingsInput) (*sdk.UpdateAccountSettingsOutput, error) {
		if err := inDefault(in.DefaultNamespace); err != nil {
			return nil, err
		}
		kept, err := hub.GetSettings(c.Tx, c.Account())
		if err != nil {
			return nil, err
		}
		kept.NotificationEmail, kept.TerminationUnprotected = aws.ToString(in.NotificationEmail), !in.TerminationProtectionEnabled
		if err := hub.PutSettings(c.Tx, c.Account(), kept); err != nil {
			return nil, err
		}
		return &sdk.UpdateAccountSettingsOutput{Status: statusOK}, nil
	})
}
