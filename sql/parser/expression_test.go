package parser_test

import (
	"testing"

	"interlaken/sql/ast"
	"interlaken/sql/parser"
	"interlaken/sql/printer"
)

// expressionCases are expressions with the text that they are printed as; empty where it is the same. Parentheses are
// printed where precedence asks for them only, so that the text shows how an expression was understood.
var expressionCases = []struct{ text, want string }{
	// Precedence.
	{"(a + (b * c)) - ((d / e) % f)", "a + b * c - d / e % f"},
	{"(a + b) * c", ""},
	{"a - (b - c)", ""},
	{"(a - b) - c", "a - b - c"},
	{"(a || (b + c)) || d", "a || b + c || d"},
	{"a || (b || c)", ""},
	{"(NOT a) AND b OR c AND (d OR e)", "NOT a AND b OR c AND (d OR e)"},
	{"NOT (a AND b)", ""},
	{"NOT NOT a", ""},
	{"NOT (a = b)", "NOT a = b"},
	{"(NOT a) = b", ""},
	{"a OR (b OR c) OR d", "a OR b OR c OR d"},
	{"(a = b) = c", ""},
	{"a = (b IS NULL)", ""},
	{"(a IS NULL) IS NOT NULL", ""},
	{"(a || b) LIKE (c || d)", "a || b LIKE c || d"},
	{"- a * b", "-a * b"},
	{"-(a * b)", ""},
	{"- - a", "- -a"},
	{"-(-1)", ""},
	{"-1", ""},
	{"-(1)", ""},
	{"1 - -1", ""},
	{"1-1", "1 - 1"},
	{"+a", ""},
	{"-a AT TIME ZONE 'UTC'", "-(a AT TIME ZONE 'UTC')"},
	{"(-a) AT TIME ZONE 'UTC'", ""},
	{"a AT TIME ZONE INTERVAL '1' HOUR", ""},
	{"-(1)[2]", ""},
	{"a != b", "a <> b"},
	// Predicates.
	{"a BETWEEN b AND c AND d", ""},
	{"a NOT BETWEEN b + 1 AND (c AND d)", ""},
	{"a IN (1, b OR c) AND d NOT IN (SELECT 1)", ""},
	{"a IN ((SELECT 1))", ""},
	{"a IN ((SELECT 1) UNION (SELECT 2))", "a IN (SELECT 1 UNION SELECT 2)"},
	{"(a, b) IN ((1, 2), ROW(3, 4))", "(a, b) IN ((1, 2), (3, 4))"},
	{"a NOT LIKE 'x!%' ESCAPE '!'", ""},
	{"a IS NOT DISTINCT FROM b", ""},
	{"a >= ALL (SELECT 1) AND b = SOME (VALUES 1) AND c < ANY (TABLE t)", ""},
	{"a = any(b)", ""},
	{"EXISTS (SELECT 1) OR NOT EXISTS (SELECT 2)", ""},
	{"((SELECT 1) + 2) * (((SELECT 3)))", "((SELECT 1) + 2) * (SELECT 3)"},
	{"((SELECT 1), 2)", ""},
	{"((SELECT 1) LIMIT 1)", "(SELECT 1 LIMIT 1)"},
	// Literals.
	{"'it''s'", ""},
	{"U&'\\0041\\\\\\+01F600'", "'A\\\U0001F600'"},
	{"u&'#0041' UESCAPE '#'", "'A'"},
	{"x'0a FF'", "X'0AFF'"},
	{"1_000 + 0x1F + 0b11 + 0o17", "1000 + 31 + 3 + 15"},
	{"1. + .5 + 1.50", ""},
	{"1e3 + 1.5E-7 + .5e+2", "1E3 + 1.5E-7 + .5E+2"},
	{"9223372036854775807 - -9223372036854775808", ""},
	{"date '2024-01-01' + interval - '1' day", "DATE '2024-01-01' + INTERVAL -'1' DAY"},
	{"INTERVAL '1-2' YEAR TO MONTH", ""},
	{"TIMESTAMP '2024-01-01 00:00:00 UTC'", ""},
	{"decimal '1.10' + double precision '1' + ipaddress '::1' + json '{}'", "DECIMAL '1.10' + DOUBLE '1' + IPADDRESS '::1' + JSON '{}'"},
	{"interval + date + time + array + row", `"interval" + date + time + "array" + row`},
	{"? + ?", ""},
	{"TRUE OR false OR NULL", "TRUE OR FALSE OR NULL"},
	// Names, fields and subscripts.
	{`a."B".c[1]['x'].d`, ""},
	{"(a).b", "a.b"},
	{"(1).b", ""},
	{"f(x).y[i + 1]", ""},
	{"ARRAY[1, 2][1]", ""},
	{`"array"[1]`, ""},
	{"ARRAY[]", ""},
	{"ROW(1)", ""},
	{"(1, 2)", ""},
	{"a[(b = c)]", ""},
	// Calls.
	{"count(*) FILTER (WHERE a)", ""},
	{"array_agg(DISTINCT a ORDER BY b DESC)", ""},
	{"count(ALL a)", "count(a)"},
	{"f(all)", `f("all")`},
	{"a.b.f(1)", ""},
	{`"f g"(1)`, ""},
	{"LISTAGG(a, ',' ON OVERFLOW TRUNCATE '...' WITHOUT COUNT) WITHIN GROUP (ORDER BY b)", ""},
	{"nth_value(a, 2) RESPECT NULLS OVER (ORDER BY b)", ""},
	{"if(a, b)", ""},
	{"transform(a, x -> x + 1)", ""},
	{"reduce(a, 0, (s, x) -> s + x, s -> s)", ""},
	{"f(() -> 1)", ""},
	{"f(x -> y -> x + y)", ""},
	{"substring(a FROM 2 FOR 3) || substring(a, 2)", "substring(a, 2, 3) || substring(a, 2)"},
	{"position('a' IN b || c)", "strpos(b || c, 'a')"},
	{
		"TRIM(LEADING 'x' FROM a) || TRIM(a) || TRIM(BOTH FROM a) || TRIM(a, 'y')",
		"TRIM(LEADING 'x' FROM a) || TRIM(a) || TRIM(a) || TRIM(BOTH 'y' FROM a)",
	},
	{"TRIM(TRAILING FROM a)", ""},
	{"TRIM(both)", `TRIM("both")`},
	{"NORMALIZE(a)", "NORMALIZE(a, NFC)"},
	{"EXTRACT(day_of_week FROM a)", "EXTRACT(DAY_OF_WEEK FROM a)"},
	{"current_timestamp(6) > CURRENT_DATE", "CURRENT_TIMESTAMP(6) > CURRENT_DATE"},
	{"CASE a WHEN 1 THEN b ELSE c END", ""},
	{"CASE WHEN a OR b THEN c WHEN d THEN e END", ""},
	{"try_cast(a AS bigint)", "TRY_CAST(a AS bigint)"},
	// JSON.
	{"JSON_EXISTS(a FORMAT JSON, 'lax $.x' PASSING b AS \"c\" UNKNOWN ON ERROR)", ""},
	{"JSON_VALUE(a, '$.x' RETURNING bigint DEFAULT 1 ON EMPTY ERROR ON ERROR)", ""},
	{
		"JSON_QUERY(a, '$.x' RETURNING varbinary FORMAT JSON ENCODING UTF8 WITH CONDITIONAL ARRAY WRAPPER OMIT QUOTES ON SCALAR STRING " +
			"EMPTY ARRAY ON EMPTY NULL ON ERROR)",
		"JSON_QUERY(a, '$.x' RETURNING varbinary FORMAT JSON ENCODING UTF8 WITH CONDITIONAL WRAPPER OMIT QUOTES EMPTY ARRAY ON EMPTY NULL ON ERROR)",
	},
	{
		"JSON_OBJECT(KEY 'a' VALUE 1, 'b' : x FORMAT JSON ABSENT ON NULL WITH UNIQUE KEYS RETURNING varchar)",
		"JSON_OBJECT('a' : 1, 'b' : x FORMAT JSON ABSENT ON NULL WITH UNIQUE KEYS RETURNING varchar)",
	},
	{"JSON_ARRAY(1, 'a' NULL ON NULL)", ""},
	{"JSON_OBJECT()", ""},
	// Types.
	{"CAST(a AS decimal)", "CAST(a AS decimal(38, 0))"},
	{"CAST(a AS row(x bigint, varchar(3), \"Y z\" array(double)))", `CAST(a AS row(x bigint, varchar(3), "Y z" array(double)))`},
	{"CAST(a AS array<map<varchar, int>>)", "CAST(a AS array(map(varchar, integer)))"},
	{"CAST(a AS bigint array)", "CAST(a AS array(bigint))"},
	{"CAST(a AS timestamp(6) with time zone)", ""},
	{"CAST(a AS timestamp without time zone)", "CAST(a AS timestamp)"},
	{"CAST(a AS interval day to second)", ""},
	{"CAST(a AS HyperLogLog)", "CAST(a AS hyperloglog)"},
	{"CAST(a AS array(qdigest(double)))", ""},
	{"CAST(a AS time with time zone)", ""},
}

