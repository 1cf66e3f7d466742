package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

func (a *api) describeAccountSettings() service.Operation {
	return define("DescribeAccountSettings", func(in *sdk.DescribeAccountSettingsInput) target {
		return target{account: in.AwsAccountId, resource: "*"}
	}, func(c *service.Call, in *sdk.DescribeAccountSettingsInput) (*sdk.DescribeAccountSettingsOutput, error) {
		kept, err := hub.GetSettings(c.Tx, c.Account())
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeAccountSettingsOutput{Status: statusOK, AccountSettings: &types.AccountSettings{
			AccountName: aws.String(c.Account()), DefaultNamespace: aws.String(hub.DefaultNamespace), Edition: types.EditionEnterprise,
			NotificationEmail: setText(kept.NotificationEmail), TerminationProtectionEnabled: !kept.TerminationUnprotected,
		}}, nil
	}, service.Reads)
}
