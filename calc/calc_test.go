package calc

import (
	"strings"
	"testing"
	"time"

	"interlaken/fault"
	"interlaken/sql/ast"
)

// scope has a column of each type, one formula a level, and parameters.
func scope() *Set {
	s := NewSet()
	for name, t := range map[string]Type{"name": String, "n": Integer, "price": Decimal, "day": DateTime, "ok": Boolean, "date": String, "with space": Integer} {
		s.AddColumn(name, t)
	}
	s.AddFormula("Date", "parseDate(date, 'yyyy-MM-dd')")
	s.AddFormula("Total", "sum(price)")
	s.AddFormula("name", "toUpper({name})")
	s.AddFormula("circle", "{round trip} + 1")
	s.AddFormula("round trip", "{circle} + 1")
	s.AddFormula("broken", "sum(")
	s.AddParameter("one", ParameterType{String, false})
	s.AddParameter("many", ParameterType{String, true})
	return s
}

func check(expression string) (Node, Meaning, error) {
	n, err := Parse(expression)
	if err != nil {
		return nil, Meaning{}, err
	}
	m, err := scope().Check(n)
	return n, m, err
}

func TestMeaning(t *testing.T) {
	for expression, want := range map[string]Meaning{
		"1": {Integer, Constant}, ".5": {Decimal, Constant}, "'it''": {}, "NULL": {Unknown, Constant}, "true": {Boolean, Constant},
		"n + 1": {Integer, Row}, "n / 2": {Decimal, Row}, "n % 2": {Integer, Row}, "n ^ 2": {Decimal, Row}, "-n": {Integer, Row}, "n * price": {Decimal, Row},
		"{with space} <> 3 OR NOT ok AND name = 'x'":             {Boolean, Row},
		"ifelse(n > 1, 1, n > 0, 2.5, NULL)":                     {Decimal, Row},
		"switch(name, 'a', 1, 'b', 2, 0)":                        {Integer, Row},
		"coalesce(NULL, n, 1)":                                   {Integer, Row},
		"in(name, ${many})":                                      {Boolean, Row},
		"notIn(n, [1, 2, -3])":                                   {Boolean, Row},
		"CONTAINS(name, ${one}, case_insensitive)":               {Boolean, Row},
		"dateDiff(day, now(), 'MM')":                             {Integer, Row},
		"truncDate(\"WK\", {Date})":                              {DateTime, Row},
		"date":                                                   {String, Row},
		"sum(n)":                                                 {Integer, Group},
		"sum(n) / count(name)":                                   {Decimal, Group},
		"sumIf(price, ok)":                                       {Decimal, Group},
		"{Total} * 2":                                            {Decimal, Group},
		"sum(n, [name])":                                         {Integer, Row},
		"avg(sum(n, [$visualDimensions, !name]))":                {Decimal, Group},
		"percentile(price, 95)":                                  {Decimal, Group},
		"sumOver(n, [name], PRE_AGG) / n":                        {Decimal, Row},
		"sumOver(sum(n), [name])":                                {Integer, Table},
		"sumOver(sum(n), [name], POST_AGG_FILTER)":               {Integer, Table},
		"rank([sum(n) DESC, name ASC], [day])":                   {Integer, Table},
		"denseRank([n DESC], [name], PRE_FILTER)":                {Integer, Row},
		"runningSum(sum(n), [truncDate('MM', day) ASC], [name])": {Integer, Table},
		"windowAvg(sum(n), [day ASC], -3, 0)":                    {Decimal, Table},
		"periodOverPeriodDifference(sum(n), day, MONTH, 1)":      {Decimal, Table},
		"periodToDateSum(price, day, YEAR, parseDate('06-30-2021', 'MM-dd-yyyy'))": {Decimal, Group},
		"percentOfTotal(sum(n)) > 0.5":                                             {Boolean, Table},
		"// a comment\n1 /* another\n one */ + /**/ 2":                             {Integer, Constant},
	} {
		if want == (Meaning{}) {
			continue
		}
		n, got, err := check(expression)
		if err != nil || got != want {
			t.Errorf("%s: %v %v, %v; want %v %v", expression, got.Type, got.Level, err, want.Type, want.Level)
			continue
		}
		printed := Print(n)
		again, m, err := check(printed)
		if err != nil || m != want || Print(again) != printed {
			t.Errorf("%s is printed as %s, which is %v, %v", expression, printed, m, err)
		}
	}
}

