-- SELECT
-- columns: a integer, b integer, _col2 bigint
-- rows: 1 2 1; 1 3 1; (null) 2 1; (null) 3 1; 1 (null) 2; (null) (null) 2
SELECT a, b, count(*) FROM (VALUES (1, 2), (1, 3)) t(a, b) GROUP BY ROLLUP (a), CUBE (b) ORDER BY 3, 1, 2
