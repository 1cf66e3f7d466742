-- SELECT
-- columns: _col0 bigint, _col1 bigint, _col2 varchar(3), _col3 bigint, _col4 varchar(4), _col5 varchar
-- rows: 2024 7 a 2 ll é
SELECT EXTRACT(YEAR FROM DATE '2024-05-06'), EXTRACT(DOW FROM DATE '2024-05-05'), TRIM(BOTH 'x' FROM 'xax'), POSITION('b' IN 'abc'), substr('hull', -2), NORMALIZE('é', NFC)