func TestProblems(t *testing.T) {
	for expression, want := range map[string]string{
		"":                              "line 1:1: There is no expression.",
		"sum(n":                         "line 1:6: The call of sum at 1:1 needs a ), not the end.",
		"n n":                           "line 1:3: The expression ends before n; an operator or a comma is missing, or a parenthesis is too much.",
		"1 +\n  * 2":                    "line 2:3: An expression is missing before *.",
		"summ(n)":                       "line 1:1: There is no function summ. Did you mean sum?",
		"{naem}":                        "line 1:1: There is no field {naem}. Did you mean name?",
		"${won}":                        "line 1:1: There is no parameter ${won}. Did you mean one?",
		"n + name":                      "line 1:5: + takes a number, not STRING. Texts are joined by concat().",
		"day - 1":                       "line 1:1: - takes a number, not DATETIME. Dates are moved by addDateTime() and compared by dateDiff().",
		"n = 'x'":                       "line 1:3: INTEGER cannot be compared with STRING; toString() and the like convert.",
		"1 < n < 3":                     "line 1:7: A comparison cannot be compared again; AND or OR is missing before <.",
		"n AND ok":                      "line 1:1: AND takes a condition, not INTEGER.",
		"sum(n) + n":                    "line 1:8: Mismatched aggregation: aggregated and not aggregated values cannot be combined. Aggregate the fields too, such as sum({field}).",
		"sum(sum(n))":                   "line 1:1: sum aggregates what is aggregated already; nest it with dimensions, as in avg(sum({field}, [{dimension}])).",
		"sumOver(n, [name])":            "line 1:1: sumOver is computed after aggregation and takes aggregated values, such as sum({field}); or name PRE_AGG or PRE_FILTER.",
		"sumOver(sum(n), [], PRE_AGG)":  "line 1:1: sumOver is computed before aggregation at PRE_AGG and cannot take aggregated values.",
		"runningSum(n, [day ASC])":      "line 1:12: runningSum takes an aggregated value for measure, such as sum({field}).",
		"ifelse(ok, 1)":                 "line 1:1: ifelse has 2 arguments; it is called as ifelse(if, then, …, otherwise).",
		"ifelse(ok, 1, 'x')":            "line 1:15: ifelse takes values of one type, and STRING is not INTEGER.",
		"strlen(n)":                     "line 1:8: strlen takes a text for text, and this is INTEGER.",
		"truncDate('XX', day)":          "line 1:11: XX is no unit of time; there are YYYY, Q, MM, WK, DD, HH, MI, SS and MS.",
		"truncDate('WD', day)":          "line 1:11: WD is no unit of time; there are YYYY, Q, MM, WK, DD, HH, MI, SS and MS.",
		"in(name, [name])":              "line 1:10: in takes a list of values for values. It is called as in(value, values).",
		"name = ${many}":                "line 1:8: The parameter may have several values; it can stand in in() and notIn() only.",
		"rank([])":                      "line 1:6: The list is empty; it needs what is sorted by, such as [{field} DESC].",
		"sum(n, [name DESC])":           "line 1:9: DESC stands in a list of what is sorted by, not in one of dimensions.",
		"[1, 2]":                        "line 1:1: A list stands among the arguments of a function only.",
		"PRE_AGG":                       "line 1:1: PRE_AGG has no meaning here.",
		"{circle}":                      "line 1:1: The calculated field {circle} has an error: line 1:1: The calculated field {round trip} has an error: line 1:1: The calculated field {circle} depends on itself.",
		"{broken} + 1":                  "line 1:1: The calculated field {broken} has an error: line 1:5: An expression is missing before the end.",
		"'open":                         "line 1:1: The text does not end; it needs a '.",
		"{open":                         "line 1:1: The name does not end; it needs a }.",
		"1 /* open":                     "line 1:3: The comment does not end; it needs a */.",
		"n # 1":                         "line 1:3: The character '#' means nothing here. A field whose name has others than letters, digits and _ stands in braces: {name}.",
		strings.Repeat("(", 300) + "1":  "line 1:201: The expression is nested more than 200 deep.",
		strings.Repeat("- ", 300) + "1": "line 1:401: The expression is nested more than 200 deep.",
		strings.Repeat(" ", 32_001):     "The expression has more than 32000 characters.",
	} {
		_, _, err := check(expression)
		if err == nil || fault.Public(err) != want {
			t.Errorf("%.40s:\n got %v\nwant %s", expression, err, want)
		}
	}
}

