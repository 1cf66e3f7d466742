package sqlrun

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"interlaken/calc"
	"interlaken/sql/ast"
	"interlaken/sql/parser"
	"interlaken/sql/printer"
	"interlaken/sql/types"
)

// figures is a table for calculated fields: a row of values, one of others, one of nulls.
const figures = `(VALUES
	(1, BIGINT '7', 2.5E0, 'Wien Mitte', TIMESTAMP '2024-02-29 13:14:15.167', TIMESTAMP '2024-03-04 00:00:00', true, DATE '2024-02-29'),
	(2, BIGINT '-3', -0.5E0, 'a,b,,c', TIMESTAMP '2023-12-31 23:59:59.999', TIMESTAMP '2024-01-01 00:00:00', false, DATE '2023-12-31'),
	(3, NULL, NULL, NULL, NULL, NULL, NULL, NULL)) AS t(row, n, price, name, day, later, ok, born)`

// calcFields is what a calculated field may name in figures.
type calcFields struct{}

func (calcFields) Field(name string) (ast.Expression, error) { return ast.Column(name), nil }
func (calcFields) Now() time.Time                            { return now }
func (calcFields) Parameter(name string) ([]ast.Expression, error) {
	return map[string][]ast.Expression{"one": {ast.String("a,b,,c")}, "many": {ast.Integer(7), ast.Integer(8)}, "none": {}}[name], nil
}

func calcScope() *calc.Set {
	s := calc.NewSet()
	for name, t := range map[string]calc.Type{"row": calc.Integer, "n": calc.Integer, "price": calc.Decimal, "name": calc.String, "day": calc.DateTime, "later": calc.DateTime, "born": calc.DateTime, "ok": calc.Boolean} {
		s.AddColumn(name, t)
	}
	s.AddParameter("one", calc.ParameterType{Type: calc.String})
	s.AddParameter("many", calc.ParameterType{Type: calc.Integer, Several: true})
	s.AddParameter("none", calc.ParameterType{Type: calc.Integer, Several: true})
	return s
}

// calcTypes are the types that SQL has for those of calculated fields.
var calcTypes = map[calc.Type][]types.Kind{
	calc.String: {types.Varchar}, calc.Integer: {types.Bigint, types.Integer}, calc.Decimal: {types.Double}, calc.DateTime: {types.Timestamp, types.Date}, calc.Boolean: {types.Boolean},
}

