-- INSERT
-- columns: _col0 varchar(11), _col1 timestamp(0), _col2 double
INSERT INTO harbour.tides VALUES ('Kiel', TIMESTAMP '2024-05-06 07:08:09', 0.4), ('Eckernförde', NULL, 0.5e0)