// plain has a column for every name.
type plain struct{}

func (plain) Field(name string) (ast.Expression, error)  { return ast.Name(name), nil }
func (plain) Parameter(string) ([]ast.Expression, error) { return nil, nil }
func (plain) Now() time.Time                             { return time.Time{} }

// TestTreesAreBounded: functions that write an argument more than once, within each other.
func TestTreesAreBounded(t *testing.T) {
	for _, c := range []struct {
		begin, end string
		fits, most int
	}{
		{"right(", ", 2)", 10, 150}, {"addWorkDays(", ", 1)", 3, 150}, {"locate(toString(", "), 'a', 2)", 10, 90}, {"abs(", ")", 150, 150},
	} {
		for _, depth := range []int{c.fits, c.most} {
			inner := map[bool]string{true: "day", false: "name"}[c.begin == "addWorkDays("]
			n, err := Parse(strings.Repeat(c.begin, depth) + inner + strings.Repeat(c.end, depth))
			if err != nil {
				t.Fatal(err)
			}
			_, err = Compile(n, plain{})
			if depth == c.fits && err != nil || depth > c.fits && !fault.Is(err, fault.Limit) {
				t.Errorf("%s %d times: %v", c.begin, depth, err)
			}
		}
	}
}

// TestGuideFunctions holds the table to the number of functions that the User Guide lists by category.
func TestGuideFunctions(t *testing.T) {
	if len(table) != 128 {
		t.Errorf("there are %d functions", len(table))
	}
	for name, f := range table {
		if f.Summary == "" || Lookup(strings.ToUpper(name)) != f {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestTextsAreReadAndPrinted(t *testing.T) {
	for expression, want := range map[string]string{`'it\'s'`: "it's", `"say ""`: "", `"\\"`: `\`, `'\d'`: `\d`, `"it's"`: "it's"} {
		n, err := Parse(expression)
		if want == "" {
			if err == nil {
				t.Errorf("%s is read as %s", expression, Print(n))
			}
			continue
		}
		l, ok := n.(*Literal)
		if err != nil || !ok || l.Text != want || l.Type != String {
			t.Errorf("%s: %+v, %v", expression, n, err)
			continue
		}
		if again, err := Parse(Print(n)); err != nil || again.(*Literal).Text != want {
			t.Errorf("%s is printed as %s: %v", expression, Print(n), err)
		}
	}
}

func TestUses(t *testing.T) {
	n, err := Parse("sumOver({a b}, [c, truncDate(MM, c)], PRE_AGG) + ${p} + contains(C, 'x', CASE_SENSITIVE)")
	if err != nil {
		t.Fatal(err)
	}
	fields, parameters := Uses(n)
	if strings.Join(fields, ",") != "a b,c,C" || strings.Join(parameters, ",") != "p" {
		t.Errorf("fields %q, parameters %q", fields, parameters)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"sum({a b}, [c DESC])", "ifelse(a=1,'x',\"y\")", "-1 ^ -2 % 3", "NOT a OR b AND c <> ${p}", "[!$visualDimensions]", "/* */ // \n1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, expression string) {
		n, err := Parse(expression)
		if err != nil {
			if code := fault.CodeOf(err); code != fault.Validation && code != fault.Limit {
				t.Fatalf("%q: %v", expression, err)
			}
			return
		}
		printed := Print(n)
		again, err := Parse(printed)
		if err != nil && !fault.Is(err, fault.Limit) || err == nil && Print(again) != printed {
			t.Fatalf("%q is printed as %q: %v", expression, printed, err)
		}
	})
}
