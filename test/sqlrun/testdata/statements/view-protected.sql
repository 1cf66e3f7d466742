-- CREATE VIEW
-- columns: flag varchar(2)
-- reads: harbour.ships(flag)
CREATE PROTECTED MULTI DIALECT VIEW harbour.flags SECURITY DEFINER AS SELECT DISTINCT flag FROM harbour.ships
