-- SELECT
-- columns: a integer, b varchar(3)
-- rows: 2 (null)
SELECT a, b FROM (VALUES (1, 'one'), (2, NULL)) AS v(a, b) WHERE b IS DISTINCT FROM 'one'
