-- SELECT
-- columns: _col0 date, _col1 timestamp(3), _col2 bigint, _col3 boolean
-- rows: 2024-02-29 2024-05-05T05:08:09 2 true
SELECT DATE '2024-01-31' + INTERVAL '1' MONTH, TIMESTAMP '2024-05-06 07:08:09' - INTERVAL '1' DAY - INTERVAL '2' HOUR, date_diff('day', DATE '2024-02-28', DATE '2024-03-01'), DATE '2024-03-01' - DATE '2024-02-01' > INTERVAL '28' DAY
