-- SELECT
-- columns: x integer, two bigint, near bigint, peers bigint
-- rows: 1 1 3 3; 2 3 3 3; 2 4 3 3; 5 7 1 1
SELECT x,
  sum(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS two,
  count(*) OVER (ORDER BY x RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS near,
  count(*) OVER (ORDER BY x GROUPS BETWEEN CURRENT ROW AND 1 FOLLOWING) AS peers
FROM (VALUES 1, 2, 2, 5) t(x) ORDER BY x, 2
