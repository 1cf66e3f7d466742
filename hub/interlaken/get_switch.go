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

// getSwitch gives the owner's switch as an IAM statement, which holds against a hub that does not obey.
func (o operations) getSwitch() service.Operation {
	return service.Define("GetSwitch",
		onSpoke("interlaken:GetSwitch", func(in *wire.GetSwitchInput) *string { return in.AccountId }),
		func(c *service.Call, in *wire.GetSwitchInput) (*wire.GetSwitchOutput, error) {
			who, err := o.asOwner(c, in.AccountId)
			if err != nil {
				return nil, err
			}
			account := who.spoke.Account
			sharing, err := hub.SourcesOf(c.Tx, o.Account, account)
			if err != nil {
				return nil, err
			}
			targets := sharing
			if in.DataSourceId != nil {
				source, err := o.sourceOf(c, account, in.DataSourceId)
				if err != nil {
					return nil, err
				}
				targets = []hub.DataSource{source}
			}
			if len(targets) == 0 {
				return nil, fault.New(fault.NotFound, "No data source of the hub leads to account %s, so there is nothing to switch off.", account)
			}
			names, err := o.sessionNames(c, account, in.PersonArn)
			if err != nil {
				return nil, err
			}
			s := remedy.SwitchOff(targets, sharing, names)
			return &wire.GetSwitchOutput{
				Statement: aws.String(s.Statement), Command: aws.String(s.Command), Undo: aws.String(s.Undo), Note: aws.String(s.Note),
			}, nil
		}, service.Reads)
}

// sessionNames are those under which a person has read the account; none where nobody is named. Who has read nothing of
// it and who is no user have one answer.
func (o operations) sessionNames(c *service.Call, account string, person *string) ([]string, error) {
	if person == nil {
		return nil, nil
	}
	readers, err := hub.Readers(c.Tx, o.Account, account, *person)
	if err != nil {
		return nil, err
	}
	if len(readers) == 0 {
		return nil, fault.New(fault.NotFound, "%s has read nothing of account %s, so there is no session to name.", *person, account)
	}
	var names []string
	for _, p := range readers {
		names = append(names, chain.SessionName(p))
	}
	return names, nil
}
