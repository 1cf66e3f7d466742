-- SELECT
-- columns: k integer, b varchar(1)
-- rows: 1 (null); 2 p
SELECT l.k, r.b FROM (VALUES 1, 2) l(k) LEFT JOIN (VALUES (2, 'p')) r(k, b) ON l.k = r.k AND r.b <> 'z' ORDER BY 1
