package usage

import (
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"interlaken/fault"
)

var day = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

const mb = 1 << 20

func TestPublishedPrices(t *testing.T) {
	for _, c := range []struct {
		usageType string
		unit      Unit
		quantity  int64
		want      string
	}{
		{AthenaDataScanned, Bytes, 1 << 40, "5.00"},
		{AthenaDataScanned, Bytes, 0, "0.000047683716"}, // the minimum: 10 MB
		{AthenaDataScanned, Bytes, 10 * mb, "0.000047683716"},
		{AthenaDataScanned, Bytes, 10*mb + 1, "0.000052452087"}, // 11 MB
		{AthenaDataScanned, Bytes, 1 << 39, "2.50"},
		{S3WriteRequests, Requests, 1000, "0.005"},
		{S3WriteRequests, Requests, 1, "0.000005"},
		{S3ReadRequests, Requests, 1, "0.0000004"},
		{S3ReadRequests, Requests, 0, "0.00"},
		{GlueCatalogRequests, Requests, 1_000_000, "1.00"},
		{GlueCatalogRequests, Requests, 1, "0.000001"},
		{ReaderSessions, Sessions, 3, "0.90"},
		{AuthorMonths, UserMonths, 2, "48.00"},
	} {
		got, err := Published().Price(Record{UsageType: c.usageType, Unit: c.unit, Quantity: c.quantity, Time: day})
		if err != nil || got.String() != c.want {
			t.Errorf("%d %s of %s cost %s, %v, want %s", c.quantity, c.unit, c.usageType, got, err, c.want)
		}
	}
}

func TestNoPrice(t *testing.T) {
	for _, c := range []struct {
		name string
		r    Record
		code fault.Code
	}{
		{"a usage type without price", Record{UsageType: "EUC1-DataScannedInTB", Unit: Bytes, Time: day}, fault.NotFound},
		{"a time before the first price", Record{UsageType: AthenaDataScanned, Unit: Bytes, Time: time.Date(2016, 11, 29, 23, 59, 59, 0, time.UTC)}, fault.NotFound},
		{"another unit", Record{UsageType: AthenaDataScanned, Unit: Requests, Time: day}, fault.Internal},
		{"a negative quantity", Record{UsageType: AthenaDataScanned, Unit: Bytes, Quantity: -1, Time: day}, fault.Internal},
		{"a quantity that cannot be rounded up", Record{UsageType: AthenaDataScanned, Unit: Bytes, Quantity: math.MaxInt64, Time: day}, fault.Limit},
		{"a price that cannot be counted", Record{UsageType: AuthorMonths, Unit: UserMonths, Quantity: math.MaxInt64, Time: day}, fault.Limit},
	} {
		if got, err := Published().Price(c.r); !fault.Is(err, c.code) || got != 0 {
			t.Errorf("%s: %s, %v, want %s", c.name, got, err, c.code)
		}
	}
}

func TestPriceOfTheDay(t *testing.T) {
	list, err := ReadPrices(strings.NewReader("s,t,r,2020-01-01,requests,1,1,0,1,o\ns,t,r,2021-01-01,requests,2,1,0,1,o\n"))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"2020-01-01T00:00:00Z": "1.00", "2020-12-31T23:59:59Z": "1.00", "2021-01-01T00:00:00Z": "2.00", "2021-01-01T00:30:00+01:00": "1.00"} {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := list.Price(Record{UsageType: "t", Unit: Requests, Quantity: 1, Time: at}); err != nil || got.String() != want {
			t.Errorf("at %s: %s, %v, want %s", text, got, err, want)
		}
	}
}

func TestPriceListsThatAreRefused(t *testing.T) {
	for name, text := range map[string]string{
		"empty":         "# nothing\n",
		"short line":    "s,t,r\n",
		"date":          "s,t,r,2020-13-01,requests,1,1,0,1,o\n",
		"amount":        "s,t,r,2020-01-01,requests,1e3,1,0,1,o\n",
		"number":        "s,t,r,2020-01-01,requests,1,x,0,1,o\n",
		"per nothing":   "s,t,r,2020-01-01,requests,1,0,0,1,o\n",
		"no increment":  "s,t,r,2020-01-01,requests,1,1,0,0,o\n",
		"no origin":     "s,t,r,2020-01-01,requests,1,1,0,1,\n",
		"same day":      "s,t,r,2020-01-01,requests,1,1,0,1,o\ns,t,r,2020-01-01,requests,2,1,0,1,o\n",
		"below nothing": "s,t,r,2020-01-01,requests,1,1,-1,1,o\n",
	} {
		if _, err := ReadPrices(strings.NewReader(text)); err == nil {
			t.Errorf("%s: it was read", name)
		}
	}
}

// The price is the rational one, rounded to the nearest picodollar, and never falls as the quantity rises.
func TestPriceAgreesWithRationals(t *testing.T) {
	athena, err := Published().At(AthenaDataScanned, day)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		quantity := rapid.Int64Range(0, 1<<58).Draw(t, "quantity")
		p := Price{
			Amount: Picodollars(rapid.Int64Range(0, 1e14).Draw(t, "amount")), Per: rapid.Int64Range(1, 1<<41).Draw(t, "per"),
			Minimum: rapid.Int64Range(0, 1<<30).Draw(t, "minimum"), Increment: rapid.Int64Range(1, 1<<21).Draw(t, "increment"),
		}
		if rapid.Bool().Draw(t, "athena") {
			p = athena
		}
		billed, err := p.Billed(quantity)
		if err != nil {
			t.Fatal(err)
		}
		if billed < quantity || billed < p.Minimum || billed%p.Increment != 0 || billed-max(quantity, p.Minimum) >= p.Increment {
			t.Fatalf("%d is billed as %d by %+v", quantity, billed, p)
		}
		exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(int64(p.Amount)), big.NewInt(billed)), big.NewInt(p.Per))
		got, err := p.Of(quantity)
		if err != nil {
			if exact.Cmp(new(big.Rat).SetInt64(math.MaxInt64-1)) < 0 {
				t.Fatalf("%d by %+v: %v", quantity, p, err)
			}
			return
		}
		off := new(big.Rat).Sub(exact, new(big.Rat).SetInt64(int64(got)))
		if off.Abs(off).Cmp(big.NewRat(1, 2)) > 0 {
			t.Fatalf("%d by %+v costs %d, exactly %s", quantity, p, int64(got), exact.FloatString(3))
		}
		more, err := p.Of(quantity + rapid.Int64Range(0, 1<<40).Draw(t, "more"))
		if err == nil && more < got {
			t.Fatalf("more costs less: %d and %d", more, got)
		}
	})
}
