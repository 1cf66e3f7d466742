-- SELECT
-- columns: _col0 array(integer), _col1 array(integer), _col2 boolean
-- rows: [10,20,30] [1,3] false
SELECT transform(ARRAY[1, 2, 3], x -> x * 10), filter(ARRAY[1, 2, 3], x -> x <> 2), any_match(ARRAY[1], x -> x > 1)
