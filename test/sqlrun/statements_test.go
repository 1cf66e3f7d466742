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
		{`SELECT JSON '1.50', JSON '[1e2, 1E-5, 100000000.5]'`, "json,json: 1.5 [100.0,1.0E-5,1.000000005E8]"},
		{`SELECT JSON '1e400'`, "NOT_SUPPORTED"},
		{`SELECT levenshtein_distance('ä', 'a')`, "NOT_SUPPORTED"},
		{
			`SELECT CAST(x AT TIME ZONE 'America/New_York' AS varchar), CAST(CAST(x AT TIME ZONE '+05:45' AS time(0) with time zone) AS varchar), hour(x AT TIME ZONE 'America/New_York'),
			CAST(x AT TIME ZONE 'America/New_York' AS date), CAST(date_trunc('day', x AT TIME ZONE 'America/New_York') AS varchar), timezone_hour(x AT TIME ZONE 'America/New_York')
			FROM (VALUES TIMESTAMP '2024-03-11 02:30:45.678 UTC') t(x)`,
			"varchar,varchar,bigint,date,varchar,bigint: 2024-03-10 22:30:45.678 America/New_York 08:15:46+05:45 22 2024-03-10 2024-03-10 00:00:00.000 America/New_York -4",
		},
		{
			`SELECT CAST(date_add('day', 1, x) AS varchar), CAST(date_add('hour', 24, x) AS varchar), CAST(x + INTERVAL '1' DAY AS varchar), CAST(x + INTERVAL '1' MONTH AS varchar),
			date_diff('day', x, date_add('hour', 23, x)), date_diff('hour', x, date_add('day', 1, x)), CAST(date_trunc('hour', date_add('hour', 15, x)) AS varchar)
			FROM (VALUES TIMESTAMP '2024-03-09 12:30:00 America/New_York') t(x)`,
			"varchar,varchar,varchar,varchar,bigint,bigint,varchar: 2024-03-10 12:30:00 America/New_York 2024-03-10 13:30:00 America/New_York 2024-03-10 13:30:00.000 America/New_York " +
				"2024-04-09 12:30:00 America/New_York 1 23 2024-03-10 04:00:00 America/New_York",
		},
		{`SELECT CAST(date_add('day', 1, x) AS varchar) FROM (VALUES TIMESTAMP '2024-03-09 02:30:00 America/New_York') t(x)`, "NOT_SUPPORTED"},
		{`SELECT CAST(date_add('day', 1, x) AS varchar) FROM (VALUES TIMESTAMP '2024-11-02 01:30:00 America/New_York') t(x)`, "NOT_SUPPORTED"},
		{`SELECT TIMESTAMP '2024-03-10 02:30:00 America/New_York'`, "INVALID_LITERAL"},
		{`SELECT TIMESTAMP '1940-03-10 02:30:00 Europe/Amsterdam'`, "NOT_SUPPORTED"},
		{`SELECT CAST(from_unixtime(x) AT TIME ZONE 'Europe/Amsterdam' AS varchar) FROM (VALUES -1e9) t(x)`, "NOT_SUPPORTED"},
		{`SELECT CAST(from_unixtime(x) AT TIME ZONE 'Europe/Amsterdam' AS varchar) FROM (VALUES 1e9) t(x)`, "varchar: 2001-09-09 03:46:40.000 Europe/Amsterdam"},
		{`SELECT to_unixtime(TIMESTAMP '2024-11-03 01:30:00 America/New_York'), to_unixtime(with_timezone(TIMESTAMP '2024-11-03 03:30:00', 'America/New_York'))`, "double,double: 1.7306118e+09 1.7306226e+09"},
		{`SELECT with_timezone(TIMESTAMP '2024-11-03 01:30:00', 'America/New_York')`, "NOT_SUPPORTED"},
		{
			`SELECT x = y, x IN (y), CAST(x AS varchar), CAST(y AS varchar), to_iso8601(x), max(y) = x FROM (VALUES (TIMESTAMP '2024-01-01 00:00:00.000 +02:00', TIMESTAMP '2023-12-31 22:00:00.000 UTC')) t(x, y) GROUP BY x, y`,
			"boolean,boolean,varchar,varchar,varchar(32),boolean: true true 2024-01-01 00:00:00.000 +02:00 2023-12-31 22:00:00.000 UTC 2024-01-01T00:00:00.000+02:00 true",
		},
		{
			`SELECT CAST(from_unixtime(0, 'Asia/Kathmandu') AS varchar), CAST(from_unixtime(0, -8, -30) AS varchar), CAST(from_iso8601_timestamp('2024-05-06T07:08:09.1239+02:00') AS varchar),
			CAST(at_timezone(now(), INTERVAL '-3' HOUR) AS varchar), CAST('2024-05-06 07:08 Europe/Vienna' AS timestamp(0) with time zone) = TIMESTAMP '2024-05-06 05:08:00 UTC'`,
			"varchar,varchar,varchar,varchar,boolean: 1970-01-01 05:30:00.000 Asia/Kathmandu 1969-12-31 15:30:00.000 -08:30 2024-05-06 07:08:09.123 +02:00 2024-05-06 04:08:09.123 -03:00 true",
		},
		{
			`SELECT x + INTERVAL '2' HOUR, CAST(x AS time(0)), CAST(x AS varchar), date_trunc('minute', x), date_diff('second', x, TIME '23:59:59'), date_add('minute', -1440, x), x - TIME '23:59:59.7',
			CAST('1:2' AS time(0)), CAST(x AS timestamp(3)), TIME '01:00+02:00' = TIME '00:00+01:00', extract(hour FROM TIME '01:00+02:00'), CAST(TIME '01:00+02:00' AS varchar)
			FROM (VALUES TIME '23:30:15.512') t(x)`,
			"time(3),time(0),varchar,time(3),bigint,time(3),interval day to second,time(0),timestamp(3),boolean,bigint,varchar: 01:30:15.512000 23:30:16.000000 23:30:15.512 23:30:00.000000 1783 23:30:15.512000 " +
				`{"months":0,"days":0,"nanoseconds":-1784188000000} 01:02:00.000000 2024-05-06T23:30:15.512 true 1 01:00:00+02:00`,
		},
		{`SELECT CAST('24:00:00' AS time)`, "INVALID_CAST_ARGUMENT"},
		{`SELECT date_trunc('day', TIME '01:00')`, "INVALID_FUNCTION_ARGUMENT"},
		{`SELECT extract(hour FROM INTERVAL '-26' HOUR), extract(day FROM INTERVAL '-26' HOUR), extract(month FROM INTERVAL '15' MONTH), extract(year FROM INTERVAL '15' MONTH)`, "bigint,bigint,bigint,bigint: -2 -1 3 1"},
		{`SELECT now() AT TIME ZONE 'Europe/Atlantis'`, "INVALID_FUNCTION_ARGUMENT"},
		{
			`SELECT CAST(ARRAY[CAST(x AT TIME ZONE 'Asia/Kathmandu' AS time(0) with time zone)] AS array(varchar)) FROM (VALUES TIMESTAMP '2024-01-01 00:00:00 UTC') t(x)`,
			"NOT_SUPPORTED",
		},
		{
			`SELECT CAST(ARRAY[x AT TIME ZONE 'Asia/Kathmandu'] AS array(time(0) with time zone)) FROM (VALUES TIMESTAMP '2024-01-01 00:00:00 UTC') t(x)`,
			"NOT_SUPPORTED",
		},
		{
			`SELECT CAST(CAST(ARRAY[x AT TIME ZONE 'Asia/Kathmandu'] AS array(timestamp(0) with time zone)) AS array(varchar)) FROM (VALUES TIMESTAMP '2024-01-01 00:00:00.6 UTC') t(x)`,
			`array(varchar): ["2024-01-01 05:45:01 Asia/Kathmandu"]`,
		},
		{
			`SELECT CAST(x AS varchar) FROM (SELECT TIMESTAMP '2024-01-01 00:00:00 +01:00' UNION ALL SELECT TIMESTAMP '2024-01-01 00:00:00 +02:00') t(x)`,
			"NOT_SUPPORTED",
		},
		{`SELECT at_timezone(now(), x) FROM (VALUES 'UTC') t(x)`, "NOT_SUPPORTED"},
		{
			`SELECT ARRAY[1, NULL] = ARRAY[1, 2], ARRAY[1, NULL] = ARRAY[2, NULL], ARRAY[1] <> ARRAY[1, NULL], ARRAY[x] IN (ARRAY[1], ARRAY[NULL]), ARRAY[ARRAY[x]] = ARRAY[ARRAY[2]],
			ARRAY[nan()] = ARRAY[nan()], ARRAY[1, 2] < ARRAY[1, 3], ARRAY[x] BETWEEN ARRAY[1] AND ARRAY[2, 0], nullif(ARRAY[x], ARRAY[2]) FROM (VALUES 2) t(x)`,
			"boolean,boolean,boolean,boolean,boolean,boolean,boolean,boolean,array(integer): (null) false true (null) true false true true (null)",
		},
		{
			`SELECT (1, x) = (1, 2), (1, NULL) = (2, x), (1, NULL) = (1, x), (x, 'b') < (2, 'c'), CASE (x, 1) WHEN (2, 1) THEN 'yes' END, CASE nan() WHEN nan() THEN 1 ELSE 0 END FROM (VALUES 2) t(x)`,
			"boolean,boolean,boolean,boolean,varchar(3),integer: true false (null) true yes 0",
		},
		{
			`SELECT m = MAP(ARRAY['b', 'a'], ARRAY[2, 1]), m = MAP(ARRAY['a', 'b'], ARRAY[1, NULL]), m <> MAP(ARRAY['a', 'c'], ARRAY[1, 2]), m IS DISTINCT FROM MAP(ARRAY['b', 'a'], ARRAY[2, 1]),
			m IS NOT DISTINCT FROM MAP(ARRAY['a'], ARRAY[1]) FROM (VALUES MAP(ARRAY['a', 'b'], ARRAY[1, 2])) t(m)`,
			"boolean,boolean,boolean,boolean,boolean: true (null) true false false",
		},
		{`SELECT m, count(*) FROM (VALUES MAP(ARRAY['a', 'b'], ARRAY[1, 2]), MAP(ARRAY['b', 'a'], ARRAY[2, 1])) t(m) GROUP BY m`, `map(varchar(1), integer),bigint: [{"key":"a","value":1},{"key":"b","value":2}] 2`},
		{`SELECT DISTINCT m FROM (VALUES MAP(ARRAY['a', 'b'], ARRAY[1, 2]), MAP(ARRAY['b', 'a'], ARRAY[2, 1])) t(m)`, `map(varchar(1), integer): [{"key":"a","value":1},{"key":"b","value":2}]`},
		{`SELECT ARRAY[1, NULL] < ARRAY[1, 2]`, "NOT_SUPPORTED"},
		{`SELECT (x, nan()) < (x, 1e0) FROM (VALUES 1) t(x)`, "NOT_SUPPORTED"},
		{
			`SELECT contains(ARRAY[1e0, nan()], nan()), contains(ARRAY[ARRAY[1], NULL], ARRAY[2]), array_position(ARRAY[ARRAY[1], ARRAY[2]], ARRAY[2]), array_max(ARRAY[1e0, nan()]), array_min(ARRAY[nan()]),
			MAP(ARRAY[ARRAY[1], ARRAY[2]], ARRAY['a', 'b'])[ARRAY[2]], element_at(MAP(ARRAY[1.5], ARRAY['a']), 2.5), array_join(ARRAY[1.50, NULL, 2.25], '+', '?'), array_join(ARRAY[true], '')`,
			"boolean,boolean,bigint,double,double,varchar(1),varchar(1),varchar,varchar: false (null) 2 1 NaN b (null) 1.50+?+2.25 true",
		},
		{
			`SELECT map_entries(m), transform_keys(m, (k, v) -> k + v), transform_values(m, (k, v) -> k * 10), map_filter(m, (k, v) -> v > 3), map_concat(m, MAP(ARRAY[1], ARRAY[9])),
			map_zip_with(m, MAP(ARRAY[2, 3], ARRAY['x', 'y']), (k, a, b) -> coalesce(b, 'none')), map_from_entries(ARRAY[(1, 'a'), (2, NULL)]), any_keys_match(m, k -> k > 1), all_values_match(m, v -> v > 3), cardinality(map())
			FROM (VALUES MAP(ARRAY[1, 2], ARRAY[3, 4])) t(m)`,
			`array(row(integer, integer)),map(integer, integer),map(integer, integer),map(integer, integer),map(integer, integer),map(integer, varchar(4)),map(integer, varchar(1)),boolean,boolean,bigint: ` +
				`[{"_f1":1,"_f2":3},{"_f1":2,"_f2":4}] [{"key":4,"value":3},{"key":6,"value":4}] [{"key":1,"value":10},{"key":2,"value":20}] [{"key":2,"value":4}] [{"key":1,"value":9},{"key":2,"value":4}] ` +
				`[{"key":1,"value":"none"},{"key":2,"value":"x"},{"key":3,"value":"y"}] [{"key":1,"value":"a"},{"key":2,"value":null}] true false 0`,
		},
		{
			`SELECT transform_values(MAP(ARRAY[1], ARRAY[2]), (k, v) -> k + v + t.k), zip_with(ARRAY[1], ARRAY[2], (v, k) -> t.v || CAST(k AS varchar)), reduce(ARRAY[1, 2], 0, (v, k) -> v + k + t.k, v -> v)
			FROM (VALUES (100, 'x')) t(k, v)`,
			`map(integer, integer),array(varchar),integer: [{"key":1,"value":103}] ["x2"] 203`,
		},
		{`SELECT contains(ARRAY[ARRAY[1], ARRAY[NULL]], ARRAY[2])`, "NOT_SUPPORTED"},
		{`SELECT reduce(ARRAY[1], 0, (s, x) -> CAST(s AS bigint), s -> s)`, "FUNCTION_NOT_FOUND"},
		{`SELECT map_agg(k, v), map_agg(k, v) FILTER (WHERE v > 5) FROM (VALUES ('a', 1), (NULL, 2), ('b', 3)) t(k, v)`, `map(varchar(1), integer),map(varchar(1), integer): [{"key":"a","value":1},{"key":"b","value":3}] (null)`},
		{
			`SELECT reduce(ARRAY[1, NULL, 3], 0, (s, x) -> s + coalesce(x, 10), s -> s * 2), reduce(ARRAY['a', 'b'], CAST('' AS varchar), (s, x) -> s || x, s -> s || '!'), reduce(CAST(NULL AS array(integer)), 0, (s, x) -> s, s -> s),
			zip_with(ARRAY[1, 2], ARRAY['a'], (x, y) -> coalesce(y, 'z')), zip(ARRAY[1, 2], ARRAY['a']), contains_sequence(ARRAY[1, 2, 3], ARRAY[2, 3]), contains_sequence(ARRAY[1], ARRAY[1, 2])`,
			`integer,varchar,integer,array(varchar(1)),array(row(integer, varchar(1))),boolean,boolean: 28 ab! (null) ["a","z"] [{"_f1":1,"_f2":"a"},{"_f1":2,"_f2":null}] true false`,
		},
		{
			`SELECT from_base('-zZ', 36), to_base(-255, 16), luhn_check('79927398713'), luhn_check('79927398710'), hamming_distance('abc', 'abd'), human_readable_seconds(694861), human_readable_seconds(3600.4), width_bucket(5e0, 0, 10, 5),
			width_bucket(5e0, ARRAY[1e0, 5e0, 9e0]), to_hex(to_big_endian_32(-2)), from_big_endian_64(from_hex('FFFFFFFFFFFFFFFE')), to_hex(to_ieee754_64(-1.5)), to_hex(to_ieee754_32(CAST(nan() AS real))),
			strpos('aaa', 'aa', 2), strpos('abcab', 'ab', -1), strpos('abc', 'x', 1), split_part('abc', '', 2), to_base64url(from_hex('FBFF')), round(INTEGER '15', CAST(NULL AS integer))`,
			"bigint,varchar,boolean,boolean,bigint,varchar,varchar,bigint,bigint,varchar,bigint,varchar,varchar,bigint,bigint,bigint,varchar,varchar,integer: " +
				"-1295 -ff true false 1 1 week, 1 day, 1 hour, 1 minute, 1 second 1 hour 3 2 FFFFFFFE -2 BFF8000000000000 7FC00000 2 4 0 b -_8= (null)",
		},
		{
			`SELECT json_array_get('[1, [2], null]', 1), json_array_get('[1, [2], null]', -3), json_array_get('[1, [2], null]', 2), json_array_get('{}', 0), json_array_contains('[1, 2.5]', 1), json_array_contains('[1, 2.5]', 2.5), json_array_contains('[1]', 1.0)`,
			"json,json,json,json,boolean,boolean,boolean: [2] 1 (null) (null) true true false",
		},
		{`SELECT json_array_get('["a"]', 0)`, "NOT_SUPPORTED"},
		{
			`SELECT CAST(ROW(x, 'q"', NULL) AS JSON), CAST(ARRAY[x, NULL] AS JSON), CAST(MAP(ARRAY['b', 'a'], ARRAY[x, 1e7]) AS JSON), CAST(DATE '2024-05-06' AS JSON), CAST(0.50 AS JSON), CAST(CAST(NULL AS double) AS JSON),
			CAST(CAST(NULL AS array(double)) AS JSON), CAST(CAST(NULL AS double) AS varchar), CAST(JSON '[1]' AS JSON) FROM (VALUES 1.5e0) t(x)`,
			`json,json,json,json,json,json,json,varchar,json: [1.5,"q\"",null] [1.5,null] {"a":1.0E7,"b":1.5} "2024-05-06" 0.50 (null) (null) (null) [1]`,
		},
		{
			`SELECT CAST(j AS row(a bigint, b varchar, c array(double), d map(varchar, boolean))), CAST(JSON '[1, "x"]' AS row(bigint, varchar)), CAST(JSON '2.5' AS bigint), CAST(JSON '"7"' AS integer), CAST(JSON '1e2' AS varchar),
			CAST(JSON '12' AS decimal(5,2)), CAST(JSON 'true' AS double), CAST(JSON 'null' AS integer), CAST(JSON '[[1], null]' AS array(array(integer))), CAST(JSON '{"2": 3}' AS map(integer, bigint)), CAST(JSON '[{"a": [1]}]' AS array(json))
			FROM (VALUES JSON '{"A": 1, "c": [1, 2.5, null], "d": {"k": true}, "other": []}') t(j)`,
			`row(a bigint, b varchar, c array(double), d map(varchar, boolean)),row(bigint, varchar),bigint,integer,varchar,decimal(5,2),double,integer,array(array(integer)),map(integer, bigint),array(json): ` +
				`{"a":1,"b":null,"c":[1,2.5,null],"d":[{"key":"k","value":true}]} {"_f1":1,"_f2":"x"} 3 7 100.0 12 1 (null) [[1],null] [{"key":2,"value":3}] ["{\"a\":[1]}"]`,
		},
		{`SELECT CAST(JSON '[1]' AS integer)`, "INVALID_CAST_ARGUMENT"},
		{`SELECT CAST(JSON '{}' AS array(integer))`, "INVALID_CAST_ARGUMENT"},
		{`SELECT CAST(JSON '[1, 2]' AS row(a integer))`, "INVALID_CAST_ARGUMENT"},
		{`SELECT CAST(JSON '"a"' AS date)`, "TYPE_MISMATCH"},
		{
			`SELECT x = 'ab', x = 'ab   ', x < CAST('abc' AS char(3)), CAST(x AS varchar(10)) || '|', CAST(x AS varchar(2)), x || 'c' || '|', length(x), substr(x, 2), upper(x), concat(x, x), x LIKE 'ab', x LIKE 'ab__', CHAR 'a b', coalesce(x, 'longer')
			FROM (VALUES CAST('ab ' AS char(4))) t(x)`,
			"boolean,boolean,boolean,varchar,varchar(2),char(6),bigint,varchar(4),char(4),char(8),boolean,boolean,char(3),char(6): " +
				"true true true ab  | ab ab  c| 4 b   AB   ab  ab   false true a b ab    ",
		},
		{`SELECT count(DISTINCT x), max(x) FROM (VALUES CAST('a' AS char(2)), CAST('a ' AS char(2)), CAST('b' AS char(2))) t(x)`, "bigint,char(2): 2 b "},
		{`SELECT CAST(CHAR '1' AS integer)`, "NOT_SUPPORTED"},
		{`SELECT a.* FROM (VALUES 1) t(a)`, "TYPE_MISMATCH"},
		{
			`SELECT r.*, (r).* AS (x, y), CAST(ROW(1, 'a') AS row(a bigint, b varchar(1))).* FROM (SELECT CAST(ROW(2, 'b') AS row(c integer, d varchar(1)))) t(r)`,
			"integer,varchar(1),integer,varchar(1),bigint,varchar(1): 2 b 2 b 1 a",
		},
		{`SELECT t.* AS (p, q), u.* FROM (VALUES (1, 2)) t(a, b), LATERAL (SELECT t.*) u(c, d)`, "integer,integer,integer,integer: 1 2 1 2"},
		{`SELECT t.* AS (p) FROM (VALUES (1, 2)) t(a, b)`, "MISMATCHED_COLUMN_ALIASES"},
		{
			`SELECT split_to_map('a=1,b=,', ',', '='), split_to_map('', ',', '='), split_to_multimap('a=1;b=2;a=3', ';', '='), multimap_from_entries(ARRAY[(1, 'a'), (2, 'b'), (1, NULL)]), ngrams(ARRAY[1, 2, 3], 2), ngrams(ARRAY[1], 2)`,
			`map(varchar, varchar),map(varchar, varchar),map(varchar, array(varchar)),map(integer, array(varchar(1))),array(array(integer)),array(array(integer)): ` +
				`[{"key":"a","value":"1"},{"key":"b","value":""}] [] [{"key":"a","value":["1","3"]},{"key":"b","value":["2"]}] [{"key":1,"value":["a",null]},{"key":2,"value":["b"]}] [[1,2],[2,3]] [[1]]`,
		},
		{`SELECT split_to_map('a', ',', '=')`, "INVALID_FUNCTION_ARGUMENT"},
		{
			`SELECT multimap_agg(k, v ORDER BY v DESC), map_union(MAP(ARRAY[k], ARRAY['x'])), array_sort(set_agg(v)), array_sort(set_union(ARRAY[v, 1])), reduce_agg(v, 10, (s, x) -> s + x, (a, b) -> a + b), bitwise_xor_agg(v)
			FROM (VALUES (1, 1), (1, 3), (2, NULL), (1, 1)) t(k, v)`,
			`map(integer, array(integer)),map(integer, varchar(1)),array(integer),array(integer),integer,bigint: [{"key":1,"value":[3,1,1]},{"key":2,"value":[null]}] [{"key":1,"value":"x"},{"key":2,"value":"x"}] [1,3,null] [1,3,null] 15 3`,
		},
		{`SELECT reduce_agg(v, 0, (s, x) -> s + x, (a, b) -> a + b), multimap_agg(v, v), set_agg(v) FROM (SELECT 1 v) WHERE v > 1`, "integer,map(integer, array(integer)),array(integer): (null) (null) (null)"},
		{
			`SELECT CAST(CAST(x AS ipaddress) AS varchar), contains('10.0.0.0/8', CAST(x AS ipaddress)), contains('2001:db8::/32', CAST(x AS ipaddress)), CAST(x AS ipaddress) < IPADDRESS '11.0.0.0'
			FROM (VALUES '10.1.2.3', '2001:0DB8:0:0:1:0:0:1', '::', '::1', '1::', '1:0:0:2::3', NULL, '1:2:3:4:5:6:7:8', '0:0:0:1:0:0:0:0') t(x)`,
			"varchar,boolean,boolean,boolean: 10.1.2.3 true false true; 2001:db8::1:0:0:1 false true false; :: false false true; ::1 false false true; 1:: false false false; " +
				"1:0:0:2::3 false false false; (null) (null) (null) (null); 1:2:3:4:5:6:7:8 false false false; 0:0:0:1:: false false false",
		},
		{`SELECT CAST(x AS ipaddress) FROM (VALUES '256.1.1.1') t(x)`, "INVALID_CAST_ARGUMENT"},
		{`SELECT CAST(x AS ipaddress) FROM (VALUES '1:2:3') t(x)`, "INVALID_CAST_ARGUMENT"},
		{`SELECT CAST(x AS ipaddress) FROM (VALUES '1::2::3') t(x)`, "INVALID_CAST_ARGUMENT"},
		{`SELECT CAST(x AS ipaddress) FROM (VALUES '1:::2') t(x)`, "INVALID_CAST_ARGUMENT"},
		{`SELECT CAST(x AS ipaddress) FROM (VALUES '1::2:') t(x)`, "INVALID_CAST_ARGUMENT"},
		{`SELECT CAST(x AS ipaddress) FROM (VALUES '::ffff:1.2.3.4') t(x)`, "NOT_SUPPORTED"},
		{`SELECT replace('ab', '', 'x'), replace('', '', 'x'), replace('ab', ''), replace(CAST(NULL AS varchar), '', 'x'), to_hex(CAST('é' AS varbinary)), 'a_' LIKE 'a_' ESCAPE '', 'a%' LIKE 'ab' ESCAPE ''`, "varchar,varchar,varchar,varchar,varchar,boolean,boolean: xaxbx x ab (null) C3A9 true false"},
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
