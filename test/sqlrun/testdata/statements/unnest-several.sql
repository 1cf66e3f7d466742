-- SELECT
-- columns: a integer, b varchar(1)
-- rows: 1 x; 2 (null); 3 (null)
SELECT a, b FROM UNNEST(ARRAY[1, 2, 3], ARRAY['x']) AS t(a, b) ORDER BY a
