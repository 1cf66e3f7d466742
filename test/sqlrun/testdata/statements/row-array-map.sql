-- SELECT
-- columns: _col0 varchar(1), b boolean, _col2 array(integer), _col3 bigint, _col4 integer
-- rows: x true [1,2,3] 1 1
SELECT ROW(1, 'x')[2], CAST(ROW(1, true) AS ROW(a integer, b boolean)).b, ARRAY[1, 2] || 3, cardinality(MAP(ARRAY['k'], ARRAY[1])), ARRAY[ARRAY[1], ARRAY[]][1][1]
