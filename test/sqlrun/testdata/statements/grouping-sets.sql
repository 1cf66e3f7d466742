-- SELECT
-- columns: port varchar(6), kind varchar(5), _col2 bigint, _col3 bigint
-- rows: Bremen tug 5 0; Kiel ferry 2 0; Kiel tug 1 0; Bremen (null) 5 1; Kiel (null) 3 1; (null) (null) 8 3
SELECT port, kind, sum(n), grouping(port, kind) FROM (VALUES ('Kiel', 'ferry', 2), ('Kiel', 'tug', 1), ('Bremen', 'tug', 5)) t(port, kind, n)
GROUP BY GROUPING SETS ((port, kind), (port), ()) ORDER BY 4, 1, 2
