package parser_test

import (
	"regexp"
	"strings"
	"testing"

	"interlaken/fault"
	"interlaken/sql/parser"
	"interlaken/sql/token"
)

// errorCases are statements with a comment /* ERROR pattern */ directly behind the place at which the error lies: the
// token after the comment. The pattern is a regular expression for the sentence without its place.
var errorCases = []string{
	"/* ERROR mismatched input '<EOF>'. Expecting: 'ALTER', 'CREATE', .*'UPDATE', 'USING', 'VACUUM', <query>$ */",
	"/* ERROR mismatched input 'SELEC'. Expecting: .*<query> */ SELEC 1",
	"SELECT /* ERROR mismatched input 'FROM'. Expecting: '\\*', 'ALL', 'DISTINCT', <expression>$ */ FROM t",
	"SELECT a, /* ERROR mismatched input '<EOF>'. Expecting: '\\*', <expression>$ */",
	"SELECT * FROM /* ERROR mismatched input '<EOF>'. Expecting: '\\(', 'JSON_TABLE', 'LATERAL', 'TABLE', 'UNNEST', <identifier>$ */",
	"SELECT * FROM foo WHERE /* ERROR mismatched input '<EOF>'. Expecting: <expression>$ */",
	"SELECT * FROM foo WHERE /* ERROR mismatched input '@'. Expecting: <expression>$ */ @what",
	"SELECT * FROM foo x /* ERROR mismatched input 'y'. Expecting: '\\(', ',', ';', 'CROSS', 'EXCEPT', .*, <EOF>$ */ y z",
	"SELECT a FROM b WHERE a > 10 /* ERROR identifiers must not start with a digit; surround the identifier with double quotes$ */ 0r b",
	"SELECT /* ERROR mismatched input '''. Expecting: */ 'abc",
	"SELECT foo(*) FILTER (/* ERROR mismatched input 'x'. Expecting: 'WHERE'$ */ x > 3)",
	"SELECT x() OVER (ROWS /* ERROR mismatched input 'select'. Expecting: 'BETWEEN', 'CURRENT', 'UNBOUNDED', <expression>$ */ select) FROM t",
	"SELECT a = b /* ERROR mismatched input '='. Expecting: */ = c",
	"SELECT a FROM t GROUP BY /* ERROR mismatched input '<EOF>'. Expecting: '\\(', 'CUBE', 'DISTINCT', 'GROUPING', 'ROLLUP', <expression>$ */",
	"SELECT (a /* ERROR mismatched input '<EOF>'. Expecting: .*'\\)', .*',' */",
	"SELECT CAST(a AS /* ERROR mismatched input '\\)'. Expecting: <type>$ */ )",
	"SELECT CASE a /* ERROR mismatched input 'END'. Expecting: .*'WHEN' */ END",
	"SELECT CAST(/* ERROR Invalid numeric literal: 12223222232535343423232435343$ */ 12223222232535343423232435343 AS bigint)",
	"SELECT * FROM /* ERROR backquoted identifiers are not supported; use double quotes to quote identifiers$ */ `t`",
	"SELECT /* ERROR Zero-length delimited identifier not allowed$ */ \"\"",
	"SELECT /* ERROR Binary literal must contain an even number of digits$ */ X'123'",
	"SELECT /* ERROR Binary literal can only contain hexadecimal digits$ */ X'zz'",
	"SELECT /* ERROR Incomplete escape sequence */ U&'\\00'",
	"SELECT /* ERROR Invalid escaped character: D800$ */ U&'\\D800'",
	"SELECT 1; /* ERROR mismatched input 'SELECT'. Expecting: <EOF>$ */ SELECT 2",
	"SELECT 1;/* ERROR mismatched input ';'. Expecting: <EOF>$ */;",
	"SELECT 1 LIMIT 1 /* ERROR mismatched input 'OFFSET'. Expecting: ';', <EOF>$ */ OFFSET 2",
	"SELECT * FROM a JOIN b /* ERROR mismatched input '<EOF>'. Expecting: .*'ON', .*'USING' */",
	"SELECT a FROM t ORDER /* ERROR mismatched input 'a'. Expecting: 'BY'$ */ a",
	"SELECT a /* ERROR mismatched input '#' */ # b",
	"SELECT listagg(a) /* ERROR mismatched input '<EOF>'. Expecting: 'WITHIN'$ */",
	"SELECT a AT TIME ZONE /* ERROR mismatched input 'b'. Expecting: 'INTERVAL', <string>$ */ b",
	"INSERT INTO t (a) /* ERROR mismatched input '<EOF>'. Expecting: <query>$ */",
	"CREATE TABLE t WITH (format = 'ORC') AS SELECT /* ERROR mismatched input '<EOF>' */",
	"CREATE /* ERROR mismatched input 'x'. Expecting: 'DATABASE', 'EXTERNAL', 'OR', 'PROTECTED', 'SCHEMA', 'TABLE', 'VIEW'$ */ x",
	"/* ERROR Queries of this type are not supported$ */ GRANT SELECT ON t TO u",
	"/* ERROR Queries of this type are not supported$ */ CREATE ROLE r",
	"/* ERROR Queries of this type are not supported$ */ SHOW GRANTS",
	"CREATE EXTERNAL TABLE t (a /* ERROR mismatched input '\\)'. Expecting: <type>$ */ )",
	"CREATE EXTERNAL TABLE t (a int) /* ERROR mismatched input 'FOO'. Expecting: .*'LOCATION', 'PARTITIONED', 'ROW', 'STORED', 'TBLPROPERTIES', 'WITH', <EOF>$ */ FOO",
	"CREATE EXTERNAL TABLE /* ERROR mismatched input ''t''. Expecting: 'IF', <identifier>$ */ 't' (a int)",
	"ALTER TABLE t ADD /* ERROR mismatched input 'x'. Expecting: 'COLUMNS', 'IF', 'PARTITION'$ */ x",
	"MSCK REPAIR /* ERROR mismatched input 't'. Expecting: 'TABLE'$ */ t",
	"DROP TABLE t /* ERROR mismatched input 'x'. Expecting: '\\.', ';', 'PURGE', <EOF>$ */ x",
}

