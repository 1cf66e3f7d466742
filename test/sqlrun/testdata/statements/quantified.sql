-- SELECT
-- columns: x integer, _col1 boolean, _col2 boolean, _col3 boolean
-- rows: 1 true true true; 3 false false false
SELECT x, x = ANY (VALUES 1, 2), x < ALL (SELECT 3), x IN (SELECT 1) FROM (VALUES 1, 3) t(x) ORDER BY x
