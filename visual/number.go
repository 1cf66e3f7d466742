package visual

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"interlaken/sql/types"
)

// missing stands where a figure is not known.
const missing = "–"

// figure is a number: a float for the geometry, and the exact value for the print. The zero value is a missing one.
type figure struct {
	float *float64
	exact *big.Rat
}

// readFigure reads a number as Athena prints it. NaN, the infinities and what is no number give a missing one and false.
func readFigure(text string) (figure, bool) {
	text = strings.TrimSpace(text)
	float, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(float) || math.IsInf(float, 0) {
		return figure{}, false
	}
	exact := new(big.Rat)
	if float != 0 { // a zero may be written with an exponent of any size, which an exact number would spell out
		if _, ok := exact.SetString(text); !ok {
			return figure{}, false
		}
	}
	return figure{&float, exact}, true
}

// figureOf makes a figure of an exact number, a missing one where it is too large to be drawn.
func figureOf(exact *big.Rat) figure {
	float, _ := exact.Float64()
	if math.IsInf(float, 0) {
		return figure{}
	}
	return figure{&float, exact}
}

func (f figure) known() bool { return f.float != nil }

// place is where a figure is printed, which decides about its scale.
type place int

const (
	inCell     place = iota // tables and what a pointer shows: the whole number
	inHeadline              // KPIs: scaled from a million on
)

// figure prints a number by the format; a missing one as its null text or a dash.
func (f Format) figure(v figure, where place) string {
	if !v.known() {
		if f.Null != "" {
			return f.Null
		}
		return missing
	}
	scale := f.scale(*v.float, where)
	return f.print(v.exact, scale, f.places(v.exact, scale))
}

// scale is a unit in which numbers are printed.
type scale struct {
	name    string
	power   int
	suffix  string
	divisor *big.Rat
}

var scales = []scale{
	{"NONE", 0, "", big.NewRat(1, 1)},
	{"THOUSANDS", 3, "K", big.NewRat(1e3, 1)},
	{"MILLIONS", 6, "M", big.NewRat(1e6, 1)},
	{"BILLIONS", 9, "B", big.NewRat(1e9, 1)},
	{"TRILLIONS", 12, "T", big.NewRat(1e12, 1)},
}

func (f Format) scale(v float64, where place) scale {
	for _, s := range scales {
		if s.name == f.Scale {
			return s
		}
	}
	if where == inHeadline && f.Kind != Percentage && math.Abs(v) >= 1e6 {
		return fitting(v)
	}
	return scales[0]
}

// fitting is the largest unit that a number has one of.
func fitting(v float64) scale {
	found := scales[0]
	for _, s := range scales {
		if math.Abs(v) >= math.Pow10(s.power) {
			found = s
		}
	}
	return found
}

var hundred = big.NewRat(100, 1)

// shown is the number that is printed: scaled, and of a percentage times hundred.
func (f Format) shown(exact *big.Rat, s scale) *big.Rat {
	if f.Kind == Percentage {
		return new(big.Rat).Mul(exact, hundred)
	}
	return new(big.Rat).Quo(exact, s.divisor)
}

// places returns the digits after the point. By itself a number has up to two, a currency exactly its own, and a number
// that two places would make a zero has its first two significant digits.
func (f Format) places(exact *big.Rat, s scale) int {
	if f.Decimals != nil {
		return max(0, *f.Decimals)
	}
	if f.Kind == Currency && s.power == 0 {
		if f.Symbol == "JPY" || f.Symbol == "KRW" {
			return 0
		}
		return 2
	}
	shown := f.shown(exact, s)
	if shown.IsInt() {
		return 0
	}
	places := 2
	if size, _ := new(big.Rat).Abs(shown).Float64(); size > 0 && size < 0.1 {
		places = min(12, 1-int(math.Floor(math.Log10(size))))
	}
	printed := shown.FloatString(places)
	return len(strings.TrimRight(printed, "0")) - strings.IndexByte(printed, '.') - 1
}

// currencies are the signs of QuickSight's currency codes that have one of their own.
var currencies = map[string]string{
	"": "$", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "¥", "INR": "₹", "KRW": "₩", "BRL": "R$", "ILS": "₪",
	"THB": "฿", "VND": "₫", "PHP": "₱", "NGN": "₦", "PLN": "zł", "TRY": "₺", "UAH": "₴",
}

// print writes a number with its places, grouped, with sign, symbol and suffixes.
func (f Format) print(exact *big.Rat, s scale, places int) string {
	digits := f.shown(exact, s).FloatString(places)
	digits, negative := strings.CutPrefix(digits, "-")
	if negative && strings.Trim(digits, "0.") == "" {
		negative = false
	}
	if !f.NoGrouping {
		digits = group(digits)
	}
	var b strings.Builder
	if negative {
		b.WriteByte('-')
	}
	b.WriteString(f.Prefix)
	if f.Kind == Currency {
		sign, known := currencies[f.Symbol]
		if !known {
			sign = f.Symbol + " "
		}
		b.WriteString(sign)
	}
	b.WriteString(digits)
	if f.Kind == Percentage {
		b.WriteByte('%')
	} else {
		b.WriteString(s.suffix)
	}
	b.WriteString(f.Suffix)
	return b.String()
}

// group sets a comma between thousands.
func group(digits string) string {
	whole, rest, point := strings.Cut(digits, ".")
	var b strings.Builder
	for i, d := range []byte(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(d)
	}
	if point {
		b.WriteByte('.')
		b.WriteString(rest)
	}
	return b.String()
}

func grouped(n int) string { return group(strconv.Itoa(n)) }

// text prints any value by its format and type.
func (f Format) text(cell string, t types.Type) string {
	switch {
	case f.Kind == Date, f.Granularity != "", t.Kind == types.Date, t.Kind == types.Timestamp, t.Kind == types.TimestampTZ:
		if at, ok := readTime(cell); ok {
			return f.time(at, t)
		}
	case f.Kind != Automatic || t.IsNumeric():
		if v, ok := readFigure(cell); ok {
			return f.figure(v, inCell)
		} else if t.IsNumeric() {
			return missing
		}
	}
	return cell
}
