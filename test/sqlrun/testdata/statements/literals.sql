-- SELECT
-- columns: _col0 integer, _col1 bigint, _col2 decimal(3,2), _col3 double, _col4 varchar(4), _col5 varchar(1), _col6 varbinary, _col7 boolean, _col8 unknown, _col9 date, _col10 decimal(2,1)
-- rows: 1 10000000000 1.5 1.5 it's ü w7w= true (null) 2024-05-06 1
SELECT 1, 10000000000, 1.50, 15e-1, 'it''s', U&'\00fc', X'c3bc', true, NULL, DATE '2024-05-06', DECIMAL '1.0'
