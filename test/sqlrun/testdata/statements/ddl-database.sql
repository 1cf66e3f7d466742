-- CREATE DATABASE
CREATE DATABASE IF NOT EXISTS harbour COMMENT 'ships and berths' LOCATION 's3://harbour/' WITH DBPROPERTIES ('owner' = 'pilots')
