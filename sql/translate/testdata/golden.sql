SELECT id, name FROM t WHERE n > 1 AND name LIKE 'a%' ORDER BY name DESC LIMIT 5
SELECT "t"."id" AS "id", "t"."name" AS "name" FROM "awsdatacatalog"."db"."t" AS "t" WHERE "t"."n" > 1 AND "t"."name" LIKE 'a%' ORDER BY 2 DESC NULLS LAST LIMIT 5

SELECT a.id, b.price, id2 FROM t a JOIN t b ON a.id = b.n LEFT JOIN (SELECT id AS id2, name AS n FROM t) c ON c.n = a.name
SELECT "a"."id" AS "id", "b"."price" AS "price", CAST("c"."id2" AS BIGINT) AS "id2" FROM "awsdatacatalog"."db"."t" AS "a" INNER JOIN "awsdatacatalog"."db"."t" AS "b" ON "a"."id" = CAST("b"."n" AS BIGINT) LEFT JOIN (SELECT "t"."id" AS "id2", "t"."name" AS "n" FROM "awsdatacatalog"."db"."t" AS "t") AS "c" ("id2", "n") ON "c"."n" = "a"."name"

SELECT name, sum(n) AS total, avg(rate) FROM t GROUP BY name HAVING count(*) > 1 ORDER BY total
SELECT "t"."name" AS "name", CAST(sum(CAST("t"."n" AS BIGINT)) AS BIGINT) AS "total", CAST(avg("t"."rate") AS DOUBLE) AS "_col2" FROM "awsdatacatalog"."db"."t" AS "t" GROUP BY "t"."name" HAVING count(*) > CAST(1 AS BIGINT) ORDER BY 2 NULLS LAST

SELECT price / n, n / id, n % 2, rate / 2, n + 1 FROM t
SELECT CAST(list_transform([{'v1': CAST("t"."price" * CAST('100' AS DECIMAL(3,0)) AS HUGEINT)}], lambda "let_1": CASE WHEN CAST(CAST("t"."n" AS DECIMAL(10,0)) AS HUGEINT) = 0 AND struct_extract("let_1", 'v1') IS NOT NULL THEN CAST(CAST('DIVISION_BY_ZERO: Division by zero' AS INTEGER) AS DECIMAL(38,0)) ELSE CAST(divide(struct_extract("let_1", 'v1'), CAST(CAST("t"."n" AS DECIMAL(10,0)) AS HUGEINT)) + CASE WHEN abs(struct_extract("let_1", 'v1') % CAST(CAST("t"."n" AS DECIMAL(10,0)) AS HUGEINT)) >= abs(CAST(CAST("t"."n" AS DECIMAL(10,0)) AS HUGEINT)) - abs(struct_extract("let_1", 'v1') % CAST(CAST("t"."n" AS DECIMAL(10,0)) AS HUGEINT)) THEN sign(struct_extract("let_1", 'v1')) * sign(CAST(CAST("t"."n" AS DECIMAL(10,0)) AS HUGEINT)) ELSE 0 END AS DECIMAL(38,0)) END)[1] * CAST('0.01' AS DECIMAL(2,2)) AS DECIMAL(10,2)) AS "_col0", CAST(CASE WHEN "t"."id" = 0 AND CAST("t"."n" AS BIGINT) IS NOT NULL THEN CAST(CAST('DIVISION_BY_ZERO: Division by zero' AS INTEGER) AS BIGINT) ELSE CAST(divide(CAST("t"."n" AS BIGINT), "t"."id") AS BIGINT) END AS BIGINT) AS "_col1", CAST("t"."n" % 2 AS INTEGER) AS "_col2", CAST("t"."rate" / CAST(2 AS DOUBLE) AS DOUBLE) AS "_col3", CAST("t"."n" + 1 AS INTEGER) AS "_col4" FROM "awsdatacatalog"."db"."t" AS "t"

SELECT id FROM t WHERE rate > 1.5 AND price BETWEEN 1 AND 2.5 AND day >= DATE '2020-01-01' - INTERVAL '3' MONTH
SELECT "t"."id" AS "id" FROM "awsdatacatalog"."db"."t" AS "t" WHERE "t"."rate" > CAST(CAST('1.5' AS DECIMAL(2,1)) AS DOUBLE) AND NOT isnan("t"."rate") AND CAST("t"."price" AS DECIMAL(12,2)) BETWEEN CAST(1 AS DECIMAL(12,2)) AND CAST(CAST('2.5' AS DECIMAL(2,1)) AS DECIMAL(12,2)) AND "t"."day" >= CAST(DATE '2020-01-01' - to_months(3) AS DATE)

