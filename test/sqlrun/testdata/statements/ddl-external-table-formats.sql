-- CREATE EXTERNAL TABLE
CREATE EXTERNAL TABLE harbour.tides (station string, at timestamp, metres double)
CLUSTERED BY (station) INTO 4 BUCKETS
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
LOCATION 's3://harbour/tides/'
