-- CREATE EXTERNAL TABLE
CREATE EXTERNAL TABLE harbour.calls (
  ship bigint,
  arrived timestamp,
  `left` timestamp,
  berth struct<quay:string,number:int,`depth`:float>,
  cargo array<struct<kind:string,tons:double,seals:array<string>>>,
  notes map<string,string>,
  raw binary
)
PARTITIONED BY (`day` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
WITH SERDEPROPERTIES ('ignore.malformed.json' = 'true', "dots.in.keys" = "false")
LOCATION 's3://harbour/calls/'
TBLPROPERTIES ('projection.enabled' = 'true', 'projection.day.type' = 'date')
