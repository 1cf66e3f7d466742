-- SELECT
-- columns: k integer, a varchar(1), b varchar(1)
-- rows: 1 x (null); 2 y p; 3 (null) q
SELECT k, l.a, r.b FROM (VALUES (1, 'x'), (2, 'y')) l(k, a) FULL OUTER JOIN (VALUES (2, 'p'), (3, 'q')) r(k, b) USING (k) ORDER BY k
