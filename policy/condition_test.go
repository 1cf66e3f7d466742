package policy

import (
	"encoding/json"
	"testing"
)

// asked evaluates one condition, {"operator": {"k:y": values}}, for the values of k:y; nil means absent.
func asked(t *testing.T, operator, values string, request []string, more ...string) truth {
	t.Helper()
	var list Values
	if err := json.Unmarshal([]byte(values), &list); err != nil {
		t.Fatalf("%s: %v", values, err)
	}
	r := &Request{}
	if request != nil {
		r.Context.Set("K:Y", request...)
	}
	for i := 0; i+1 < len(more); i += 2 {
		r.Context.Set(more[i], more[i+1])
	}
	c := compileCondition(operator, "k:Y", list, true)
	return c.truth(&evaluation{request: r})
}

// TestOperators: for each operator, values that fit and that do not; the negated operator says the opposite, and so
// does absence.
func TestOperators(t *testing.T) {
	for _, c := range []struct {
		operator, negated string
		values            string
		fits, differs     []string
	}{
		{"StringEquals", "StringNotEquals", `["a*","b"]`, []string{"a*", "b"}, []string{"A*", "ab", "", "B"}},
		{"StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", `["Retail","é*"]`, []string{"retail", "RETAIL", "É*"}, []string{"retai", "retails", "éx", ""}},
		{"StringLike", "StringNotLike", `["a*c?","*/","x"]`, []string{"acd", "abcd", "accd", "a/c/", "/", "b/", "x", "aéc€"}, []string{"ac", "acde", "Acd", "X", ""}},
		{"StringLike", "StringNotLike", `["*"]`, []string{"", "a", "*"}, nil},
		{"StringLike", "StringNotLike", `[""]`, []string{""}, []string{"a"}},
		{"NumericEquals", "NumericNotEquals", `["10","2.5"]`, []string{"10", "10.0", "1e1", "+10", "2.50"}, []string{"11", "-10", "9007199254740993"}},
		{"NumericEquals", "NumericNotEquals", `["9007199254740993"]`, []string{"9007199254740993"}, []string{"9007199254740992"}},
		{"NumericLessThan", "NumericGreaterThanEquals", `["10"]`, []string{"9", "9.99", "-11"}, []string{"10", "10.0", "11"}},
		{"NumericLessThanEquals", "NumericGreaterThan", `["10"]`, []string{"9", "10", "10.0"}, []string{"10.1", "11"}},
		{"DateEquals", "DateNotEquals", `["2026-01-02T03:04:05Z"]`, []string{"2026-01-02T03:04:05Z", "2026-01-02T04:04:05+01:00", "2026-01-02T03:04:05.000Z", "1767323045"}, []string{"2026-01-02T03:04:06Z", "2026-01-02", "1767323046"}},
		{"DateEquals", "DateNotEquals", `["2026"]`, []string{"2026-01-01", "2026-01", "2026-01-01T00:00Z"}, []string{"2026-01-02"}},
		{"DateLessThan", "DateGreaterThanEquals", `["1767323045"]`, []string{"2026-01-02T03:04:04Z", "1767323044", "1767323044.5"}, []string{"2026-01-02T03:04:05Z", "1767323045", "2027-01-01"}},
		{"DateLessThanEquals", "DateGreaterThan", `["2026-01-02T03:04Z"]`, []string{"2026-01-02T03:04:00Z", "2025-12-31"}, []string{"2026-01-02T03:04:01Z"}},
		{"IpAddress", "NotIpAddress", `["10.12.0.0/16","192.0.2.7","2001:db8::/32"]`, []string{"10.12.255.1", "192.0.2.7", "2001:db8::1", "::ffff:10.12.0.1"}, []string{"10.13.0.0", "192.0.2.8", "2001:db9::1"}},
		{"IpAddress", "NotIpAddress", `["10.12.3.4/16","::1"]`, []string{"10.12.0.1", "::1"}, []string{"::2", "10.13.3.4"}},
		{"ArnEquals", "ArnNotEquals", `["arn:aws:iam::*:role/a*","arn:aws:s3:::b"]`, []string{"arn:aws:iam::111111111111:role/abc", "arn:aws:iam::1:role/a/b:c", "arn:aws:s3:::b"}, []string{"arn:aws:iam::111111111111:role/b", "arn:aws:iam:x:1:2:role/a", "arn:aws:S3:::b", "role/abc", ""}},
		{"ArnLike", "ArnNotLike", `["arn:aws:s?s:*"]`, []string{"arn:aws:sns:us-east-1:1:t", "arn:aws:sqs:::"}, []string{"arn:aws:ss:::x", "arn:aws:sns:x"}},
	} {
		for _, v := range c.fits {
			if got := asked(t, c.operator, c.values, []string{v}); got != yes {
				t.Errorf("%s %s of %q is %v, want yes", c.operator, c.values, v, got)
			}
			if got := asked(t, c.negated, c.values, []string{v}); got != no {
				t.Errorf("%s %s of %q is %v, want no", c.negated, c.values, v, got)
			}
		}
		for _, v := range c.differs {
			if got := asked(t, c.operator, c.values, []string{v}); got != no {
				t.Errorf("%s %s of %q is %v, want no", c.operator, c.values, v, got)
			}
			if got := asked(t, c.negated, c.values, []string{v}); got != yes {
				t.Errorf("%s %s of %q is %v, want yes", c.negated, c.values, v, got)
			}
		}
	}
}

