-- SELECT
-- columns: _col0 date, _col1 varchar, _col2 boolean
-- rows: 2024-05-06 07:08 true
SELECT CURRENT_DATE, date_format(CURRENT_TIMESTAMP, '%H:%i'), LOCALTIMESTAMP > TIMESTAMP '2024-01-01'
