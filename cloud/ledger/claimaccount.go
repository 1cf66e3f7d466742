package ledger

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/service"
	"interlaken/wire/interlaken"
)

// claimAccount makes the first administrator of an account, for who signs with its one-time code (SECURITY S20).
func (l *ledger) claimAccount() service.Operation {
	return service.Define("ClaimAccount", nil,
		func(c *service.Call, _ *interlaken.ClaimAccountInput) (*interlaken.ClaimAccountOutput, error) {
			key, plain, err := l.directory.CreateFirstAdministrator(c.Tx, c.Account())
			if err != nil {
				return nil, err
			}
			c.Finish(func(done bool) error {
				if done {
					l.directory.SpendClaim(c.Account())
				}
				return nil
			})
			return &interlaken.ClaimAccountOutput{
				AccountId: aws.String(c.Account()), UserName: aws.String(key.User), AccessKeyId: aws.String(key.ID),
				SecretAccessKey: aws.String(plain.Reveal()),
			}, nil
		}, service.ServesRoot)
}