func TestConditionForms(t *testing.T) {
	one := func(v ...string) []string { return v }
	for _, c := range []struct {
		operator, values string
		request          []string
		want             truth
	}{
		{"Bool", `["true"]`, one("True"), yes},
		{"Bool", `["true"]`, one("false"), no},
		{"Bool", `["false"]`, one("false"), yes},
		{"Bool", `["true"]`, one("yes"), unknown},
		{"Bool", `["1"]`, one("true"), unknown},
		{"BinaryEquals", `["QmlulmFyeQ=="]`, one("QmlulmFyeQ=="), yes},
		{"BinaryEquals", `["QmlulmFyeQ=="]`, one("QmlulmFyeQ"), yes},
		{"BinaryEquals", `["QmlulmFyeQ=="]`, one("qmlulmFyeQ=="), no},
		{"BinaryEquals", `["?"]`, one("QQ=="), unknown},

		// A key that is absent, and one that is present without a value.
		{"StringEquals", `["a"]`, nil, no},
		{"StringNotEquals", `["a"]`, nil, yes},
		{"StringEquals", `["a"]`, one(), no},
		{"StringNotEquals", `["a"]`, one(), yes},
		{"NumericGreaterThan", `["1"]`, nil, no},
		{"NumericNotEquals", `["1"]`, nil, yes},
		{"NotIpAddress", `["10.0.0.0/8"]`, nil, yes},
		{"ArnNotEquals", `["arn:aws:s3:::b"]`, nil, yes},
		{"DateNotEquals", `["2026"]`, nil, yes},
		{"BinaryEquals", `["QQ=="]`, nil, no},
		{"Bool", `["false"]`, nil, no},

		// IfExists asks only when the key is there.
		{"StringEqualsIfExists", `["a"]`, nil, yes},
		{"StringEqualsIfExists", `["a"]`, one("b"), no},
		{"StringEqualsIfExists", `["a"]`, one("a"), yes},
		{"StringNotEqualsIfExists", `["a"]`, one("a"), no},
		{"BoolIfExists", `["false"]`, nil, yes},
		{"IpAddressIfExists", `["10.0.0.0/8"]`, one("11.0.0.1"), no},
		{"ForAnyValue:StringEqualsIfExists", `["a"]`, nil, yes},

		{"Null", `["true"]`, nil, yes},
		{"Null", `["true"]`, one(), yes},
		{"Null", `["true"]`, one("x"), no},
		{"Null", `["false"]`, nil, no},
		{"Null", `["false"]`, one(), no},
		{"Null", `["false"]`, one(""), yes},
		{"Null", `["true","false"]`, nil, yes},
		{"Null", `["maybe"]`, nil, unknown},

		// Sets.
		{"ForAllValues:StringEquals", `["a","b"]`, nil, yes},
		{"ForAllValues:StringEquals", `["a","b"]`, one(), yes},
		{"ForAllValues:StringEquals", `["a","b"]`, one("b", "a", "b"), yes},
		{"ForAllValues:StringEquals", `["a","b"]`, one("a", "c"), no},
		{"ForAllValues:StringNotEquals", `["a","b"]`, one("c", "d"), yes},
		{"ForAllValues:StringNotEquals", `["a","b"]`, one("c", "a"), no},
		{"ForAllValues:StringLike", `["x*"]`, one("x", "xy"), yes},
		{"ForAnyValue:StringEquals", `["a","b"]`, nil, no},
		{"ForAnyValue:StringEquals", `["a","b"]`, one(), no},
		{"ForAnyValue:StringEquals", `["a","b"]`, one("c", "b"), yes},
		{"ForAnyValue:StringEquals", `["a","b"]`, one("c"), no},
		{"ForAnyValue:StringNotEquals", `["a"]`, nil, no},
		{"ForAnyValue:StringNotEquals", `["a"]`, one("a", "b"), yes},
		{"ForAnyValue:StringNotEquals", `["a"]`, one("a"), no},
		{"ForAnyValue:ArnLike", `["arn:aws:s3:::b*"]`, one("x", "arn:aws:s3:::bb"), yes},
		{"ForAnyValue:NumericLessThan", `["3"]`, one("4", "2"), yes},

		// What is not understood.
		{"StringEquals", `["a"]`, one("a", "b"), unknown}, // several values without a set prefix
		{"stringequals", `["a"]`, one("a"), unknown},
		{"StringMatches", `["a"]`, one("a"), unknown},
		{"ForAllValues:Null", `["true"]`, nil, unknown},
		{"NullIfExists", `["true"]`, nil, unknown},
		{"ForSomeValues:StringEquals", `["a"]`, one("a"), unknown},
		{"NumericEquals", `["10abc"]`, one("10"), unknown},
		{"NumericEquals", `["10"]`, one("10abc"), unknown},
		{"NumericEquals", `["0x10"]`, one("16"), unknown},
		{"NumericNotEquals", `["10"]`, one("inf"), unknown},
		{"NumericLessThan", `["${k:y}"]`, one("1"), unknown},
		{"DateEquals", `["yesterday"]`, one("2026"), unknown},
		{"DateLessThan", `["2026"]`, one("soon"), unknown},
		{"DateLessThan", `["1e300"]`, one("2026"), unknown},
		{"IpAddress", `["10.0.0.0/33"]`, one("10.0.0.1"), unknown},
		{"NotIpAddress", `["10.0.0.0/8"]`, one("localhost"), unknown},
		{"ArnLike", `["*"]`, one("arn:aws:s3:::b"), unknown},
		{"StringEquals", `["${}"]`, one("a"), unknown},
	} {
		if got := asked(t, c.operator, c.values, c.request); got != c.want {
			t.Errorf("%s %s of %q (absent: %v) is %v, want %v", c.operator, c.values, c.request, c.request == nil, got, c.want)
		}
	}
}

