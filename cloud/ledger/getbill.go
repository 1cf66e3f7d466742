package ledger

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/usage"
	"interlaken/wire/interlaken"
)

// priced is what was used of one thing under one price.
type priced struct {
	service, usageType string
	unit               usage.Unit
	since              time.Time
	used, billed       int64
	records            int64
	cost               usage.Picodollars
}

// getBill adds up the caller's account line by line. A price that changes within the time makes two lines, each exact.
func (l *ledger) getBill() service.Operation {
	return define("GetBill", "bill", func(c *service.Call, in *interlaken.GetBillInput) (*interlaken.GetBillOutput, error) {
		if !in.Start.Before(*in.End) {
			return nil, fault.New(fault.Validation, "The start of a bill is before its end.")
		}
		lines := map[priced]*priced{}
		var total usage.Picodollars
		for r, err := range usage.Scan(c.Tx, usage.Span{Account: c.Account(), From: *in.Start, To: *in.End}) {
			if err != nil {
				return nil, err
			}
			price, err := l.prices.At(r.UsageType, r.Time)
			if err != nil {
				return nil, err
			}
			key := priced{service: r.Service, usageType: r.UsageType, unit: r.Unit, since: price.Effective}
			line := lines[key]
			if line == nil {
				line = &priced{service: r.Service, usageType: r.UsageType, unit: r.Unit, since: price.Effective}
				lines[key] = line
			}
			cost, err := l.prices.Price(r)
			if err != nil {
				return nil, err
			}
			if err := line.add(price, r.Quantity, cost); err != nil {
				return nil, err
			}
			if total, err = total.Add(cost); err != nil {
				return nil, err
			}
		}
		return showBill(c.Account(), lines, total), nil
	})
}

func (p *priced) add(price usage.Price, quantity int64, cost usage.Picodollars) error {
	billed, err := price.Billed(quantity)
	if err != nil {
		return err
	}
	if p.billed > math.MaxInt64-billed || p.used > math.MaxInt64-quantity {
		return fault.New(fault.Limit, "A sum of usage is too large to be counted.")
	}
	p.used, p.billed, p.records = p.used+quantity, p.billed+billed, p.records+1
	p.cost, err = p.cost.Add(cost)
	return err
}

func showBill(account string, lines map[priced]*priced, total usage.Picodollars) *interlaken.GetBillOutput {
	sorted := make([]*priced, 0, len(lines))
	for _, line := range lines {
		sorted = append(sorted, line)
	}
	slices.SortFunc(sorted, func(a, b *priced) int {
		return cmp.Or(cmp.Compare(a.service, b.service), cmp.Compare(a.usageType, b.usageType), cmp.Compare(a.unit, b.unit), a.since.Compare(b.since))
	})
	out := &interlaken.GetBillOutput{AccountId: &account, Picodollars: aws.Int64(int64(total)), Lines: []interlaken.BillLine{}}
	for _, line := range sorted {
		out.Lines = append(out.Lines, interlaken.BillLine{
			Service: &line.service, UsageType: &line.usageType, Unit: aws.String(string(line.unit)), Quantity: &line.used,
			Billed: &line.billed, Records: &line.records, Picodollars: aws.Int64(int64(line.cost)), PricedSince: &line.since,
		})
	}
	return out
}
