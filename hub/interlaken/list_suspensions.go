package interlaken

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/arn"
	"interlaken/hub"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// listSuspensions lists the switches of an account that are off, the latest first.
func (o operations) listSuspensions() service.Operation {
	return service.Define("ListSuspensions",
		onSpoke("interlaken:ListSuspensions", func(in *wire.ListSuspensionsInput) *string { return in.AccountId }),
		func(c *service.Call, in *wire.ListSuspensionsInput) (*wire.ListSuspensionsOutput, error) {
			who, err := o.asWatcher(c, in.AccountId)
			if err != nil {
				return nil, err
			}
			all, err := hub.Suspensions(c.Tx, o.Account, who.spoke.Account)
			if err != nil {
				return nil, err
			}
			slices.SortFunc(all, func(a, b hub.Suspension) int {
				if n := b.At.Compare(a.At); n != 0 {
					return n
				}
				return strings.Compare(a.ID, b.ID)
			})
			out := &wire.ListSuspensionsOutput{Suspensions: []wire.Suspension{}}
			for _, s := range all {
				out.Suspensions = append(out.Suspensions, shownSuspension(s))
			}
			return out, nil
		}, service.Reads)
}

func shownSuspension(s hub.Suspension) wire.Suspension {
	shown := wire.Suspension{
		SuspensionId: aws.String(s.ID), AccountId: aws.String(s.Account), PersonArn: setText(s.Person), PersonName: setText(s.PersonName()),
		CopiesOnly: aws.Bool(s.CopiesOnly), Reason: aws.String(s.Reason), By: aws.String(s.By), At: aws.Time(s.At),
	}
	if source, err := arn.Parse(s.DataSourceARN); err == nil {
		shown.DataSourceId = aws.String(source.Name())
	}
	return shown
}
