-- CREATE EXTERNAL TABLE
CREATE EXTERNAL TABLE IF NOT EXISTS harbour.ships (
  id bigint COMMENT 'by register',
  name string,
  flag varchar(2),
  built date,
  tonnage decimal(12,2),
  draught double,
  active boolean
)
COMMENT 'one line a ship'
PARTITIONED BY (port string, year int)
ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' ESCAPED BY '\\' LINES TERMINATED BY '\n' NULL DEFINED AS '\\N'
STORED AS TEXTFILE
LOCATION 's3://harbour/ships/'
TBLPROPERTIES ('skip.header.line.count' = '1')
