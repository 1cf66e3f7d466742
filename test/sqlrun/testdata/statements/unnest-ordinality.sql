-- SELECT
-- columns: name varchar(5), place bigint
-- rows: stern 2; bow 1
SELECT name, place FROM UNNEST(ARRAY['bow', 'stern']) WITH ORDINALITY AS t(name, place) ORDER BY place DESC
