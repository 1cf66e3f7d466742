-- SELECT
-- columns: _col0 bigint
-- rows: 3
SELECT count(*) FROM (VALUES 1, 2, 3) AS t(x) TABLESAMPLE BERNOULLI (100)
