package usage

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync"
	"time"

	"interlaken/fault"
)

//go:embed prices.csv
var published []byte

// Price is one line of a price list: from Effective on, Amount for Per units.
type Price struct {
	Service, UsageType, Region string
	Effective                  time.Time // midnight UTC, inclusive
	Unit                       Unit
	Amount                     Picodollars
	Per                        int64
	// Minimum and Increment are in units: a quantity is raised to the minimum and then rounded up to a multiple of
	// the increment, once for each record.
	Minimum, Increment int64
	// Origin says where the price is published.
	Origin string
}

// Prices is a price list. It is not changed and safe for concurrent use.
type Prices struct{ byType map[string][]Price } // by usage type, the latest first

// Published returns the price list that comes with the program.
var Published = sync.OnceValue(func() *Prices {
	list, err := ReadPrices(bytes.NewReader(published))
	if err != nil {
		panic(fmt.Sprintf("usage: prices.csv: %v", err)) // a test reads it
	}
	return list
})

// ReadPrices reads a price list in the form of prices.csv.
func ReadPrices(r io.Reader) (*Prices, error) {
	lines := csv.NewReader(r)
	lines.Comment = '#'
	lines.FieldsPerRecord = 10
	all, err := lines.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("a price list without prices")
	}
	list := &Prices{map[string][]Price{}}
	for i, line := range all {
		p, err := readPrice(line)
		if err != nil {
			return nil, fmt.Errorf("price %d (%s): %w", i+1, line[1], err)
		}
		list.byType[p.UsageType] = append(list.byType[p.UsageType], p)
	}
	for usageType, prices := range list.byType {
		slices.SortFunc(prices, func(a, b Price) int { return b.Effective.Compare(a.Effective) })
		for i := range prices[1:] {
			if prices[i].Effective.Equal(prices[i+1].Effective) {
				return nil, fmt.Errorf("%s has two prices from %s on", usageType, prices[i].Effective.Format(time.DateOnly))
			}
		}
	}
	return list, nil
}

func readPrice(line []string) (p Price, err error) {
	p = Price{Service: line[0], UsageType: line[1], Region: line[2], Unit: Unit(line[4]), Origin: line[9]}
	if p.Effective, err = time.Parse(time.DateOnly, line[3]); err != nil {
		return p, err
	}
	if p.Amount, err = ParseDollars(line[5]); err != nil {
		return p, err
	}
	for i, n := range []*int64{&p.Per, &p.Minimum, &p.Increment} {
		if *n, err = strconv.ParseInt(line[6+i], 10, 64); err != nil {
			return p, err
		}
	}
	if p.Service == "" || p.UsageType == "" || p.Unit == "" || p.Origin == "" || p.Per < 1 || p.Increment < 1 || p.Minimum < 0 {
		return p, fmt.Errorf("a price needs service, usage type, unit, origin, and positive numbers")
	}
	return p, nil
}

// At returns the price of a usage type at a time, or fault.NotFound: what has no price is not free.
func (l *Prices) At(usageType string, t time.Time) (Price, error) {
	for _, p := range l.byType[usageType] {
		if !t.Before(p.Effective) {
			return p, nil
		}
	}
	return Price{}, fault.New(fault.NotFound, "There is no price for the usage type %s on %s.", usageType, t.UTC().Format(time.DateOnly))
}

// Price is what one record costs at its time. It is computed in whole numbers and rounded once, to the nearest
// picodollar. Amounts of records add up: the price of many is the sum of their prices.
func (l *Prices) Price(r Record) (Picodollars, error) {
	p, err := l.At(r.UsageType, r.Time)
	if err != nil {
		return 0, err
	}
	if r.Unit != p.Unit {
		return 0, fault.New(fault.Internal, "Usage of %s is recorded in %s, and its price is for %s.", r.UsageType, r.Unit, p.Unit)
	}
	return p.Of(r.Quantity)
}

// Of is the price of a quantity that was used at once, for an estimate before there is a record.
func (p Price) Of(quantity int64) (Picodollars, error) {
	billed, err := p.Billed(quantity)
	if err != nil {
		return 0, err
	}
	return scale(p.Amount, billed, p.Per)
}

// Billed is the quantity that is charged for: raised to the minimum and rounded up to the increment.
func (p Price) Billed(quantity int64) (int64, error) {
	if quantity < 0 {
		return 0, fault.New(fault.Internal, "A negative quantity of %s has no price.", p.UsageType)
	}
	billed := max(quantity, p.Minimum)
	if rest := billed % p.Increment; rest > 0 {
		if billed > maxQuantity-(p.Increment-rest) {
			return 0, tooLarge()
		}
		billed += p.Increment - rest
	}
	return billed, nil
}
