-- SELECT
-- columns: _col0 bigint, _col1 varchar(1), _col2 varchar(1), _col3 boolean, _col4 integer, _col5 double
-- rows: 2 b a true 5 1.4142135623730951
SELECT approx_distinct(x), max_by(y, x), min(y), bool_and(x > 0), arbitrary(5), stddev(x) FROM (VALUES (1, 'a'), (3, 'b')) t(x, y)
