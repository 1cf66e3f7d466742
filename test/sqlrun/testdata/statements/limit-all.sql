-- SELECT
-- columns: x integer
-- rows: 1
SELECT DISTINCT x FROM (VALUES 1, 1) t(x) LIMIT ALL
