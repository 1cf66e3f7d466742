-- SELECT
-- TYPE_MISMATCH: line 1:13: Cannot apply operator: varchar + integer
SELECT name + 1 FROM harbour.ships