func TestVariablesInConditions(t *testing.T) {
	for _, c := range []struct {
		operator, values, request string
		want                      truth
	}{
		{"StringEquals", `["${aws:username}"]`, "ana", yes},
		{"StringEquals", `["${AWS:UserName}"]`, "ana", yes},
		{"StringEquals", `["u-${aws:username}-x"]`, "u-ana-x", yes},
		{"StringEqualsIgnoreCase", `["U-${aws:username}"]`, "u-ANA", yes},
		{"StringLike", `["${aws:username}*"]`, "ana-1", yes},
		{"StringLike", `["${tag/wild}"]`, "a*b", yes}, // what a variable stands for is literal
		{"StringLike", `["${tag/wild}"]`, "axb", no},
		{"StringLike", `["a${*}?"]`, "a*x", yes},
		{"StringLike", `["a${*}?"]`, "abx", no},
		{"StringLike", `["${?}${$}"]`, "?$", yes},
		{"StringEquals", `["${*}"]`, "*", yes},
		{"StringEquals", `["$x"]`, "$x", yes},
		{"StringEquals", `["${tag/team, 'none'}"]`, "none", yes},
		{"StringEquals", `["${tag/team,''}"]`, "", yes},
		{"StringEquals", `["${aws:username, 'none'}"]`, "ana", yes},
		{"StringEquals", `["${tag/team}"]`, "", no}, // unresolved
		{"StringNotEquals", `["${tag/team}"]`, "x", yes},
		{"StringEquals", `["${tag/team}","x"]`, "x", yes},
		{"Bool", `["${tag/flag}"]`, "true", yes},
		{"Bool", `["${tag/flag}"]`, "false", no},
		{"ArnEquals", `["arn:aws:iam::${aws:account}:user/${aws:username}"]`, "arn:aws:iam::111111111111:user/ana", yes},
		{"ArnEquals", `["arn:aws:iam::${aws:account}:user/${aws:username}"]`, "arn:aws:iam::222222222222:user/ana", no},
		{"ArnNotLike", `["arn:aws:iam::${tag/team}:user/*"]`, "arn:aws:iam::222222222222:user/ana", yes},
	} {
		got := asked(t, c.operator, c.values, []string{c.request}, "aws:username", "ana", "tag/wild", "a*b", "tag/flag", "TRUE", "aws:account", "111111111111")
		if got != c.want {
			t.Errorf("%s %s of %q is %v, want %v", c.operator, c.values, c.request, got, c.want)
		}
	}
	// A key with several values resolves nothing, and in 2008-10-17 a variable is text.
	request := &Request{}
	request.Context.Set("k:y", "ana")
	request.Context.Set("tag/many", "ana", "bo")
	many := compileCondition("StringEquals", "k:y", Values{"${tag/many, 'ana'}"}, true)
	if got := many.truth(&evaluation{request: request}); got != no {
		t.Errorf("a variable with two values: %v", got)
	}
	request.Context.Set("k:y", "${aws:username}")
	old := compileCondition("StringEquals", "k:y", Values{"${aws:username}"}, false)
	if got := old.truth(&evaluation{request: request}); got != yes {
		t.Errorf("a variable in a document of 2008: %v", got)
	}
}

