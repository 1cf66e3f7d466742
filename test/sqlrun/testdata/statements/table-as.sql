-- CREATE TABLE AS
-- columns: id bigint, name varchar, doubled decimal(22,2), port varchar
-- reads: harbour.ships(id, name, tonnage, port)
CREATE TABLE harbour.heavy
WITH (format = 'PARQUET', write_compression = 'ZSTD', external_location = 's3://harbour/heavy/', partitioned_by = ARRAY['port'])
AS SELECT id, name, tonnage * 2 AS doubled, port FROM harbour.ships WHERE tonnage > 1000
