-- SELECT
-- columns: k varchar(1), v integer
-- rows: a 1; b 2
SELECT k, v FROM (VALUES MAP(ARRAY['a', 'b'], ARRAY[1, 2])) t(m) CROSS JOIN UNNEST(m) AS u(k, v) ORDER BY k
