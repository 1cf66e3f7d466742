-- SELECT
-- columns: odd integer, n bigint
-- rows: 1 2
SELECT a % 2 AS odd, count(*) AS n FROM (VALUES 1, 2, 3) t(a) GROUP BY 1 HAVING count(*) > 1
