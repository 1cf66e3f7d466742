package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// putSpoke names an account and says who owns it. It is an administrator's, and the account's trail shows it too.
func (o operations) putSpoke() service.Operation {
	return service.Define("PutSpoke",
		onSpoke("interlaken:PutSpoke", func(in *wire.PutSpokeInput) *string {
			if in.Spoke == nil {
				return nil
			}
			return in.Spoke.AccountId
		}),
		func(c *service.Call, in *wire.PutSpokeInput) (*wire.PutSpokeOutput, error) {
			if in.Spoke == nil {
				return nil, fault.New(fault.Validation, "Spoke is missing.")
			}
			if err := o.asAdministrator(c); err != nil {
				return nil, err
			}
			s := hub.Spoke{
				Hub: o.Account, Account: aws.ToString(in.Spoke.AccountId), Name: aws.ToString(in.Spoke.Name),
				Contact: aws.ToString(in.Spoke.Contact), Owners: in.Spoke.Owners,
			}
			if err := hub.PutSpoke(c.Tx, s); err != nil {
				return nil, err
			}
			o.concern(c, s.Account)
			return &wire.PutSpokeOutput{}, nil
		})
}

// asAdministrator refuses the hub's users who are no administrators, and everybody of another account. A principal of the
// hub account that is no user is held by IAM alone, as for the hub's settings.
func (o operations) asAdministrator(c *service.Call) error {
	caller, err := hub.Resolve(c.Tx, c.Session)
	if err == nil && !o.administers(caller) && (caller.User != nil || caller.Account() != o.Account) {
		err = fault.New(fault.AccessDenied, "Only an administrator of the hub says who owns an account.")
	}
	return err
}
