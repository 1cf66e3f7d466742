-- OPTIMIZE
-- NOT_SUPPORTED: line 1:1: This statement is not supported
-- VACUUM
-- NOT_SUPPORTED: line 1:83: This statement is not supported
OPTIMIZE harbour.dues REWRITE DATA USING BIN_PACK WHERE paid > DATE '2024-01-01'; VACUUM harbour.dues