func TestExpressions(t *testing.T) {
	for _, c := range expressionCases {
		want := c.want
		if want == "" {
			want = c.text
		}
		tree, err := parser.ParseExpression(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		got := printer.String(tree)
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, want)
		}
		again, err := parser.ParseExpression(got)
		if err != nil || !ast.Equal(tree, again) {
			t.Errorf("%s: %s is another tree (%v)", c.text, got, err)
		}
		checkSpans(t, c.text, tree)
	}
}

// TestPositions shows which place a message about a node names.
func TestPositions(t *testing.T) {
	for text, want := range map[string]string{
		"a + b":                      "line 1:3",
		"a =\n b":                    "line 1:3",
		"a IS NULL":                  "line 1:3",
		"a NOT IN (1)":               "line 1:3",
		"'é😀' || b":                  "line 1:6",
		"a.b":                        "line 1:1",
		"f(a)[1]":                    "line 1:1",
		"a AND b":                    "line 1:1",
		"-- c\n  /* d\n */ lower(a)": "line 3:5",
	} {
		tree, err := parser.ParseExpression(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := tree.Pos().String(); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestParametersCountFromZero(t *testing.T) {
	tree, err := parser.ParseStatement("SELECT ? FROM t WHERE a IN (?, ?) LIMIT ?")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int]bool{}
	ast.Walk(tree, func(n ast.Node) bool {
		if p, ok := n.(*ast.Parameter); ok {
			seen[p.Index] = true
		}
		return true
	})
	if len(seen) != 4 || !seen[0] || !seen[3] {
		t.Errorf("indexes %v", seen)
	}
}
