package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// spokeARN is what IAM policies name: a spoke, in the caller's own account.
func spokeARN(c *service.Call, account *string) string {
	return arn.Make("interlaken", c.Session.Region, c.Account(), "spoke/"+aws.ToString(account))
}

// owned returns a spoke whose switch the caller holds. Another's and an unknown one have one answer.
func (o operations) owned(c *service.Call, account *string) (hub.Caller, hub.Spoke, error) {
	caller, err := hub.Resolve(c.Tx, c.Session)
	if err != nil {
		return caller, hub.Spoke{}, err
	}
	s, err := hub.GetSpoke(c.Tx, o.Account, aws.ToString(account))
	if err != nil {
		return caller, s, err
	}
	if !hub.Owns(caller, s) {
		return caller, s, fault.New(fault.NotFound, "Account %s is not yours here. Its owners are its own principals, and users of the hub to whom an administrator has granted it.", aws.ToString(account))
	}
	return caller, s, nil
}

func shownSpoke(s hub.Spoke, owners bool) wire.Spoke {
	shown := wire.Spoke{AccountId: aws.String(s.Account), Name: aws.String(s.Name), Contact: setText(s.Contact)}
	if owners {
		shown.Owners = s.Owners
	}
	return shown
}

// putSpoke names an account and says who owns it. IAM decides who may: the grant is an administrator's.
func (o operations) putSpoke() service.Operation {
	return service.Define("PutSpoke",
		service.On("interlaken:PutSpoke", func(c *service.Call, in *wire.PutSpokeInput) string {
			if in.Spoke == nil {
				return spokeARN(c, nil)
			}
			return spokeARN(c, in.Spoke.AccountId)
		}),
		func(c *service.Call, in *wire.PutSpokeInput) (*wire.PutSpokeOutput, error) {
			if in.Spoke == nil {
				return nil, fault.New(fault.Validation, "Spoke is missing.")
			}
			if err := o.inHub(c); err != nil {
				return nil, err
			}
			return &wire.PutSpokeOutput{}, hub.PutSpoke(c.Tx, hub.Spoke{
				Hub: o.Account, Account: aws.ToString(in.Spoke.AccountId), Name: aws.ToString(in.Spoke.Name),
				Contact: aws.ToString(in.Spoke.Contact), Owners: in.Spoke.Owners,
			})
		})
}

// inHub refuses callers of other accounts, whom their own policies may allow what is the hub's.
func (o operations) inHub(c *service.Call) error {
	if c.Account() != o.Account {
		return fault.New(fault.AccessDenied, "%s is of account %s, and this is for account %s alone.", c.Session.Principal.ARN, c.Account(), o.Account)
	}
	return nil
}

// deleteSpoke takes an account's name and its owners' grants away.
func (o operations) deleteSpoke() service.Operation {
	return service.Define("DeleteSpoke",
		service.On("interlaken:DeleteSpoke", func(c *service.Call, in *wire.DeleteSpokeInput) string { return spokeARN(c, in.AccountId) }),
		func(c *service.Call, in *wire.DeleteSpokeInput) (*wire.DeleteSpokeOutput, error) {
			if err := o.inHub(c); err != nil {
				return nil, err
			}
			return &wire.DeleteSpokeOutput{}, hub.DeleteSpoke(c.Tx, o.Account, aws.ToString(in.AccountId))
		})
}

// listSpokes lists the accounts that were named: to an administrator all with their owners, to all others those that are
// theirs.
func (o operations) listSpokes() service.Operation {
	return service.Define("ListSpokes",
		service.On("interlaken:ListSpokes", func(c *service.Call, _ *wire.ListSpokesInput) string { return spokeARN(c, aws.String("*")) }),
		func(c *service.Call, _ *wire.ListSpokesInput) (*wire.ListSpokesOutput, error) {
			caller, err := hub.Resolve(c.Tx, c.Session)
			if err != nil {
				return nil, err
			}
			all, err := hub.Spokes(c.Tx, o.Account)
			if err != nil {
				return nil, err
			}
			out := &wire.ListSpokesOutput{Spokes: []wire.Spoke{}}
			for _, s := range all {
				if caller.Administers() || hub.Owns(caller, s) {
					out.Spokes = append(out.Spokes, shownSpoke(s, true))
				}
			}
			return out, nil
		}, service.Reads)
}

// getCaller says who the caller is in the hub, and which accounts are the caller's.
func (o operations) getCaller() service.Operation {
	return service.Define("GetCaller",
		service.On("interlaken:GetCaller", func(c *service.Call, _ *wire.GetCallerInput) string { return runARN(c, "*") }),
		func(c *service.Call, _ *wire.GetCallerInput) (*wire.GetCallerOutput, error) {
			caller, err := hub.Resolve(c.Tx, c.Session)
			if err != nil {
				return nil, err
			}
			out := &wire.GetCallerOutput{
				AccountId: aws.String(o.Account), Region: aws.String(c.Session.Region), Arn: aws.String(c.Session.Principal.ARN), Owns: []wire.Spoke{},
			}
			if u := caller.User; u != nil {
				out.UserName, out.UserArn, out.Role = aws.String(u.Name), aws.String(u.ARN()), aws.String(string(u.Role))
			}
			all, err := hub.Spokes(c.Tx, o.Account)
			if err != nil {
				return nil, err
			}
			for _, s := range all {
				if hub.Owns(caller, s) {
					out.Owns = append(out.Owns, shownSpoke(s, false))
				}
			}
			return out, nil
		}, service.Reads)
}
