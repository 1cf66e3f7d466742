-- SELECT
-- columns: y integer
-- rows: 3; 2; 1
SELECT x AS y FROM (VALUES 1, 2, 3) t(x) ORDER BY -y, x % 2
