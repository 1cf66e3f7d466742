-- SELECT
-- columns: _col0 varchar(4), _col1 decimal(11,1)
-- rows: one 2; many 1.5
SELECT CASE x WHEN 1 THEN 'one' WHEN 2 THEN 'two' ELSE 'many' END, CASE WHEN x > 1 THEN 1.5 ELSE 2 END FROM (VALUES 1, 3) t(x) ORDER BY x
