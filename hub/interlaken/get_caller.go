package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/hub"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// getCaller says who the caller is in the hub and which accounts' switches the caller holds. Like STS's GetCallerIdentity it
// needs no permission: it tells nobody what they do not know of themselves.
func (o operations) getCaller() service.Operation {
	return service.Define("GetCaller", nil,
		func(c *service.Call, _ *wire.GetCallerInput) (*wire.GetCallerOutput, error) {
			caller, err := hub.Resolve(c.Tx, c.Session)
			if err != nil {
				return nil, err
			}
			out := &wire.GetCallerOutput{
				AccountId: aws.String(o.Account), Region: aws.String(c.Session.Region), Arn: aws.String(c.Session.Principal.ARN), Owns: []wire.Spoke{},
			}
			if caller.Account() != o.Account {
				spoke, err := hub.GetSpoke(c.Tx, o.Account, caller.Account())
				out.Owns = append(out.Owns, shownSpoke(spoke, true))
				return out, err
			}
			if u := caller.User; u != nil {
				out.UserName, out.UserArn, out.Role = aws.String(u.Name), aws.String(u.ARN()), aws.String(string(u.Role))
			}
			owned, err := hub.Spokes(c.Tx, o.Account, func(*hub.DataSource) bool { return false })
			for _, spoke := range owned {
				if spoke.IsOwner(caller) {
					out.Owns = append(out.Owns, shownSpoke(spoke, true))
				}
			}
			return out, err
		}, service.Reads, service.Opens)
}

// shownSpoke is an account in the API's shape; whom an administrator has named its owner, for who may know.
func shownSpoke(s hub.Spoke, sees bool) wire.Spoke {
	shown := wire.Spoke{AccountId: aws.String(s.Account), Name: aws.String(s.Name), Contact: setText(s.Contact)}
	if sees {
		shown.Owners = s.Owners
	}
	return shown
}
