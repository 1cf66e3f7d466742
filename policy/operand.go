package policy

import (
	"encoding/base64"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// operand is one value of a condition, compiled for its operator's family.
type operand struct {
	text    pattern     // string, bool with a variable
	arn     *arnPattern // ARN
	number  number
	instant time.Time
	network netip.Prefix
	binary  string // base-64, standard form
	flag    bool   // bool without a variable, Null
}

// compileOperand reads a value. problem is not empty when the operator cannot take it.
func compileOperand(op operator, v string, variables bool) (o operand, problem string) {
	ok := true
	switch op.family {
	case stringFamily:
		o.text, problem = compilePattern(v, op.wild, variables)
		return o, problem
	case arnFamily:
		compiled, problem := compileConditionARN(v, variables)
		o.arn = &compiled
		return o, problem
	case boolFamily:
		if variables && strings.Contains(v, "${") {
			o.text, problem = compilePattern(v, false, true)
			return o, problem
		}
		o.flag, ok = parseBool(v)
	case nullFamily:
		o.flag, ok = parseBool(v)
	case numericFamily:
		o.number, ok = parseNumber(v)
	case dateFamily:
		o.instant, ok = parseDate(v)
	case addressFamily:
		o.network, ok = parseNetwork(v)
	case binaryFamily:
		o.binary, ok = canonicalBase64(v)
	}
	if !ok {
		return o, "the operator cannot take this value"
	}
	return o, ""
}

// fits compares one value of the request. A value that is not of the operator's family is unknown, ARNs apart: what
// is no ARN fits no ARN.
func (o *operand) fits(e *evaluation, op operator, v string) truth {
	switch op.family {
	case stringFamily:
		return o.text.match(e, v, op.ignoreCase)
	case arnFamily:
		parts, ok := splitARN(v)
		return o.arn.match(e, &parts, ok)
	case boolFamily:
		flag, ok := parseBool(v)
		switch {
		case !ok:
			return unknown
		case o.text.variables:
			return o.text.match(e, v, true)
		}
		return truthOf(flag == o.flag)
	case numericFamily:
		n, ok := parseNumber(v)
		if !ok {
			return unknown
		}
		return truthOf(op.comparison.holds(n.compare(o.number)))
	case dateFamily:
		t, ok := parseDate(v)
		if !ok {
			return unknown
		}
		return truthOf(op.comparison.holds(t.Compare(o.instant)))
	case addressFamily:
		a, err := netip.ParseAddr(v)
		if err != nil {
			return unknown
		}
		return truthOf(o.network.Contains(a.Unmap().WithZone("")))
	case binaryFamily:
		return truthOf(strings.TrimRight(v, "=") == strings.TrimRight(o.binary, "="))
	}
	return unknown
}

// holds reads the sign of "request compared with policy".
func (c comparison) holds(sign int) bool {
	switch c {
	case less:
		return sign < 0
	case lessOrEqual:
		return sign <= 0
	case greater:
		return sign > 0
	case greaterOrEqual:
		return sign >= 0
	}
	return sign == 0
}

func parseBool(v string) (value, ok bool) {
	switch {
	case strings.EqualFold(v, "true"):
		return true, true
	case strings.EqualFold(v, "false"):
		return false, true
	}
	return false, false
}

// number is a decimal: exact where it is an integer of 64 bits, else a float.
type number struct {
	whole    int64
	fraction float64
	isWhole  bool
}

func parseNumber(v string) (number, bool) {
	digits := false
	for i := range len(v) {
		switch c := v[i]; {
		case c >= '0' && c <= '9':
			digits = true
		case c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E':
		default: // keeps out what strconv takes and AWS does not: hexadecimal, "inf", "nan"
			return number{}, false
		}
	}
	if !digits {
		return number{}, false
	}
	if whole, err := strconv.ParseInt(v, 10, 64); err == nil {
		return number{whole: whole, fraction: float64(whole), isWhole: true}, true
	}
	fraction, err := strconv.ParseFloat(v, 64)
	return number{fraction: fraction}, err == nil
}

func (n number) compare(o number) int {
	if n.isWhole && o.isWhole {
		switch {
		case n.whole < o.whole:
			return -1
		case n.whole > o.whole:
			return 1
		}
		return 0
	}
	switch {
	case n.fraction < o.fraction:
		return -1
	case n.fraction > o.fraction:
		return 1
	}
	return 0
}

// The forms of the W3C profile of ISO 8601. A fraction of a second is read wherever seconds are.
var (
	dayLayouts     = [...]string{"2006-01-02", "2006-01", "2006"}
	instantLayouts = [...]string{time.RFC3339, "2006-01-02T15:04Z07:00"}
)

// parseDate reads a date, or seconds since 1970 (with a fraction or not). Four digits are a year.
func parseDate(v string) (time.Time, bool) {
	if len(v) != len("2006") {
		if n, ok := parseNumber(v); ok {
			const most = 1 << 40 // seconds: some 35,000 years, which microseconds still hold
			if n.fraction < -most || n.fraction > most {
				return time.Time{}, false
			}
			return time.UnixMicro(int64(n.fraction * 1e6)), true
		}
	}
	layouts := dayLayouts[:]
	if strings.Contains(v, "T") {
		layouts = instantLayouts[:]
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, v); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// parseNetwork reads a CIDR block or a bare address. Bits beyond the prefix are ignored.
func parseNetwork(v string) (netip.Prefix, bool) {
	if strings.Contains(v, "/") {
		p, err := netip.ParsePrefix(v)
		if err != nil {
			return p, false
		}
		return p.Masked(), true
	}
	a, err := netip.ParseAddr(v)
	if err != nil || a.Zone() != "" {
		return netip.Prefix{}, false
	}
	a = a.Unmap()
	return netip.PrefixFrom(a, a.BitLen()), true
}

func canonicalBase64(v string) (string, bool) {
	raw, err := base64.StdEncoding.DecodeString(v)
	if err != nil {
		return "", false
	}
	return base64.StdEncoding.EncodeToString(raw), true
}
