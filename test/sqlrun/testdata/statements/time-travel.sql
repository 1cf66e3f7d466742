-- SELECT
-- columns: ship bigint, paid date, amount decimal(10,2), currency varchar
-- reads: harbour.dues(ship, paid, amount, currency)
SELECT * FROM harbour.dues FOR TIMESTAMP AS OF TIMESTAMP '2024-01-01 00:00:00 UTC'
