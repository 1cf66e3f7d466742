package usage

import (
	"fmt"
	"math/big"
	"math/bits"
	"strings"

	"interlaken/fault"
)

// Picodollars is an amount of money: 10⁻¹² US dollars. It reaches to nine million dollars; sums that go past that
// fail, they do not wrap. One GET request costs 400,000 of it.
type Picodollars int64

const (
	places      = 12
	perDollar   = 1_000_000_000_000
	maxPico     = Picodollars(1<<63 - 1)
	maxQuantity = int64(1<<63 - 1)
)

// ParseDollars reads a decimal number of dollars with at most twelve places, exactly.
func ParseDollars(text string) (Picodollars, error) {
	whole, fraction, _ := strings.Cut(text, ".")
	digits := whole + fraction + strings.Repeat("0", max(0, places-len(fraction)))
	n, ok := new(big.Int).SetString(digits, 10)
	if !ok || len(fraction) > places || whole == "" || strings.ContainsAny(digits, "+-_") || !n.IsInt64() {
		return 0, fmt.Errorf("%q is not an amount of dollars with at most %d places", text, places)
	}
	return Picodollars(n.Int64()), nil
}

// String is the exact amount in dollars, with at least two places and no zeros after them: "0.0000476837".
func (p Picodollars) String() string {
	text := p.Round(places)
	for len(text)-strings.IndexByte(text, '.') > 3 && strings.HasSuffix(text, "0") {
		text = text[:len(text)-1]
	}
	return text
}

// Round is the amount in dollars with so many places (at most twelve), halves away from zero. It is for print only:
// amounts are added unrounded.
func (p Picodollars) Round(n int) string {
	n = min(max(n, 0), places)
	sign, rest := "", uint64(p)
	if p < 0 {
		sign, rest = "-", -rest
	}
	unit := uint64(1)
	for range places - n {
		unit *= 10
	}
	cut := rest % unit
	rest /= unit
	if unit > 1 && cut >= unit/2 {
		rest++
	}
	if rest == 0 {
		sign = ""
	}
	digits := fmt.Sprintf("%0*d", n+1, rest)
	if n == 0 {
		return sign + digits
	}
	return sign + digits[:len(digits)-n] + "." + digits[len(digits)-n:]
}

// printedPlaces are the places of a dollar that people are shown: a query's minimum on Athena is 0.000048.
const printedPlaces = 6

// Dollars is the amount as a person reads it: $0.000048, $0.30, <$0.000001. What is small is not 0.
func (p Picodollars) Dollars() string {
	text := p.Round(printedPlaces)
	if p > 0 && strings.Trim(text, "0.") == "" {
		return "<$0." + strings.Repeat("0", printedPlaces-1) + "1"
	}
	whole, fraction, _ := strings.Cut(text, ".")
	for len(fraction) > 2 && strings.HasSuffix(fraction, "0") {
		fraction = fraction[:len(fraction)-1]
	}
	return "$" + whole + "." + fraction
}

// Add is the sum, or fault.Limit where it does not fit.
func (p Picodollars) Add(q Picodollars) (Picodollars, error) {
	sum := p + q
	if (sum > p) != (q > 0) {
		return 0, fault.New(fault.Limit, "A sum of money is too large to be counted.")
	}
	return sum, nil
}

// scale is amount × quantity ÷ per, rounded to the nearest (halves up), in 128 bits on the way; none is negative.
func scale(amount Picodollars, quantity, per int64) (Picodollars, error) {
	high, low := bits.Mul64(uint64(amount), uint64(quantity))
	low, carry := bits.Add64(low, uint64(per)/2, 0)
	high += carry
	if high >= uint64(per) {
		return 0, tooLarge()
	}
	quotient, _ := bits.Div64(high, low, uint64(per))
	if quotient > uint64(maxPico) {
		return 0, tooLarge()
	}
	return Picodollars(quotient), nil
}

func tooLarge() error {
	return fault.New(fault.Limit, "A price is too large to be counted.")
}
