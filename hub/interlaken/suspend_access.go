package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/hub"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// suspendAccess turns the owner's switch off: new runs are refused from here on, running ones are stopped, leases end,
// and rows that the hub still holds are not given out. Both accounts' trails have the event.
func (o operations) suspendAccess() service.Operation {
	return service.Define("SuspendAccess",
		onSpoke("interlaken:SuspendAccess", func(in *wire.SuspendAccessInput) *string { return in.AccountId }),
		func(c *service.Call, in *wire.SuspendAccessInput) (*wire.SuspendAccessOutput, error) {
			who, err := o.asOwner(c, in.AccountId)
			if err != nil {
				return nil, err
			}
			s := hub.Suspension{
				ID: o.Query.IDs.UUID(), Hub: o.Account, Account: who.spoke.Account, Person: aws.ToString(in.PersonArn), Reason: aws.ToString(in.Reason),
				By: c.Session.Principal.ARN, At: c.Now, CopiesOnly: aws.ToBool(in.CopiesOnly),
			}
			if who.caller.User != nil {
				s.By = who.caller.User.ARN()
			}
			if in.DataSourceId != nil {
				source, err := o.sourceOf(c, s.Account, in.DataSourceId)
				if err != nil {
					return nil, err
				}
				s.DataSourceARN = source.ARN()
			}
			if err := hub.Suspend(c.Tx, s); err != nil {
				return nil, err
			}
			if err := o.Query.StopSuspended(c.Tx, s); err != nil {
				return nil, err
			}
			if err := o.endLeases(c, s); err != nil {
				return nil, err
			}
			o.concern(c, s.Account)
			return &wire.SuspendAccessOutput{SuspensionId: aws.String(s.ID)}, nil
		})
}

// endLeases drops the credentials that are held for what a suspension names, once it is in force. Others than the person
// get new ones when they ask.
func (o operations) endLeases(c *service.Call, s hub.Suspension) error {
	if s.CopiesOnly {
		return nil // the account goes on being asked
	}
	sources, err := hub.SourcesOf(c.Tx, o.Account, s.Account)
	if err != nil {
		return err
	}
	for _, d := range sources {
		if s.DataSourceARN == "" || s.DataSourceARN == d.ARN() {
			c.After(func() { o.Query.Chain.Forget(d.ARN()) })
		}
	}
	return nil
}
