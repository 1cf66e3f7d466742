-- MERGE
-- NOT_SUPPORTED: line 1:1: This statement is not supported
MERGE INTO harbour.dues AS d USING (SELECT id FROM harbour.ships) AS s ON d.ship = s.id
WHEN MATCHED AND d.amount IS NULL THEN DELETE
WHEN MATCHED THEN UPDATE SET amount = d.amount + 1
WHEN NOT MATCHED THEN INSERT (ship, amount) VALUES (s.id, 0)
