-- SELECT
-- columns: _col0 bigint, _col1 bigint, _col2 array(integer)
-- rows: 2 (null) [3,2,1]
SELECT count(*) FILTER (WHERE x > 1), sum(x) FILTER (WHERE x < 0), array_agg(x ORDER BY x DESC) FROM (VALUES 1, 2, 3) t(x)