var marker = regexp.MustCompile(`(?s)/\* ERROR (.*?) \*/ ?`)

func TestErrors(t *testing.T) {
	for _, source := range errorCases {
		at := marker.FindStringSubmatchIndex(source)
		if at == nil {
			t.Fatalf("%s: no error is marked", source)
		}
		_, err := parser.ParseStatement(source)
		if !fault.Is(err, parser.Malformed) {
			t.Errorf("%s: error %v", source, err)
			continue
		}
		pos, ok := token.PosOf(err)
		if !ok || pos.Offset != at[1] && pos.Offset != len(source) {
			t.Errorf("%s: error at %d, want %d: %v", source, pos.Offset, at[1], err)
		}
		place, sentence, _ := strings.Cut(fault.Public(err), ": ")
		if place != pos.String() {
			t.Errorf("%s: the sentence names %s, the place is %s", source, place, pos)
		}
		if pattern := source[at[2]:at[3]]; !regexp.MustCompile(`^` + pattern).MatchString(sentence) {
			t.Errorf("%s:\n got %s\nwant %s", source, sentence, pattern)
		}
	}
}

// TestDepthIsBounded parses texts that nest in every way there is. What is too deep is refused with the limit named;
// what is allowed parses.
func TestDepthIsBounded(t *testing.T) {
	nests := map[string]func(n int) string{
		"parentheses":  func(n int) string { return "SELECT " + strings.Repeat("(", n) + "1" + strings.Repeat(")", n) },
		"open":         func(n int) string { return "SELECT " + strings.Repeat("(", n) },
		"subqueries":   func(n int) string { return strings.Repeat("SELECT (", n) + "SELECT 1" + strings.Repeat(")", n) },
		"query groups": func(n int) string { return strings.Repeat("(", n) + "SELECT 1" + strings.Repeat(")", n) },
		"signs":        func(n int) string { return "SELECT " + strings.Repeat("- ", n) + "a" },
		"negations":    func(n int) string { return "SELECT " + strings.Repeat("NOT ", n) + "a" },
		"sums":         func(n int) string { return "SELECT 1" + strings.Repeat(" + 1", n) },
		"concats":      func(n int) string { return "SELECT a" + strings.Repeat(" || a", n) },
		"fields":       func(n int) string { return "SELECT a" + strings.Repeat(".a", n) },
		"subscripts":   func(n int) string { return "SELECT a" + strings.Repeat("[1]", n) },
		"indexes":      func(n int) string { return "SELECT " + strings.Repeat("a[", n) + "1" + strings.Repeat("]", n) },
		"zones":        func(n int) string { return "SELECT a" + strings.Repeat(" AT TIME ZONE 'UTC'", n) },
		"calls":        func(n int) string { return "SELECT " + strings.Repeat("f(", n) + "1" + strings.Repeat(")", n) },
		"trims":        func(n int) string { return "SELECT " + strings.Repeat("TRIM(", n) + "a" + strings.Repeat(")", n) },
		"extracts": func(n int) string {
			return "SELECT " + strings.Repeat("EXTRACT(DAY FROM ", n) + "a" + strings.Repeat(")", n)
		},
		"lambdas": func(n int) string { return "SELECT f(" + strings.Repeat("x -> ", n) + "1)" },
		"cases": func(n int) string {
			return "SELECT " + strings.Repeat("CASE WHEN a THEN ", n) + "1" + strings.Repeat(" END", n)
		},
		"arrays":        func(n int) string { return "SELECT " + strings.Repeat("ARRAY[", n) + strings.Repeat("]", n) },
		"unions":        func(n int) string { return "SELECT 1" + strings.Repeat(" UNION SELECT 1", n) },
		"intersections": func(n int) string { return "SELECT 1" + strings.Repeat(" INTERSECT SELECT 1", n) },
		"commas":        func(n int) string { return "SELECT 1 FROM a" + strings.Repeat(", a", n) },
		"joins":         func(n int) string { return "SELECT 1 FROM a" + strings.Repeat(" CROSS JOIN a", n) },
		"nested joins": func(n int) string {
			return "SELECT 1 FROM a" + strings.Repeat(" JOIN a", n) + strings.Repeat(" ON b", n)
		},
		"relations": func(n int) string { return "SELECT 1 FROM " + strings.Repeat("(", n) + "a" + strings.Repeat(")", n) },
		"types": func(n int) string {
			return "SELECT CAST(a AS " + strings.Repeat("array(", n) + "bigint" + strings.Repeat(")", n) + ")"
		},
		"type suffixes": func(n int) string { return "SELECT CAST(a AS bigint" + strings.Repeat(" array", n) + ")" },
		"patterns": func(n int) string {
			return "SELECT 1 FROM t MATCH_RECOGNIZE (PATTERN (" + strings.Repeat("(", n) + "A" + strings.Repeat(")", n) + "))"
		},
		"explains": func(n int) string { return strings.Repeat("EXPLAIN ", n) + "SELECT 1" },
		"prepares": func(n int) string { return strings.Repeat("PREPARE p FROM ", n) + "SELECT 1" },
		"hive types": func(n int) string {
			return "CREATE EXTERNAL TABLE t (a " + strings.Repeat("array<", n) + "int" + strings.Repeat(">", n) + ")"
		},
		"mixed": func(n int) string { // a chain inside a chain inside a chain
			text := "a"
			for range n / 10 {
				text = "(" + text + strings.Repeat(" + 1", 10) + ")"
			}
			return "SELECT " + text
		},
	}
	const tooDeep = 5000
	for name, nest := range nests {
		_, err := parser.ParseStatement(nest(tooDeep))
		if err == nil || !strings.Contains(err.Error(), "nested too deeply: more than 1000 levels") {
			t.Errorf("%s: %d levels: error %.200v", name, tooDeep, err)
		}
		if name == "open" {
			continue
		}
		if _, err := parser.ParseStatement(nest(200)); err != nil {
			t.Errorf("%s: 200 levels: %v", name, err)
		}
		if _, err := (parser.Parser{MaxDepth: 20}).Statement(nest(200)); err == nil {
			t.Errorf("%s: 200 levels pass a limit of 20", name)
		}
	}
}

// TestWideIsNotDeep shows that long lists and long conjunctions are no deep trees.
func TestWideIsNotDeep(t *testing.T) {
	for _, text := range []string{
		"SELECT a IN (1" + strings.Repeat(", 1", 20000) + ")",
		"SELECT a = 1" + strings.Repeat(" OR a = 1", 20000),
		"SELECT 1" + strings.Repeat(", a + 1", 20000),
		"VALUES 1" + strings.Repeat(", (1, 2)", 20000),
	} {
		if _, err := parser.ParseStatement(text); err != nil {
			t.Errorf("%.40s: %v", text, err)
		}
	}
}
