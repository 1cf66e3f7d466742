-- SELECT
-- columns: x integer
-- rows: 1; 1
SELECT x FROM (VALUES 1, 1, 2) t(x) ORDER BY x FETCH FIRST 1 ROW WITH TIES
