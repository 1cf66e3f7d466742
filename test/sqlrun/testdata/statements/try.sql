-- SELECT
-- columns: _col0 integer, _col1 integer, _col2 integer, _col3 varchar(5), _col4 integer
-- rows: (null) (null) 2 zero (null)
SELECT TRY(1 / x), TRY_CAST('x' AS integer), coalesce(TRY(CAST('2' AS integer)), 0), IF(x = 0, 'zero', 'other'), nullif(x, 0) FROM (VALUES 0) t(x)
