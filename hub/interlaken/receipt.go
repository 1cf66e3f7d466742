package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/hub"
	"interlaken/hub/query"
	"interlaken/store"
	"interlaken/usage"
	wire "interlaken/wire/interlaken"
)

// receipt says what stands under a figure: each account once, with what its parts of the run come to. Bytes and rows are
// for who sees how the run was made.
func receipt(reader store.Reader, run *query.Run, sees bool) (*wire.Receipt, error) {
	r := &wire.Receipt{
		RunId: aws.String(run.ID), SubmittedAt: aws.Time(run.Submitted), AnsweredAt: setTime(run.Completed), Warnings: run.Warnings, Detailed: aws.Bool(sees),
	}
	if len(run.Parts) > 0 {
		r.Copy = run.Parts[0].Copy.Shown() // all parts are of one
	}
	all := work{known: true}
	var accounts []string
	did := map[string]*work{}
	for _, p := range run.Parts {
		account := p.DataSource.Athena.Account()
		if did[account] == nil {
			accounts, did[account] = append(accounts, account), &work{known: true, whole: true}
		}
		did[account].add(p)
		all.add(p)
	}
	for _, account := range accounts {
		spoke, err := hub.GetSpoke(reader, run.Account, account)
		if err != nil {
			return nil, err
		}
		w := did[account]
		a := wire.ReceiptAccount{AccountId: aws.String(spoke.Account), Name: aws.String(spoke.Name)}
		a.Picodollars, a.Price = price(w.picodollars, w.known)
		if sees && w.known {
			a.ScannedBytes = aws.Int64(w.bytes)
		}
		if sees && w.whole {
			a.Rows = aws.Int64(w.rows)
		}
		r.Accounts = append(r.Accounts, a)
	}
	r.Picodollars, r.Price = price(all.picodollars, all.known)
	return r, nil
}

// work is what parts come to. known tells that every price is, whole that every part has succeeded.
type work struct {
	picodollars, bytes, rows int64
	known, whole             bool
}

func (w *work) add(p query.Part) {
	w.picodollars, w.bytes, w.rows = w.picodollars+p.Picodollars, w.bytes+p.ScannedBytes, w.rows+p.Rows
	w.known, w.whole = w.known && p.Known, w.whole && p.State == query.Succeeded
}

// price is money as a figure and in print.
func price(picodollars int64, known bool) (*int64, *string) {
	if !known {
		return nil, aws.String("unknown")
	}
	return &picodollars, aws.String(usage.Picodollars(picodollars).Dollars())
}
