package sqlrun

import (
	"fmt"
	"strings"
	"testing"

	"interlaken/fault"
)

// TestStatements holds values and types that the engine by itself would give otherwise, and errors that it would not
// raise. Decimals are written without zeros at the end, as Arrow's text has them.
func TestStatements(t *testing.T) {
	b := newBench(t)
	const sales = `WITH sales(region, day, amount, units) AS (VALUES
		('north', DATE '2020-01-31', DECIMAL '10.50', 1), ('north', DATE '2020-02-29', DECIMAL '0.25', 2),
		('south', DATE '2020-02-01', DECIMAL '7.00', 3), ('south', DATE '2020-02-15', NULL, 4), (NULL, DATE '2021-01-01', DECIMAL '1.00', 5)) `
	for _, c := range []struct{ sql, want string }{
		{`SELECT 5 / 2, -5 / 2, 5 % 3, -5 % 3, 5 / 2e0`, "integer,integer,integer,integer,double: 2 -2 2 -2 2.5"},
		{`SELECT 1.5 * 2.25, 1.00 / 3, 2 / 3.0, 10.0 % 3`, "decimal(5,3),decimal(3,2),decimal(12,1),decimal(3,1): 3.375 0.33 0.7 1"},
		{
			`SELECT CAST(2.5 AS integer), CAST(2.5e0 AS integer), CAST(-2.5e0 AS integer), CAST('12' AS bigint), CAST(1e7 AS varchar), CAST(0.00012e0 AS varchar)`,
			"integer,integer,integer,bigint,varchar,varchar: 3 3 -3 12 1.0E7 1.2E-4",
		},
		{
			`SELECT CAST(-1.5e20 AS varchar), CAST(123456789e0 AS varchar), CAST(12.5e0 AS varchar), CAST(nan() AS varchar), CAST('abcdef' AS varchar(3))`,
			"varchar,varchar,varchar,varchar,varchar(3): -1.5E20 1.23456789E8 12.5 NaN abc",
		},
		{
			sales + `SELECT region, sum(amount), avg(amount), count(*), count(amount), sum(units) FROM sales GROUP BY region ORDER BY region`,
			"varchar(5),decimal(38,2),decimal(4,2),bigint,bigint,bigint: north 10.75 5.38 2 2 3; south 7 7 2 1 7; (null) 1 1 1 1 5",
		},
		{
			sales + `SELECT date_trunc('month', day) AS month, sum(units) AS total FROM sales GROUP BY 1 HAVING sum(units) > 1 ORDER BY total DESC, 1`,
			"date,bigint: 2020-02-01 9; 2021-01-01 5",
		},
		{
			sales + `SELECT amount / units AS price, count(*) FROM sales GROUP BY amount / units ORDER BY 1 DESC`,
			"decimal(4,2),bigint: 10.5 1; 2.33 1; 0.2 1; 0.13 1; (null) 1",
		},
		{
			sales + `SELECT region, rank() OVER (PARTITION BY region ORDER BY units DESC) r, sum(units) OVER (ORDER BY day ROWS UNBOUNDED PRECEDING) s FROM sales ORDER BY day`,
			"varchar(5),bigint,bigint: north 2 1; south 2 4; south 1 8; north 1 10; (null) 1 15",
		},
		{
			sales + `SELECT region, grouping(region), sum(units) FROM sales GROUP BY ROLLUP (region) ORDER BY 2, 1`,
			"varchar(5),bigint,bigint: north 0 3; south 0 7; (null) 0 5; (null) 1 15",
		},
		{
			sales + `SELECT max_by(region, units), min_by(amount, units), approx_distinct(region), approx_percentile(units, 0.5), count_if(units > 2) FROM sales`,
			"varchar(5),decimal(4,2),bigint,bigint,bigint: (null) 10.5 2 3 3",
		},
		{
			sales + `SELECT sum(units) FILTER (WHERE region = 'north'), count(DISTINCT region), listagg(region, '+') WITHIN GROUP (ORDER BY units DESC) FROM sales`,
			"bigint,bigint,varchar: 3 2 south+south+north+north",
		},
		{
			`SELECT date_parse('2020-1-5 03:04', '%Y-%m-%d %H:%i'), date_format(TIMESTAMP '2020-01-05 13:04:05', '%M %e, %y %l:%i %p')`,
			"timestamp(3),varchar: 2020-01-05T03:04:00 January 5, 20 1:04 PM",
		},
		{
			`SELECT date_add('month', 1, DATE '2020-01-31'), date_diff('month', DATE '2020-01-31', DATE '2020-02-29'), date_diff('day', TIMESTAMP '2020-01-01 12:00', TIMESTAMP '2020-01-02 11:00'),
			DATE '2020-01-31' + INTERVAL '1' MONTH, day_of_week(DATE '2020-05-10'), year(DATE '2020-05-10')`,
			"date,bigint,bigint,date,bigint,bigint: 2020-02-29 1 0 2020-02-29 7 2020",
		},
		{
			`SELECT current_date, CAST(current_timestamp AS varchar), date_trunc('hour', localtimestamp), to_unixtime(from_unixtime(1.5))`,
			"date,varchar,timestamp(3),double: 2024-05-06 2024-05-06 07:08:09.123 UTC 2024-05-06T07:00:00 1.5",
		},
		{
			`SELECT k, l.a, r.b FROM (VALUES (1, 'x'), (2, 'y')) l(k, a) FULL JOIN (VALUES (2, 'p'), (3, 'q')) r(k, b) USING (k) ORDER BY k`,
			"integer,varchar(1),varchar(1): 1 x (null); 2 y p; 3 (null) q",
		},
		{
			`SELECT x, y, n FROM (VALUES (ARRAY[1, 2], ARRAY['a'])) t(p, q) CROSS JOIN UNNEST(p, q) WITH ORDINALITY AS u(x, y, n) ORDER BY n`,
			"integer,varchar(1),bigint: 1 a 1; 2 (null) 2",
		},
		{`SELECT (SELECT max(a.x + b.y) FROM (VALUES 1, 5) b(y)), (SELECT sum(cardinality(transform(ARRAY[y], e -> e + y))) FROM (VALUES 1) b(y)) FROM (VALUES 2) a(x)`, "integer,bigint: 7 1"},
		{`SELECT x FROM (VALUES 2, 1) t(x) ORDER BY 'a', NULL, x, true`, "integer: 1; 2"},
		{sales + `TABLE sales ORDER BY day LIMIT 1`, "varchar(5),date,decimal(4,2),integer: north 2020-01-31 10.5 1"},
		{sales + `SELECT units FROM (TABLE sales) UNION ALL (SELECT 9) ORDER BY 1 DESC LIMIT 2`, "integer: 9; 5"},
		{`SELECT (CAST(ROW(1, 'x') AS ROW(a integer, b varchar))).*, (ROW(2, true)).* AS (c, d), t.* AS (e) FROM (VALUES 3) t(x)`, "integer,varchar,integer,boolean,integer: 1 x 2 true 3"},
		{`SELECT count(*) FROM (VALUES 1, 2, 3) TABLESAMPLE BERNOULLI (100), (VALUES 1, 2) AS t(x) TABLESAMPLE BERNOULLI (1e2)`, "bigint: 6"},
		{`SELECT count(*) FROM (SELECT x FROM UNNEST(sequence(1, 100)) u(x)) TABLESAMPLE BERNOULLI (0)`, "bigint: 0"},
		{
			`SELECT x, sum(x) OVER (ORDER BY x RANGE BETWEEN 2 PRECEDING AND 1 FOLLOWING), count(*) OVER (ORDER BY x DESC RANGE BETWEEN 0.5 PRECEDING AND CURRENT ROW) FROM (VALUES 1, 2, 4, 4, NULL) t(x) ORDER BY x`,
			"integer,bigint,bigint: 1 3 1; 2 3 1; 4 10 2; 4 10 2; (null) (null) 1",
		},
		{
			sales + `SELECT day, sum(units) OVER (ORDER BY day RANGE INTERVAL '1' MONTH PRECEDING), count(*) OVER (ORDER BY day RANGE BETWEEN INTERVAL '14' DAY PRECEDING AND CURRENT ROW) FROM sales ORDER BY 1`,
			"date,bigint,bigint: 2020-01-31 1 1; 2020-02-01 4 2; 2020-02-15 8 2; 2020-02-29 10 2; 2021-01-01 5 1",
		},
		{`SELECT x, sum(x) OVER (ORDER BY x ROWS BETWEEN x - 1 PRECEDING AND x % 2 FOLLOWING) FROM (VALUES 1, 2, 3) t(x) ORDER BY x`, "integer,bigint: 1 3; 2 3; 3 6"},
		{
			`WITH RECURSIVE t(n, s) AS (VALUES (1, CAST('a' AS varchar)) UNION ALL SELECT n + 1, s || 'b' FROM t WHERE n < 4), u(n) AS (SELECT n FROM t) SELECT n, s, (SELECT count(*) FROM u) FROM t ORDER BY n`,
			"integer,varchar,bigint: 1 a 4; 2 ab 4; 3 abb 4; 4 abbb 4",
		},
		{
			`WITH RECURSIVE edge(a, b) AS (VALUES (1, 2), (2, 3), (3, 4)), reach(a, b) AS (SELECT * FROM edge UNION ALL SELECT r.a, e.b FROM reach r JOIN edge e ON r.b = e.a) SELECT a, b FROM reach WHERE a = 1 ORDER BY b`,
			"integer,integer: 1 2; 1 3; 1 4",
		},
		{`WITH RECURSIVE t(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM t WHERE n < 10) SELECT max(n) FROM t`, "integer: 10"},
		{
			sales + `SELECT day, sum(units) OVER w, count(*) OVER (v ROWS 1 PRECEDING), rank() OVER (w) FROM sales WINDOW v AS (PARTITION BY region ORDER BY day), p AS (PARTITION BY region), w AS (p ORDER BY units DESC) ORDER BY day`,
			"date,bigint,bigint,bigint: 2020-01-31 3 1 2; 2020-02-01 7 1 2; 2020-02-15 4 2 1; 2020-02-29 2 2 1; 2021-01-01 5 1 1",
		},
		{
			`SELECT a, b, count(*) FROM (VALUES (1, 2), (1, 3)) t(a, b) GROUP BY DISTINCT ROLLUP (a, b), CUBE (a) ORDER BY 3, 1, 2`,
			"integer,integer,bigint: 1 2 1; 1 3 1; 1 (null) 2; (null) (null) 2",
		},
		{
			`SELECT EXTRACT(DAY FROM DATE '2024-03-01' - DATE '2024-02-01'), EXTRACT(DAY FROM TIMESTAMP '2024-01-01 06:00:00' - TIMESTAMP '2024-01-03 00:00:01'), EXTRACT(HOUR FROM INTERVAL '2' DAY + INTERVAL '27:30:05.5' HOUR TO SECOND),
			EXTRACT(MINUTE FROM -INTERVAL '90' MINUTE), EXTRACT(SECOND FROM INTERVAL '61.5' SECOND), EXTRACT(YEAR FROM INTERVAL '-14' MONTH), EXTRACT(MONTH FROM INTERVAL '1-2' YEAR TO MONTH)`,
			"bigint,bigint,bigint,bigint,bigint,bigint,bigint: 29 -1 3 -30 1 -1 2",
		},
		{`SELECT x, y FROM (VALUES (1, 'a'), (2, 'b'), (2, 'c'), (3, 'd')) t(x, y) ORDER BY x FETCH FIRST 2 ROWS WITH TIES`, "integer,varchar(1): 1 a; 2 b; 2 c"},
		{`SELECT y FROM (VALUES (1, 'a'), (2, 'b'), (2, 'c'), (3, 'd')) t(x, y) ORDER BY -x, y FETCH NEXT ROW WITH TIES`, "varchar(1): d"},
		{`SELECT x % 2 AS odd, sum(x) AS n FROM (VALUES 1, 2, 3, 4) t(x) GROUP BY 1 ORDER BY max(x) + count(*) DESC FETCH FIRST 1 ROW WITH TIES`, "integer,bigint: 0 6"},
		{`SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 2 ORDER BY n DESC FETCH FIRST ROW WITH TIES`, "integer: 2; 2"},
		// A row is one column where the alias names one, and as many as it has fields where it names those.
		{`SELECT r.a, r.b, n FROM UNNEST(ARRAY[CAST(ROW(1, 'x') AS ROW(a integer, b varchar)), NULL]) WITH ORDINALITY AS t(r, n) ORDER BY n`, "integer,varchar,bigint: 1 x 1; (null) (null) 2"},
		{`SELECT a, b FROM UNNEST(ARRAY[ROW(1, 'x'), ROW(2, 'y')]) AS t(a, b) ORDER BY 1`, "integer,varchar(1): 1 x; 2 y"},
		// Rows are compared before they become other types.
		{`SELECT 9007199254740993 AS n UNION SELECT 9007199254740992 UNION ALL SELECT 0.5e0 ORDER BY 1`, "double: 0.5; 9.007199254740992e+15; 9.007199254740992e+15"},
		{`SELECT a.x FROM (VALUES 1, 2, 3) a(x) WHERE EXISTS (SELECT 1 FROM (VALUES 2, 3) b(x) WHERE b.x = a.x) AND x NOT IN (SELECT 3) ORDER BY x`, "integer: 2"},
		{`SELECT x FROM (VALUES 1, 2, 3) a(x) WHERE x > (SELECT avg(y) FROM (VALUES 1, 2) b(y)) ORDER BY -x`, "integer: 3; 2"},
		{`SELECT 1 UNION ALL SELECT 2.5 UNION ALL SELECT NULL ORDER BY 1`, "decimal(11,1): 1; 2.5; (null)"},
		{`SELECT x AS y, y AS x FROM (VALUES (1, 20), (2, 10)) t(x, y) ORDER BY x`, "integer,integer: 2 10; 1 20"},
		{
			sales + `SELECT units, avg(amount) OVER (PARTITION BY region), amount / sum(amount) OVER () FROM sales ORDER BY units`,
			"integer,decimal(4,2),decimal(6,2): 1 5.38 0.56; 2 5.38 0.01; 3 7 0.37; 4 7 (null); 5 1 0.05",
		},
		{
			`SELECT sequence(1, 3), sequence(3, 1), sequence(DATE '2020-01-30', DATE '2020-02-01')`,
			`array(bigint),array(bigint),array(date): [1,2,3] [3,2,1] ["2020-01-30","2020-01-31","2020-02-01"]`,
		},
		{`WITH RECURSIVE t(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t`, "NOT_SUPPORTED"},
		{`WITH RECURSIVE t AS (SELECT 0 UNION ALL SELECT 1 FROM t) SELECT 1 FROM t`, "MISSING_COLUMN_ALIASES"},
		{`WITH RECURSIVE t(n) AS (SELECT 0 UNION SELECT n FROM t) SELECT n FROM t`, "NOT_SUPPORTED"},
		{`WITH RECURSIVE t(n) AS (SELECT 0 UNION ALL SELECT n + 1.5 FROM t WHERE n < 4) SELECT n FROM t`, "TYPE_MISMATCH"},
		{`WITH RECURSIVE t(n) AS (SELECT n FROM t UNION ALL SELECT n + 1 FROM t) SELECT n FROM t`, "INVALID_RECURSIVE_REFERENCE"},
		{`WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT a.n FROM t a, t b) SELECT n FROM t`, "INVALID_RECURSIVE_REFERENCE"},
		{`WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT max(n) FROM t) SELECT n FROM t`, "NOT_SUPPORTED"},
		{`SELECT count(*) FROM UNNEST(ARRAY[1]) TABLESAMPLE SYSTEM (1)`, "NOT_SUPPORTED"},
		{`SELECT sum(x) OVER (ORDER BY x ROWS -x PRECEDING) FROM (VALUES 1) t(x)`, "INVALID_WINDOW_FRAME"},
		{`SELECT sum(x) OVER (ORDER BY x RANGE 'a' PRECEDING) FROM (VALUES 1) t(x)`, "TYPE_MISMATCH"},
		{`SELECT sum(x) OVER (ORDER BY x, x RANGE 1 PRECEDING) FROM (VALUES 1) t(x)`, "INVALID_ORDER_BY"},
		{`SELECT t.x.* FROM (VALUES 1) t(x)`, "TYPE_MISMATCH"},
		{`SELECT u.* FROM (VALUES 1) t(x)`, "TABLE_NOT_FOUND"},
		{`SELECT t.* AS (a, b) FROM (VALUES 1) t(x)`, "MISMATCHED_COLUMN_ALIASES"},
		{`SELECT 1 FETCH FIRST 1 ROW WITH TIES`, "MISSING_ORDER_BY"},
		{`SELECT sum(x) OVER (w ORDER BY x) FROM (VALUES 1) t(x) WINDOW w AS (ORDER BY x)`, "INVALID_ORDER_BY"},
		{`SELECT sum(x) OVER (w PARTITION BY x) FROM (VALUES 1) t(x) WINDOW w AS (ORDER BY x)`, "INVALID_PARTITION_BY"},
		{`SELECT sum(x) OVER (w) FROM (VALUES 1) t(x) WINDOW w AS (ORDER BY x ROWS 1 PRECEDING)`, "INVALID_WINDOW_REFERENCE"},
		{`SELECT (SELECT max(a.x) FROM (VALUES 1) b(y)) FROM (VALUES 2) a(x)`, "NOT_SUPPORTED"},
		{`SELECT (SELECT transform(ARRAY[y], e -> e + x) FROM (VALUES 1) b(y)) FROM (VALUES 2) a(x)`, "NOT_SUPPORTED"},
		{`SELECT sequence(1, 1000000000000)`, "INVALID_FUNCTION_ARGUMENT"},
		{`SELECT nan() = nan(), nan() > 1e0, 1e0 < nan(), nan() <> nan(), NULL IS DISTINCT FROM 1`, "boolean,boolean,boolean,boolean,boolean: false false false true true"},
		{
			`SELECT transform(ARRAY[1, 2], x -> x * 10)[2], filter(ARRAY[1, NULL, 3], x -> x > 1)[1], element_at(ARRAY[1], 5), contains(ARRAY[1, NULL], 2)`,
			"integer,integer,integer,boolean: 20 3 (null) (null)",
		},
		{`SELECT try(1 / 0), try(CAST('x' AS integer)), try_cast('1.5' AS integer), coalesce(try(ARRAY[1][2]), 7)`, "integer,integer,integer,integer: (null) (null) (null) 7"},
		{
			`SELECT json_extract_scalar('{"a": {"b": "x"}}', '$.a.b'), json_extract_scalar('{"a": {"b": "x"}}', '$.a'), json_extract_scalar('no', '$.a')`,
			"varchar,varchar,varchar: x (null) (null)",
		},
		{
			`SELECT to_hex(md5(to_utf8('a'))), regexp_extract('a1b22', '[0-9]+'), regexp_replace('abc', '(b)', '<$1>'), substr('abc', 0), split_part('a-b', '-', 3)`,
			"varchar,varchar,varchar,varchar(3),varchar: 0CC175B9C0F1B6A831C399E269772661 1 a<b>c  (null)",
		},
		{`SELECT CASE WHEN x > 1 THEN 'many' ELSE 'one' END, x || '' FROM (VALUES '1') s(x) CROSS JOIN (VALUES 2) t(y) WHERE y = 2`, "TYPE_MISMATCH"},
		{`SELECT r.a, r[2] FROM (VALUES CAST(ROW(1, 'x') AS row(a integer, b varchar))) t(r)`, "NOT_SUPPORTED"},
		{
			`SELECT array_union(ARRAY[2, 1, 2], ARRAY[3, NULL, 1]), array_except(ARRAY[3, NULL, 2, 3], ARRAY[2, 5]), array_except(ARRAY[1, NULL], ARRAY[NULL, 2]),
			array_remove(ARRAY[1, NULL, 2, 1], 1), array_remove(ARRAY[1], CAST(NULL AS integer))`,
			"array(integer),array(integer),array(integer),array(integer),array(integer): [2,1,3,null] [3,null] [1] [null,2] (null)",
		},
		{
			`SELECT arrays_overlap(ARRAY[1, 2], ARRAY[2, 3]), arrays_overlap(ARRAY[1, NULL], ARRAY[2]), arrays_overlap(ARRAY[1, 2], ARRAY[3]),
			arrays_overlap(ARRAY[NULL], CAST(ARRAY[] AS array(integer)))`,
			"boolean,boolean,boolean,boolean: true (null) false false",
		},
		{
			`SELECT slice(ARRAY[1, 2, 3, 4], 2, 2), slice(ARRAY[1, 2, 3, 4], -2, 5), slice(ARRAY[1, 2], -3, 2), slice(ARRAY[1, 2], 5, 1), repeat('a', 2), repeat(1, 0)`,
			`array(integer),array(integer),array(integer),array(integer),array(varchar(1)),array(integer): [2,3] [3,4] [] [] ["a","a"] []`,
		},
		{`SELECT slice(ARRAY[1, 2, 3], 2, 9223372036854775807), slice(ARRAY[1, 2], 9223372036854775807, 3)`, "array(integer),array(integer): [2,3] []"},
		{
			`SELECT bitwise_right_shift(x, 64), bitwise_left_shift(x, 2), bit_count(x, 64), array_distinct(ARRAY[x, x]) FROM (VALUES CAST(NULL AS bigint)) t(x)`,
			"bigint,bigint,bigint,array(bigint): (null) (null) (null) [null]",
		},
		{`SELECT JSON '-0'`, "NOT_SUPPORTED"},
		{`SELECT slice(ARRAY[1], 0, 1)`, "INVALID_FUNCTION_ARGUMENT"},
		{`SELECT repeat(1, -1)`, "INVALID_FUNCTION_ARGUMENT"},
		{
			`SELECT bit_count(7, 64), bit_count(-1, 8), bit_count(-128, 8), bitwise_left_shift(x, 1), bitwise_left_shift(x, 64), bitwise_right_shift(x, 60),
			bitwise_right_shift_arithmetic(x, 1), bitwise_right_shift_arithmetic(x, 70) FROM (VALUES BIGINT '-3') t(x)`,
			"bigint,bigint,bigint,bigint,bigint,bigint,bigint,bigint: 3 8 1 -6 0 15 -2 -1",
		},
		{`SELECT bitwise_left_shift(TINYINT '64', 1), bitwise_right_shift(TINYINT '-1', 4)`, "tinyint,tinyint: -128 15"},
		{`SELECT bit_count(128, 8)`, "INVALID_FUNCTION_ARGUMENT"},
		{
			`SELECT json_format(JSON ' {"b": [1, 2.5], "a" : "x"} '), is_json_scalar('[1]'), is_json_scalar('"a"'), json_array_contains('[1, "true", false]', true),
			json_array_contains('["a"]', 'a'), json_array_contains('{}', 'a'), levenshtein_distance('hello', 'hallo!')`,
			`varchar,boolean,boolean,boolean,boolean,boolean,bigint: {"a":"x","b":[1,2.5]} false true false true (null) 2`,
		},
		{`SELECT JSON '{'`, "INVALID_LITERAL"},
		{`SELECT JSON '1.50'`, "NOT_SUPPORTED"},
		{`SELECT levenshtein_distance('ä', 'a')`, "NOT_SUPPORTED"},
		{`SELECT 1 / 0`, "DIVISION_BY_ZERO"},
		{`SELECT 1.0 / 0`, "DIVISION_BY_ZERO"},
		{`SELECT x / y FROM (VALUES (1, 0)) t(x, y)`, "DIVISION_BY_ZERO"},
		{`SELECT CAST('1.5' AS integer)`, "INVALID_CAST_ARGUMENT"},
		{`SELECT date_parse(x, '%Y-%m-%d') FROM (VALUES ' 2020-01-01') t(x)`, "INVALID_FUNCTION_ARGUMENT"},
		{`SELECT ARRAY[1][2]`, "INVALID_FUNCTION_ARGUMENT"},
	} {
		t.Run(c.sql, func(t *testing.T) {
			a, rows, err := b.run(c.sql)
			var got string
			switch {
			case err != nil && strings.Contains(err.Error(), "'"+c.want+": ") || fault.Is(err, fault.Code(c.want)), err != nil && strings.Contains(err.Error(), c.want+": "):
				got = c.want
			case err != nil:
				t.Fatal(err)
			default:
				var kinds, lines []string
				for _, column := range a.Columns {
					kinds = append(kinds, column.Type.String())
				}
				for _, r := range rows {
					lines = append(lines, strings.Join(r, " "))
				}
				got = fmt.Sprintf("%s: %s", strings.Join(kinds, ","), strings.Join(lines, "; "))
			}
			if got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}
