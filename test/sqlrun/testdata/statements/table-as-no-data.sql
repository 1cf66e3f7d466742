-- CREATE TABLE AS
-- columns: station varchar, at timestamp(3), metres double
-- reads: harbour.tides(station, at, metres)
CREATE TABLE IF NOT EXISTS harbour.empty WITH (table_type = 'ICEBERG', is_external = false, location = 's3://harbour/empty/') AS SELECT * FROM harbour.tides WITH NO DATA
