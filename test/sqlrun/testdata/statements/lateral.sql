-- SELECT
-- columns: n integer, twice integer
-- rows: 1 2; 2 4
SELECT n, twice FROM (VALUES 1, 2) t(n) CROSS JOIN LATERAL (SELECT n * 2 AS twice) ORDER BY n
