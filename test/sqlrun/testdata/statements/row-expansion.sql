-- SELECT
-- columns: n integer, s varchar, m integer
-- rows: 1 x 2
SELECT (CAST(ROW(1, 'x') AS ROW(n integer, s varchar))).*, t.* FROM (VALUES 2) t(m)
