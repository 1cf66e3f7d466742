-- SELECT
-- columns: x integer
-- rows: 1; 2
WITH v(x) AS (VALUES 2, 1) TABLE v ORDER BY x
