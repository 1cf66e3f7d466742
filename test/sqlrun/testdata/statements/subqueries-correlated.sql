-- SELECT
-- columns: name varchar, _col1 decimal(10,2)
-- reads: harbour.ships(id, name, tonnage)
-- reads: harbour.calls(ship)
-- reads: harbour.dues(ship, amount)
SELECT name, (SELECT max(amount) FROM harbour.dues d WHERE d.ship = s.id) FROM harbour.ships s WHERE EXISTS (SELECT 1 FROM harbour.calls c WHERE c.ship = s.id) AND s.tonnage >= ALL (SELECT tonnage FROM harbour.ships)
