package calc

import (
	"interlaken/sql/ast"
	"interlaken/sql/parser"
)

// trinoForms are what functions become in Trino's SQL, which Athena runs and the engine of a SPICE set is translated from.
// a, b, c and d stand for the arguments; a form for another number of arguments, or for a word among them, has it behind
// the name.
var trinoForms = readForms(map[string]string{
	"abs":          "abs(a)",
	"ceil":         "CAST(ceiling(a) AS bigint)",
	"decimalToInt": "CAST(truncate(CAST(a AS double)) AS bigint)",
	"exp":          "exp(a)",
	"floor":        "CAST(floor(a) AS bigint)",
	"intToDecimal": "CAST(a AS double)",
	"ln":           "ln(a)",
	"log":          "log10(a)",
	"mod":          "mod(a, nullif(b, 0))",
	"round/1":      "round(CAST(a AS double))",
	"round/2":      "round(CAST(a AS double), b)",
	"sqrt":         "sqrt(a)",

	"contains/2":                  "strpos(a, b) > 0",
	"contains CASE_SENSITIVE":     "strpos(a, b) > 0",
	"contains CASE_INSENSITIVE":   "strpos(lower(a), lower(b)) > 0",
	"endsWith/2":                  "length(a) >= length(b) AND substr(a, length(a) - length(b) + 1) = b",
	"endsWith CASE_SENSITIVE":     "length(a) >= length(b) AND substr(a, length(a) - length(b) + 1) = b",
	"endsWith CASE_INSENSITIVE":   "length(a) >= length(b) AND lower(substr(a, length(a) - length(b) + 1)) = lower(b)",
	"startsWith/2":                "starts_with(a, b)",
	"startsWith CASE_SENSITIVE":   "starts_with(a, b)",
	"startsWith CASE_INSENSITIVE": "starts_with(lower(a), lower(b))",
	"left":                        "substr(a, 1, b)",
	"locate/2":                    "strpos(a, b)",
	"locate/3":                    "IF(strpos(substr(a, c), b) = 0, 0, strpos(substr(a, c), b) + c - 1)",
	"ltrim":                       "ltrim(a)",
	"parseDecimal":                "TRY_CAST(a AS double)",
	"parseInt":                    "TRY_CAST(a AS bigint)",
	"parseJson":                   "json_extract_scalar(a, b)",
	"replace":                     "replace(a, b, c)",
	"right":                       "substr(a, greatest(length(a) - b + 1, 1))",
	"rtrim":                       "rtrim(a)",
	"split":                       "element_at(split(a, b), c)",
	"strlen":                      "length(a)",
	"substring":                   "substr(a, b, c)",
	"toLower":                     "lower(a)",
	"toString":                    "CAST(a AS varchar)",
	"toUpper":                     "upper(a)",
	"trim":                        "trim(a)",

	"isNotNull": "a IS NOT NULL",
	"isNull":    "a IS NULL",
	"nullIf":    "nullif(a, b)",

	// A column of moments may be one of days in the catalog, which have no hours; of six places none is rounded up into the
	// next second.
	"addDateTime":             "date_add(b, a, c)",
	"addDateTime hour":        "date_add(b, a, CAST(c AS timestamp(6)))",
	"addDateTime minute":      "date_add(b, a, CAST(c AS timestamp(6)))",
	"addDateTime second":      "date_add(b, a, CAST(c AS timestamp(6)))",
	"addDateTime millisecond": "date_add(b, a, CAST(c AS timestamp(6)))",
	// Days are counted as weeks of five and the rest, with two more where the rest passes a weekend. A start on one is
	// taken for the Friday before or the Monday after.
	"addWorkDays": `CASE WHEN b >= 0 THEN date_add('day', b / 5 * 7 + b % 5 + IF(least(day_of_week(a), 5) + b % 5 > 5, 2, 0) - greatest(day_of_week(a) - 5, 0), a)
		ELSE date_add('day', b / 5 * 7 + b % 5 - IF(IF(day_of_week(a) > 5, 1, day_of_week(a)) + b % 5 < 1, 2, 0) + IF(day_of_week(a) > 5, 8 - day_of_week(a), 0), a) END`,
	"dateDiff":            "date_diff(c, date_trunc(c, CAST(a AS timestamp(6))), date_trunc(c, CAST(b AS timestamp(6))))",
	"dateDiff week":       "date_diff('week', date_trunc('week', date_add('day', 1, CAST(a AS timestamp(6)))), date_trunc('week', date_add('day', 1, CAST(b AS timestamp(6)))))",
	"epochDate":           "CAST(from_unixtime(a) AS timestamp)",
	"extract year":        "year(b)",
	"extract quarter":     "quarter(b)",
	"extract month":       "month(b)",
	"extract week":        "week(date_add('day', 1, b))",
	"extract day":         "day(b)",
	"extract weekday":     "day_of_week(b) % 7 + 1",
	"extract hour":        "hour(CAST(b AS timestamp(6)))",
	"extract minute":      "minute(CAST(b AS timestamp(6)))",
	"extract second":      "second(CAST(b AS timestamp(6)))",
	"extract millisecond": "millisecond(CAST(b AS timestamp(6)))",
	"formatDate/1":        "format_datetime(CAST(a AS timestamp(6)), 'yyyy-MM-dd''T''HH:mm:ss:SSS')",
	"formatDate/2":        "format_datetime(CAST(a AS timestamp(6)), b)",
	"formatDate/3":        "format_datetime(at_timezone(with_timezone(CAST(a AS timestamp(6)), 'UTC'), c), b)",
	"isWorkDay":           "CAST(day_of_week(a) <= 5 AS bigint)",
	// Days are counted from a Monday, five a week. Backwards they are negative.
	"netWorkDays": `IF(a <= b, 1, -1) * (
		date_diff('day', TIMESTAMP '0001-01-01 00:00:00', greatest(a, b)) / 7 * 5 + least(day_of_week(greatest(a, b)), 5)
		- date_diff('day', TIMESTAMP '0001-01-01 00:00:00', least(a, b)) / 7 * 5 - least(day_of_week(least(a, b)), 5)
		+ CAST(day_of_week(least(a, b)) <= 5 AS bigint))`,
	"parseDate/1":           "TRY(CAST(from_iso8601_timestamp(a) AS timestamp))",
	"parseDate/2":           "TRY(CAST(parse_datetime(a, b) AS timestamp))",
	"parseDate/3":           "TRY(CAST(at_timezone(with_timezone(CAST(parse_datetime(a, b) AS timestamp), c), 'UTC') AS timestamp))",
	"truncDate":             "date_trunc(a, b)",
	"truncDate week":        "date_add('day', -1, date_trunc('week', date_add('day', 1, b)))",
	"truncDate hour":        "date_trunc(a, CAST(b AS timestamp(6)))",
	"truncDate minute":      "date_trunc(a, CAST(b AS timestamp(6)))",
	"truncDate second":      "date_trunc(a, CAST(b AS timestamp(6)))",
	"truncDate millisecond": "date_trunc(a, CAST(b AS timestamp(6)))",

	"avg":            "avg(CAST(a AS double))",
	"count":          "count(a)",
	"distinct_count": "count(DISTINCT a)",
	"max":            "max(a)",
	"median":         "approx_percentile(CAST(a AS double), 5E-1)",
	"min":            "min(a)",
	"stdev":          "stddev_samp(a)",
	"stdevp":         "stddev_pop(a)",
	"sum":            "sum(a)",
	"var":            "var_samp(a)",
	"varp":           "var_pop(a)",
	"percentileDisc": "approx_percentile(CAST(a AS double), b)",
	// The place among n values that are sorted is b of the way from the first to the last; between two it is interpolated.
	// Nulls are sorted behind all values.
	"percentileCont": `IF(count(a) > 0,
		element_at(array_sort(array_agg(CAST(a AS double))), CAST(floor(b * (count(a) - 1)) AS bigint) + 1)
		+ (element_at(array_sort(array_agg(CAST(a AS double))), CAST(ceiling(b * (count(a) - 1)) AS bigint) + 1)
			- element_at(array_sort(array_agg(CAST(a AS double))), CAST(floor(b * (count(a) - 1)) AS bigint) + 1))
		* (b * (count(a) - 1) - floor(b * (count(a) - 1))))`,

	"+": "a + b", "-": "a - b", "*": "a * b", "%": "mod(a, nullif(b, 0))", "^": "power(a, b)",
	"/": "CAST(a AS double) / nullif(CAST(b AS double), 0E0)",
	"=": "a = b", "<>": "a <> b", "<": "a < b", "<=": "a <= b", ">": "a > b", ">=": "a >= b", "AND": "a AND b", "OR": "a OR b",
	"NOT": "NOT a", "negative": "-a",
})

func readForms(texts map[string]string) map[string]ast.Expression {
	forms := make(map[string]ast.Expression, len(texts))
	for name, text := range texts {
		e, err := parser.ParseExpression(text)
		if err != nil {
			panic("calc: the form of " + name + ": " + err.Error())
		}
		forms[name] = e
	}
	return forms
}
