-- SELECT
-- columns: x varchar(3)
-- rows: a_b
SELECT x FROM (VALUES 'a_b', 'acb', NULL) t(x) WHERE x LIKE 'a\_%' ESCAPE '\' OR x IS NULL AND NOT (x BETWEEN 'a' AND 'b')
