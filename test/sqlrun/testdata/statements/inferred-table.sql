-- SELECT
-- columns: name varchar, _col1 bigint
-- inferred: harbour.pilots
-- reads: harbour.pilots(ship, hired, name)
-- reads: harbour.ships(id)
SELECT pilot.name, count(*) FROM harbour.pilots AS pilot JOIN harbour.ships s ON s.id = pilot.ship WHERE pilot.hired > DATE '2000-01-01' GROUP BY 1
