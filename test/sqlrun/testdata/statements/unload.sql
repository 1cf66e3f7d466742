-- UNLOAD
-- columns: station varchar, mean double
-- reads: harbour.tides(station, metres)
UNLOAD (SELECT station, avg(metres) AS mean FROM harbour.tides GROUP BY station)
TO 's3://harbour/out/' WITH (format = 'JSON', compression = 'gzip')
