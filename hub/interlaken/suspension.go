package interlaken

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/hub"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// suspendAccess turns the owner's switch off: what runs is stopped, and nothing of it is read any more, copies included.
func (o operations) suspendAccess() service.Operation {
	return service.Define("SuspendAccess",
		service.On("interlaken:SuspendAccess", func(c *service.Call, in *wire.SuspendAccessInput) string { return spokeARN(c, in.AccountId) }),
		func(c *service.Call, in *wire.SuspendAccessInput) (*wire.SuspendAccessOutput, error) {
			_, spoke, err := o.owned(c, in.AccountId)
			if err != nil {
				return nil, err
			}
			off := hub.Suspension{
				Hub: o.Account, Account: spoke.Account, ID: o.Query.IDs.UUID(), DataSource: aws.ToString(in.DataSourceId), Person: aws.ToString(in.PersonArn),
				Reason: aws.ToString(in.Reason), By: c.Session.Principal.ARN, At: c.Now,
			}
			if off.DataSource != "" {
				source, err := hub.GetDataSource(c.Tx, o.Account, c.Session.Region, off.DataSource)
				if err != nil || source.Athena.Account() != spoke.Account {
					return nil, named(err, "Data source %s of account %s is not found.", off.DataSource, spoke.Account)
				}
				c.After(func() { o.Query.Chain.Forget(source.ARN()) })
			}
			if err := hub.Suspend(c.Tx, off); err != nil {
				return nil, err
			}
			o.tell(c, spoke.Account)
			return &wire.SuspendAccessOutput{SuspensionId: aws.String(off.ID)}, o.Query.StopReads(c.Tx, off)
		})
}

// tell copies the call's event into the trail of whoever else it concerns: the account, or the hub.
func (o operations) tell(c *service.Call, account string) {
	c.Share(account)
	c.Share(o.Account)
}

// resumeAccess turns a switch on again.
func (o operations) resumeAccess() service.Operation {
	return service.Define("ResumeAccess",
		service.On("interlaken:ResumeAccess", func(c *service.Call, in *wire.ResumeAccessInput) string { return spokeARN(c, in.AccountId) }),
		func(c *service.Call, in *wire.ResumeAccessInput) (*wire.ResumeAccessOutput, error) {
			_, spoke, err := o.owned(c, in.AccountId)
			if err != nil {
				return nil, err
			}
			o.tell(c, spoke.Account)
			return &wire.ResumeAccessOutput{}, hub.Resume(c.Tx, o.Account, spoke.Account, aws.ToString(in.SuspensionId))
		})
}

// listSuspensions lists the switches of an account that are off, the latest first.
func (o operations) listSuspensions() service.Operation {
	return service.Define("ListSuspensions",
		service.On("interlaken:ListSuspensions", func(c *service.Call, in *wire.ListSuspensionsInput) string { return spokeARN(c, in.AccountId) }),
		func(c *service.Call, in *wire.ListSuspensionsInput) (*wire.ListSuspensionsOutput, error) {
			_, spoke, err := o.owned(c, in.AccountId)
			if err != nil {
				return nil, err
			}
			all, err := hub.Suspensions(c.Tx, o.Account, spoke.Account)
			if err != nil {
				return nil, err
			}
			slices.SortFunc(all, func(a, b hub.Suspension) int { return b.At.Compare(a.At) })
			out := &wire.ListSuspensionsOutput{Suspensions: []wire.Suspension{}}
			for _, s := range all {
				out.Suspensions = append(out.Suspensions, wire.Suspension{
					SuspensionId: aws.String(s.ID), AccountId: aws.String(s.Account), DataSourceId: setText(s.DataSource), PersonArn: setText(s.Person),
					PersonName: setText(personName(s.Person)), Reason: aws.String(s.Reason), By: aws.String(s.By), At: aws.Time(s.At),
				})
			}
			return out, nil
		}, service.Reads)
}
