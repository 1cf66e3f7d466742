package interlaken

import (
	"cmp"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// inviteUser makes another invitation of a local user. IAM decides who may: whoever can invite an administrator can become
// one.
func (o operations) inviteUser() service.Operation {
	return service.Define("InviteUser",
		service.On("interlaken:InviteUser", func(c *service.Call, in *wire.InviteUserInput) string {
			return arn.Make("interlaken", c.Session.Region, c.Account(), "user/"+namespaceOf(in)+"/"+aws.ToString(in.UserName))
		}),
		func(c *service.Call, in *wire.InviteUserInput) (*wire.InviteUserOutput, error) {
			if aws.ToString(in.UserName) == "" {
				return nil, fault.New(fault.Validation, "UserName is missing.")
			}
			u, err := hub.GetUser(c.Tx, c.Account(), namespaceOf(in), *in.UserName)
			if err != nil {
				return nil, err
			}
			address, expires, err := o.Inviter.Invite(c.Tx, u, c.Now)
			if err != nil {
				return nil, err
			}
			return &wire.InviteUserOutput{UserInvitationUrl: aws.String(address), ExpiresAt: aws.Time(expires)}, nil
		}, service.Shows(nil, func(out any) any {
			// An invitation signs in: whoever reads the trail must not have it.
			shown := *out.(*wire.InviteUserOutput)
			shown.UserInvitationUrl = nil
			return &shown
		}))
}

func namespaceOf(in *wire.InviteUserInput) string {
	return cmp.Or(aws.ToString(in.Namespace), hub.DefaultNamespace)
}
