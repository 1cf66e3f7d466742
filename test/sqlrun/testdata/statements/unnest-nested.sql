-- SELECT
-- columns: ship bigint, kind varchar, seal varchar
-- reads: harbour.calls(ship, cargo)
SELECT ship, item.kind, seal FROM harbour.calls CROSS JOIN UNNEST(cargo) AS c(item) CROSS JOIN UNNEST(item.seals) AS s(seal)
