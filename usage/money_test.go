package usage

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"interlaken/fault"
)

func TestDollars(t *testing.T) {
	for text, want := range map[string]Picodollars{
		"0": 0, "5": 5e12, "5.00": 5e12, "0.0000004": 400_000, "0.000000000001": 1, "9223372.036854775807": math.MaxInt64,
	} {
		if got, err := ParseDollars(text); got != want || err != nil {
			t.Errorf("%s dollars are %d, %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", ".", ".5", "1e3", "0.0000000000001", "9223372.036854775808", "-1", "1_000", "+1", "1.2.3", "1.-2", "x"} {
		if got, err := ParseDollars(text); err == nil {
			t.Errorf("%q was read as %d", text, got)
		}
	}
}

func TestMoneyText(t *testing.T) {
	for _, c := range []struct {
		amount Picodollars
		exact  string
		round2 string
		round0 string
	}{
		{0, "0.00", "0.00", "0"},
		{1, "0.000000000001", "0.00", "0"},
		{5e12, "5.00", "5.00", "5"},
		{47_683_716, "0.000047683716", "0.00", "0"},
		{5e9, "0.005", "0.01", "0"},
		{4_999_999_999, "0.004999999999", "0.00", "0"},
		{5e11, "0.50", "0.50", "1"},
		{1_995_000_000_000, "1.995", "2.00", "2"},
		{-5e9, "-0.005", "-0.01", "0"},
		{-1, "-0.000000000001", "0.00", "0"},
		{math.MaxInt64, "9223372.036854775807", "9223372.04", "9223372"},
		{math.MinInt64, "-9223372.036854775808", "-9223372.04", "-9223372"},
	} {
		if c.amount.String() != c.exact || c.amount.Round(2) != c.round2 || c.amount.Round(0) != c.round0 {
			t.Errorf("%d is %s, %s, %s, want %s, %s, %s", int64(c.amount), c.amount, c.amount.Round(2), c.amount.Round(0), c.exact, c.round2, c.round0)
		}
	}
}

func TestMoneyTextIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := Picodollars(rapid.Int64Range(0, math.MaxInt64).Draw(t, "amount"))
		if back, err := ParseDollars(amount.String()); back != amount || err != nil {
			t.Fatalf("%d is written %s and read %d, %v", int64(amount), amount, int64(back), err)
		}
		n := rapid.IntRange(0, 12).Draw(t, "places")
		want := new(big.Rat).SetFrac64(int64(amount), perDollar).FloatString(n)
		if got := amount.Round(n); got != want {
			t.Fatalf("%d with %d places is %s, want %s", int64(amount), n, got, want)
		}
		if got := (-amount).Round(n); strings.TrimPrefix(got, "-") != want {
			t.Fatalf("-%d with %d places is %s", int64(amount), n, got)
		}
	})
}

func TestMoneyDoesNotWrap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")
		sum := new(big.Int).Add(big.NewInt(a), big.NewInt(b))
		got, err := Picodollars(a).Add(Picodollars(b))
		if sum.IsInt64() != (err == nil) || err == nil && int64(got) != sum.Int64() || err != nil && !fault.Is(err, fault.Limit) {
			t.Fatalf("%d + %d is %d, %v", a, b, got, err)
		}
	})
}