func TestContext(t *testing.T) {
	var c Context
	if v, present := c.Get("aws:TagKeys"); present || v != nil {
		t.Errorf("a zero context has %v, %v", v, present)
	}
	c.Set("aws:TagKeys")
	if v, present := c.Get("AWS:tagkeys"); !present || len(v) != 0 {
		t.Errorf("an empty key: %v, %v", v, present)
	}
	c.Set("AWS:TAGKEYS", "A", "b")
	c.Set("aws:PrincipalTag/Team", "x")
	if v, _ := c.Get("aws:TagKeys"); len(v) != 2 || v[0] != "A" {
		t.Errorf("values %v", v)
	}
	if names := c.Names(); len(names) != 2 || names[0] != "aws:principaltag/team" {
		t.Errorf("names %v", names)
	}
	c.Delete("aws:TagKEYS")
	if _, present := c.Get("aws:TagKeys"); present {
		t.Error("a deleted key is present")
	}
	known := NewKeys("aws:SourceIp", "aws:PrincipalTag/")
	for name, want := range map[string]bool{"AWS:sourceip": true, "aws:principaltag/Team": true, "aws:SourceVpc": false, "aws:SourceIpx": false} {
		if known.Has(name) != want {
			t.Errorf("%s is known: %v", name, !want)
		}
	}
}
