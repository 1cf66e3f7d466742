-- SELECT
-- columns: station varchar(8), top decimal(2,1)
-- rows: Kiel 1.1; Sassnitz -0.2
WITH tide(station, metres) AS (VALUES ('Kiel', 0.4), ('Kiel', 1.1), ('Sassnitz', -0.2)),
high AS (SELECT station, max(metres) AS top FROM tide GROUP BY station)
SELECT station, top FROM high ORDER BY top DESC
