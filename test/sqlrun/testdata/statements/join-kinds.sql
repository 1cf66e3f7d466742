-- SELECT
-- columns: name varchar, arrived timestamp(3), amount decimal(10,2), metres double
-- reads: harbour.ships(id, name)
-- reads: harbour.calls(ship, arrived)
-- reads: harbour.dues(ship, paid, amount)
-- reads: harbour.tides(at, metres)
SELECT s.name, c.arrived, d.amount, t.metres
FROM harbour.ships s
JOIN harbour.calls c ON c.ship = s.id
LEFT JOIN harbour.dues d ON d.ship = s.id AND d.paid >= date(c.arrived)
RIGHT OUTER JOIN harbour.tides t ON t.at = c.arrived
CROSS JOIN (SELECT 1) AS one
FULL JOIN (VALUES 1) AS v(id) ON v.id = s.id
