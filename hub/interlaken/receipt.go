package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/hub"
	"interlaken/hub/query"
	"interlaken/store"
	"interlaken/usage"
	wire "interlaken/wire/interlaken"
)

// receipt says what stands under a figure. Bytes and rows are for who sees how the run was made.
func receipt(reader store.Reader, run *query.Run, sees bool) (*wire.Receipt, error) {
	r := &wire.Receipt{
		RunId: aws.String(run.ID), SubmittedAt: aws.Time(run.Submitted), AnsweredAt: setTime(run.Completed), Warnings: run.Warnings, Detailed: aws.Bool(sees),
	}
	total, known := usage.Picodollars(0), true
	for _, p := range run.Parts {
		spoke, err := hub.GetSpoke(reader, run.Account, p.DataSource.Athena.Account())
		if err != nil {
			return nil, err
		}
		a := wire.ReceiptAccount{AccountId: aws.String(spoke.Account), Name: aws.String(spoke.Name)}
		a.Picodollars, a.Price = price(p.Picodollars, p.Known)
		total, known = total+usage.Picodollars(p.Picodollars), known && p.Known
		if sees && p.Known {
			a.ScannedBytes = aws.Int64(p.ScannedBytes)
		}
		if sees && p.State == query.Succeeded {
			a.Rows = aws.Int64(p.Rows)
		}
		r.Accounts = append(r.Accounts, a)
	}
	r.Picodollars, r.Price = price(int64(total), known)
	return r, nil
}

// price is money as a figure and in print.
func price(picodollars int64, known bool) (*int64, *string) {
	if !known {
		return nil, aws.String("unknown")
	}
	return &picodollars, aws.String(usage.Picodollars(picodollars).Dollars())
}
