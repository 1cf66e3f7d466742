-- ALTER TABLE
-- ALTER TABLE
-- ALTER TABLE
-- ALTER TABLE
-- ALTER TABLE
-- ALTER DATABASE
ALTER TABLE harbour.ships ADD COLUMNS (owner string COMMENT 'as written', imo char(7));
ALTER TABLE harbour.ships REPLACE COLUMNS (id bigint, name string);
ALTER TABLE harbour.dues CHANGE COLUMN currency currency varchar(3) AFTER paid;
ALTER TABLE harbour.dues DROP COLUMN currency;
ALTER TABLE harbour.ships SET TBLPROPERTIES ('comment' = 'it''s the register');
ALTER DATABASE harbour SET DBPROPERTIES ('owner' = 'port authority')
