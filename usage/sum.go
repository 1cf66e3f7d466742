package usage

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"interlaken/fault"
)

// Dimension is what a sum can be split by.
type Dimension int

// The dimensions.
const (
	ByAccount Dimension = iota
	ByService
	ByUsageType
	ByOperation
	ByDay // in UTC
	ByMonth
	ByPrincipal
	ByResource
	ByRun
)

// Group names a part of a sum; members by which the sum is not split are empty.
type Group struct {
	Account, Service, UsageType, Operation string
	// Start is the first moment of the day or month, zero where the sum is not split by time.
	Start                    time.Time
	Principal, Resource, Run string
}

// Line is one part of a sum.
type Line struct {
	Group
	// Quantity is what was used, before minimum and rounding. Unit is "" and Quantity 0 where the part has records of
	// different units, which have no sum.
	Quantity int64
	Unit     Unit
	Records  int64
	Cost     Picodollars
}

// Sum adds up records by the dimensions and prices each at its time. Lines come in the order of their groups, from the
// first member to the last. Sums that do not fit fail with fault.Limit.
func (l *Prices) Sum(records iter.Seq2[Record, error], by ...Dimension) ([]Line, error) {
	lines := map[Group]*Line{}
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		cost, err := l.Price(r)
		if err != nil {
			return nil, err
		}
		group := groupOf(r, by)
		line := lines[group]
		if line == nil {
			line = &Line{Group: group, Unit: r.Unit}
			lines[group] = line
		}
		if err := line.add(r, cost); err != nil {
			return nil, err
		}
	}
	sorted := make([]Line, 0, len(lines))
	for _, line := range lines {
		sorted = append(sorted, *line)
	}
	slices.SortFunc(sorted, func(a, b Line) int { return a.Group.compare(b.Group) })
	return sorted, nil
}

func (line *Line) add(r Record, cost Picodollars) (err error) {
	line.Records++
	if line.Unit != r.Unit {
		line.Unit, line.Quantity = "", 0
	}
	if line.Unit != "" {
		if line.Quantity > maxQuantity-r.Quantity {
			return fault.New(fault.Limit, "A sum of usage is too large to be counted.")
		}
		line.Quantity += r.Quantity
	}
	line.Cost, err = line.Cost.Add(cost)
	return err
}

func groupOf(r Record, by []Dimension) Group {
	var g Group
	for _, d := range by {
		switch d {
		case ByAccount:
			g.Account = r.Account
		case ByService:
			g.Service = r.Service
		case ByUsageType:
			g.UsageType = r.UsageType
		case ByOperation:
			g.Operation = r.Operation
		case ByDay:
			g.Start = r.Time.UTC().Truncate(24 * time.Hour)
		case ByMonth:
			g.Start = time.Date(r.Time.UTC().Year(), r.Time.UTC().Month(), 1, 0, 0, 0, 0, time.UTC)
		case ByPrincipal:
			g.Principal = r.Principal
		case ByResource:
			g.Resource = r.Resource
		case ByRun:
			g.Run = r.Run
		}
	}
	return g
}

func (g Group) compare(o Group) int {
	return cmp.Or(
		cmp.Compare(g.Account, o.Account), cmp.Compare(g.Service, o.Service), cmp.Compare(g.UsageType, o.UsageType),
		cmp.Compare(g.Operation, o.Operation), g.Start.Compare(o.Start), cmp.Compare(g.Principal, o.Principal),
		cmp.Compare(g.Resource, o.Resource), cmp.Compare(g.Run, o.Run))
}
