-- CREATE TABLE
CREATE TABLE harbour.dues (ship bigint, paid date, amount decimal(10,2), currency string)
PARTITIONED BY (month(paid), bucket(16, ship))
LOCATION 's3://harbour/dues/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet')
