-- CREATE VIEW
-- columns: name varchar, flag varchar(2), arrived timestamp(3), quay varchar, stay interval day to second
-- reads: harbour.calls(ship, arrived, left, berth, day)
-- reads: harbour.ships(id, name, flag)
CREATE OR REPLACE VIEW harbour.arrivals AS
SELECT s.name, s.flag, c.arrived, c.berth.quay AS quay, c."left" - c.arrived AS stay
FROM harbour.calls AS c INNER JOIN harbour.ships AS s ON s.id = c.ship
WHERE c."day" >= '2024-01-01'
