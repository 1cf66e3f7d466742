-- DESCRIBE
-- DESCRIBE
-- DESCRIBE
-- DESCRIBE
DESCRIBE harbour.ships; DESCRIBE EXTENDED harbour.ships; DESCRIBE FORMATTED harbour.ships PARTITION (port = 'Kiel', year = 2024); DESCRIBE harbour.calls berth.quay
