package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/chain"
	"interlaken/hub/remedy"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// getSwitch gives the owner's switch as an IAM statement, for who does not want to rely on the hub.
func (o operations) getSwitch() service.Operation {
	return service.Define("GetSwitch",
		service.On("interlaken:GetSwitch", func(c *service.Call, in *wire.GetSwitchInput) string { return spokeARN(c, in.AccountId) }),
		func(c *service.Call, in *wire.GetSwitchInput) (*wire.GetSwitchOutput, error) {
			_, spoke, err := o.owned(c, in.AccountId)
			if err != nil {
				return nil, err
			}
			source, err := o.sourceFor(c, spoke, in.DataSourceId)
			if err != nil {
				return nil, err
			}
			person, session := "", ""
			if in.PersonArn != nil {
				u, err := hub.UserByARN(c.Tx, o.Account, *in.PersonArn)
				if err != nil {
					return nil, err
				}
				if u == nil {
					return nil, fault.New(fault.NotFound, "There is no user %s.", *in.PersonArn)
				}
				person, session = u.Name, chain.SessionName(u.Person())
			}
			off := remedy.SwitchOff(source, person, session)
			return &wire.GetSwitchOutput{
				Statement: aws.String(off.Statement), Command: aws.String(off.Command), Undo: aws.String(off.Undo), Note: aws.String(off.Note),
			}, nil
		}, service.Reads)
}

// sourceFor is a data source of a spoke: the one that is named, or the first one.
func (o operations) sourceFor(c *service.Call, spoke hub.Spoke, id *string) (hub.DataSource, error) {
	found, err := hub.DataSourcesOf(c.Tx, o.Account, c.Session.Region, spoke.Account)
	if err != nil {
		return hub.DataSource{}, err
	}
	for _, d := range found {
		if id == nil || d.ID == *id {
			return d, nil
		}
	}
	return hub.DataSource{}, fault.New(fault.NotFound, "Account %s has no data source %s here.", spoke.Account, aws.ToString(id))
}