WITH x AS (SELECT id AS k, id FROM t), y AS (SELECT k FROM x) SELECT x.k FROM x, y WHERE x.k = y.k
WITH "x" ("k", "id") AS (SELECT "t"."id" AS "k", "t"."id" AS "id" FROM "awsdatacatalog"."db"."t" AS "t"), "y" ("k") AS (SELECT "x_2"."k" AS "k" FROM "x" AS "x_2") SELECT CAST("x_3"."k" AS BIGINT) AS "k" FROM "x" AS "x_3", "y" AS "y_2" WHERE "x_3"."k" = "y_2"."k"

SELECT date_trunc('month', day), date_format(day, '%Y-%m'), date_add('day', 1, day), current_date FROM t
SELECT CAST(date_trunc('month', "t"."day") AS DATE) AS "_col0", CAST(strftime(CAST("t"."day" AS TIMESTAMP), '%Y-%m') AS VARCHAR) AS "_col1", CAST("t"."day" + to_days(CAST(CAST(1 AS BIGINT) AS INTEGER)) AS DATE) AS "_col2", CAST(DATE '2024-05-06' AS DATE) AS "_col3" FROM "awsdatacatalog"."db"."t" AS "t"

SELECT CAST(name AS integer), try_cast(rate AS bigint) FROM t
SELECT CAST(CASE WHEN "t"."name" IS NULL OR regexp_full_match("t"."name", '[+-]?[0-9]+') THEN CAST("t"."name" AS INTEGER) ELSE CAST(concat('INVALID_CAST_ARGUMENT: Cannot cast ''', "t"."name", ''' to INTEGER') AS INTEGER) END AS INTEGER) AS "_col0", CAST(try(CAST(round("t"."rate") AS BIGINT)) AS BIGINT) AS "_col1" FROM "awsdatacatalog"."db"."t" AS "t"

SELECT tag, i FROM t CROSS JOIN UNNEST(tags) WITH ORDINALITY AS u(tag, i)
SELECT CAST("u"."_col0" AS VARCHAR) AS "tag", CAST("u"."_col1" AS BIGINT) AS "i" FROM "awsdatacatalog"."db"."t" AS "t" CROSS JOIN LATERAL (SELECT "unnested"."ca" AS "_col0", "unnested"."cb" AS "_col1" FROM (SELECT unnest("t"."tags") AS "ca", unnest(range(1, len("t"."tags") + 1)) AS "cb") AS "unnested") AS "u"

SELECT sum(n) OVER (PARTITION BY name ORDER BY day), count(id) FILTER (WHERE n > 0) OVER () FROM t
SELECT CAST(sum(CAST("t"."n" AS BIGINT)) OVER (PARTITION BY "t"."name" ORDER BY "t"."day" NULLS LAST) AS BIGINT) AS "_col0", CAST(count("t"."id") FILTER (WHERE "t"."n" > 0) OVER () AS BIGINT) AS "_col1" FROM "awsdatacatalog"."db"."t" AS "t"

SELECT id FROM t WHERE id IN (SELECT n FROM t t2 WHERE t2.day = t.day) OR EXISTS (SELECT 1 FROM t) UNION SELECT 2.5
SELECT CAST("t"."id" AS DECIMAL(20,1)) AS "id" FROM "awsdatacatalog"."db"."t" AS "t" WHERE "t"."id" IN (SELECT CAST("t2"."n" AS BIGINT) AS "n" FROM "awsdatacatalog"."db"."t" AS "t2" WHERE "t2"."day" = "t"."day") OR EXISTS (SELECT 1 AS "_col0" FROM "awsdatacatalog"."db"."t" AS "t_2") UNION SELECT CAST(CAST('2.5' AS DECIMAL(2,1)) AS DECIMAL(20,1)) AS "_col0"

SELECT now(), filter(tags, x -> x <> name) FROM t
SELECT CAST(timezone('UTC', CAST('2024-05-06 07:08:09.123' AS TIMESTAMP)) AS TIMESTAMPTZ) AS "_col0", CAST(list_filter("t"."tags", lambda "x": "x" <> "t"."name") AS VARCHAR[]) AS "_col1" FROM "awsdatacatalog"."db"."t" AS "t"

SELECT name, x.n FROM t FULL JOIN (VALUES ('a', 1)) x(name, n) USING (name)
SELECT CAST(coalesce("t"."name", "x"."_col0") AS VARCHAR) AS "name", CAST("x"."_col1" AS INTEGER) AS "n" FROM "awsdatacatalog"."db"."t" AS "t" FULL JOIN (VALUES (CAST('a' AS VARCHAR), CAST(1 AS INTEGER))) AS "x" ("_col0", "_col1") ON "t"."name" = "x"."_col0"

