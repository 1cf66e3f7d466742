package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/hub"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// deleteSpoke takes an account's name and its owners' grants away. Suspensions stay in force.
func (o operations) deleteSpoke() service.Operation {
	return service.Define("DeleteSpoke",
		onSpoke("interlaken:DeleteSpoke", func(in *wire.DeleteSpokeInput) *string { return in.AccountId }),
		func(c *service.Call, in *wire.DeleteSpokeInput) (*wire.DeleteSpokeOutput, error) {
			if err := o.asAdministrator(c); err != nil {
				return nil, err
			}
			if err := hub.DeleteSpoke(c.Tx, o.Account, aws.ToString(in.AccountId)); err != nil {
				return nil, err
			}
			o.concern(c, aws.ToString(in.AccountId))
			return &wire.DeleteSpokeOutput{}, nil
		})
}
