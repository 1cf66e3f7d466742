-- SELECT
-- columns: x integer, _col1 bigint, _col2 integer
-- rows: 1 3 2; 2 2 3; 3 1 0
SELECT x, rank() OVER w, lag(x, 1, 0) OVER w FROM (VALUES 3, 1, 2) t(x) WINDOW w AS (ORDER BY x DESC) ORDER BY x
