package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/fault"
	"interlaken/service"
)

// createAccountSubscription is refused as AWS refuses it of an account that has one: every hub account has.
func (a *api) createAccountSubscription() service.Operation {
	return define("CreateAccountSubscription", func(in *sdk.CreateAccountSubscriptionInput) target {
		return target{account: in.AwsAccountId, resource: "*"}
	}, func(c *service.Call, in *sdk.CreateAccountSubscriptionInput) (*sdk.CreateAccountSubscriptionOutput, error) {
		return nil, fault.New(fault.AlreadyExists, "Account %s is subscribed already.", aws.ToString(in.AwsAccountId))
	})
}
