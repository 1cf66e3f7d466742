-- SELECT
-- columns: _col0 decimal(12,1), _col1 integer, _col2 double, _col3 varchar, _col4 boolean, _col5 bigint
-- rows: 2.5 0 0.6666666666666666 (null) true 2
SELECT 1 + 1.5, 2 / 3, 2e0 / 3, 'a' || NULL, 1 = 1.0, CAST(1 AS tinyint) + CAST(1 AS bigint)
