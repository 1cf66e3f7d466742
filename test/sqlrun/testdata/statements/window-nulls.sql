-- SELECT
-- columns: x integer, _col1 varchar(1)
-- rows: 1 (null); 2 b
SELECT x, first_value(y) IGNORE NULLS OVER (ORDER BY x) FROM (VALUES (1, NULL), (2, 'b')) t(x, y) ORDER BY x
