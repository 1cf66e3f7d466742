-- SELECT
-- columns: _col0 varchar
-- rows: c/b/a
SELECT listagg(x, '/') WITHIN GROUP (ORDER BY x DESC) FROM (VALUES 'a', 'b', 'c') t(x)
