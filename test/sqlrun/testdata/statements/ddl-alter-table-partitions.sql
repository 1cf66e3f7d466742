-- ALTER TABLE
-- ALTER TABLE
-- ALTER TABLE
-- ALTER TABLE
ALTER TABLE harbour.ships ADD IF NOT EXISTS
PARTITION (port = 'Kiel', year = 2024) LOCATION 's3://harbour/ships/kiel/2024/'
PARTITION (port = 'Lübeck', year = 2024);
ALTER TABLE harbour.ships DROP IF EXISTS PARTITION (port = 'Kiel', year = 2019), PARTITION (year < 2010);
ALTER TABLE harbour.ships PARTITION (port = 'Kiel', year = 2024) RENAME TO PARTITION (port = 'Kiel', year = 2025);
ALTER TABLE harbour.ships PARTITION (port = 'Kiel', year = 2025) SET LOCATION 's3://harbour/kiel/'