// TestCalculatedFields holds scalar functions to their values for the rows of figures, and aggregates to the one over all.
func TestCalculatedFields(t *testing.T) {
	b := newBench(t)
	checked := map[string]int{}
	for _, c := range strings.Split(strings.TrimSpace(calcCases), "\n") {
		expression, want, ok := strings.Cut(c, " → ")
		if !ok {
			t.Fatalf("%s has no value", c)
		}
		expression = strings.TrimSpace(expression)
		set := calcScope()
		set.AddFormula("it", expression)
		f, err := set.Resolve("it")
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		compiled, err := calc.Compile(f.Tree, calcFields{})
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		text, err := printer.Print(compiled, printer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		order := " ORDER BY row"
		if f.Meaning.Level == calc.Group {
			order = ""
		}
		analysis, rows, err := b.run("SELECT " + text + " FROM " + figures + order)
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		var got []string
		for _, row := range rows {
			got = append(got, row[0])
		}
		if joined := strings.Join(got, " | "); joined != strings.TrimSpace(want) {
			t.Errorf("%s\n got %s\nwant %s\n  as %s", expression, joined, want, text)
		}
		if kinds := calcTypes[f.Meaning.Type]; kinds != nil {
			if kind := analysis.Columns[0].Type.Kind; kind != kinds[0] && kind != kinds[len(kinds)-1] {
				t.Errorf("%s is %s to the language and %s to SQL", expression, f.Meaning.Type, analysis.Columns[0].Type)
			}
		}
		name, _, _ := strings.Cut(expression, "(")
		checked[name] += max(1, len(got))
		if _, err := parser.ParseExpression(text); err != nil {
			t.Errorf("%s is printed as %s: %v", expression, text, err)
		}
	}
	var few []string
	for f := range calc.Functions() {
		if n := checked[f.Name]; n > 0 && n < 3 && f.Kind == calc.Scalar {
			few = append(few, fmt.Sprint(f.Name, " ", n))
		}
	}
	if few != nil {
		t.Errorf("fewer than 3 values are checked of %s", strings.Join(few, ", "))
	}
}

const calcCases = `
abs(n) → 7 | 3 | (null)
abs(price) → 2.5 | 0.5 | (null)
ceil(price) → 3 | 0 | (null)
floor(price) → 2 | -1 | (null)
decimalToInt(price) → 2 | 0 | (null)
intToDecimal(n) → 7 | -3 | (null)
exp(n - n) → 1 | 1 | (null)
ln(price + 0.5 - price + 0.5) → 0 | 0 | (null)
log(row * 10 / row) → 1 | 1 | 1
mod(n, 4) → 3 | -3 | (null)
mod(n, 0) → (null) | (null) | (null)
round(price) → 3 | -1 | (null)
round(price / 3, 2) → 0.83 | -0.17 | (null)
sqrt(n * n) → 7 | 3 | (null)
n + 1 → 8 | -2 | (null)
n / 2 → 3.5 | -1.5 | (null)
n / 0 → (null) | (null) | (null)
n % 2 → 1 | -1 | (null)
n % 0 → (null) | (null) | (null)
n ^ 2 → 49 | 9 | (null)
-n * 2 + 1 → -13 | 7 | (null)
2 ^ 3 ^ 2 - 500 → 12 | 12 | 12
n = 7 OR price < 0 → true | true | (null)
NOT (n > 0 AND ok) → false | true | (null)
contains(name, 'Mit') → true | false | (null)
contains(name, 'mit') → false | false | (null)
contains(name, 'mit', CASE_INSENSITIVE) → true | false | (null)
contains(name, 'mit', CASE_SENSITIVE) → false | false | (null)
startsWith(name, 'Wien') → true | false | (null)
startsWith(name, 'WIEN', case_insensitive) → true | false | (null)
endsWith(name, 'c') → false | true | (null)
endsWith(name, 'MITTE', CASE_INSENSITIVE) → true | false | (null)
concat(name, '-', n) → Wien Mitte-7 | a,b,,c--3 | (null)
left(name, 4) → Wien | a,b, | (null)
left(name, 99) → Wien Mitte | a,b,,c | (null)
right(name, 5) → Mitte | ,b,,c | (null)
right(name, 99) → Wien Mitte | a,b,,c | (null)
locate(name, 'i') → 2 | 0 | (null)
locate(name, 'i', 3) → 7 | 0 | (null)
ltrim(concat('  ', name)) → Wien Mitte | a,b,,c | (null)
rtrim(concat(name, '  ')) → Wien Mitte | a,b,,c | (null)
trim(concat(' ', name, ' ')) → Wien Mitte | a,b,,c | (null)
replace(name, 'i', 'ii') → Wiien Miitte | a,b,,c | (null)
split(name, ',', 2) → (null) | b | (null)
split(name, ',', 3) → (null) |  | (null)
split(name, ',', -1) → Wien Mitte | c | (null)
strlen(name) → 10 | 6 | (null)
substring(name, 2, 3) → ien | ,b, | (null)
toLower(name) → wien mitte | a,b,,c | (null)
toUpper(name) → WIEN MITTE | A,B,,C | (null)
toString(n) → 7 | -3 | (null)
parseInt(concat('', n)) → 7 | -3 | (null)
parseInt(name) → (null) | (null) | (null)
parseDecimal(toString(price)) → 2.5 | -0.5 | (null)
parseDecimal(name) → (null) | (null) | (null)
parseJson(concat('{"a": {"b": ', n, '}}'), '$.a.b') → 7 | -3 | (null)
parseJson(name, '$.a') → (null) | (null) | (null)
coalesce(n, 0) → 7 | -3 | 0
coalesce(name, ${one}, 'x') → Wien Mitte | a,b,,c | a,b,,c
ifelse(n > 0, 'plus', n < 0, 'minus', 'none') → plus | minus | none
switch(name, 'Wien Mitte', 1, ${one}, 2, 0) → 1 | 2 | 0
in(n, ${many}) → true | false | (null)
in(n, ${none}) → false | false | false
in(name, ['x', 'a,b,,c']) → false | true | (null)
notIn(n, ${many}) → false | true | (null)
notIn(n, ${none}) → true | true | true
isNull(n) → false | false | true
isNotNull(name) → true | true | false
nullIf(n, 7) → (null) | -3 | (null)
addDateTime(1, 'MM', day) → 2024-03-29T13:14:15.167 | 2024-01-31T23:59:59.999 | (null)
addDateTime(n, 'DD', later) → 2024-03-11T00:00:00 | 2023-12-29T00:00:00 | (null)
addDateTime(-1, 'YYYY', day) → 2023-02-28T13:14:15.167 | 2022-12-31T23:59:59.999 | (null)
addWorkDays(later, 1) → 2024-03-05T00:00:00 | 2024-01-02T00:00:00 | (null)
addWorkDays(later, 5) → 2024-03-11T00:00:00 | 2024-01-08T00:00:00 | (null)
addWorkDays(later, -1) → 2024-03-01T00:00:00 | 2023-12-29T00:00:00 | (null)
addWorkDays(day, 2) → 2024-03-04T13:14:15.167 | 2024-01-02T23:59:59.999 | (null)
dateDiff(day, later) → 4 | 1 | (null)
dateDiff(day, later, 'MM') → 1 | 1 | (null)
dateDiff(day, later, 'YYYY') → 0 | 1 | (null)
dateDiff(day, later, 'WK') → 1 | 0 | (null)
dateDiff(later, day, 'HH') → -83 | -1 | (null)
epochDate(n * 86400) → 1970-01-08T00:00:00 | 1969-12-29T00:00:00 | (null)
extract('YYYY', day) → 2024 | 2023 | (null)
extract('Q', day) → 1 | 4 | (null)
extract('MM', day) → 2 | 12 | (null)
extract('DD', day) → 29 | 31 | (null)
extract('WD', day) → 5 | 1 | (null)
extract('HH', day) → 13 | 23 | (null)
extract('MI', day) → 14 | 59 | (null)
extract('SS', day) → 15 | 59 | (null)
extract('MS', day) → 167 | 999 | (null)
formatDate(day, 'dd.MM.yyyy') → 29.02.2024 | 31.12.2023 | (null)
formatDate(day) → 2024-02-29T13:14:15:167 | 2023-12-31T23:59:59:999 | (null)
formatDate(day, 'yyyy-MM-dd HH:mm', 'Asia/Tokyo') → 2024-02-29 22:14 | 2024-01-01 08:59 | (null)
isWorkDay(day) → 1 | 0 | (null)
netWorkDays(day, later) → 3 | 1 | (null)
netWorkDays(later, day) → -3 | -1 | (null)
now() → 2024-05-06T07:08:09.123 | 2024-05-06T07:08:09.123 | 2024-05-06T07:08:09.123
truncDate('YYYY', day) → 2024-01-01T00:00:00 | 2023-01-01T00:00:00 | (null)
truncDate('Q', day) → 2024-01-01T00:00:00 | 2023-10-01T00:00:00 | (null)
truncDate('MM', day) → 2024-02-01T00:00:00 | 2023-12-01T00:00:00 | (null)
truncDate('WK', day) → 2024-02-25T00:00:00 | 2023-12-31T00:00:00 | (null)
truncDate('HH', day) → 2024-02-29T13:00:00 | 2023-12-31T23:00:00 | (null)
truncDate('SS', day) → 2024-02-29T13:14:15 | 2023-12-31T23:59:59 | (null)
parseDate(formatDate(day, 'dd.MM.yyyy'), 'dd.MM.yyyy') → 2024-02-29T00:00:00 | 2023-12-31T00:00:00 | (null)
parseDate(name, 'dd.MM.yyyy') → (null) | (null) | (null)
parseDate('2024-02-29T01:02:03Z') → 2024-02-29T01:02:03 | 2024-02-29T01:02:03 | 2024-02-29T01:02:03
parseDate('29.02.2024 09', 'dd.MM.yyyy HH', 'Asia/Tokyo') → 2024-02-29T00:00:00 | 2024-02-29T00:00:00 | 2024-02-29T00:00:00
addDateTime(1, 'MM', born) → 2024-03-29 | 2024-01-31 | (null)
addDateTime(-2, 'HH', born) → 2024-02-28T22:00:00 | 2023-12-30T22:00:00 | (null)
addWorkDays(born, 2) → 2024-03-04 | 2024-01-02 | (null)
dateDiff(born, later) → 4 | 1 | (null)
dateDiff(born, later, 'HH') → 96 | 24 | (null)
dateDiff(day, born, 'WK') → 0 | 0 | (null)
extract('HH', born) → 0 | 0 | (null)
extract('WD', born) → 5 | 1 | (null)
formatDate(born) → 2024-02-29T00:00:00:000 | 2023-12-31T00:00:00:000 | (null)
isWorkDay(born) → 1 | 0 | (null)
netWorkDays(born, later) → 3 | 1 | (null)
truncDate('MM', born) → 2024-02-01 | 2023-12-01 | (null)
truncDate('HH', born) → 2024-02-29T00:00:00 | 2023-12-31T00:00:00 | (null)
born < later → true | true | (null)
sum(n) → 4
sum(price) / count(name) → 1
avg(n) → 2
count(n) → 2
distinct_count(ok) → 2
max(name) → a,b,,c
min(day) → 2023-12-31T23:59:59.999
median(row) → 2
stdev(n) → 7.0710678118654755
stdevp(n) → 5
var(n) → 50
varp(n) → 25
sumIf(n, ok) → 7
avgIf(n, row > 1) → -3
countIf(n, price < 0) → 1
distinct_countIf(name, n < 0) → 1
maxIf(n, n < 0) → -3
minIf(n, n > 0) → 7
medianIf(row, row < 3) → 1
stdevIf(n, n > 0) → (null)
stdevpIf(n, n > 0) → 0
varIf(n, n > -9) → 50
varpIf(n, n > -9) → 25
percentile(row, 50) → 2
`
