-- SELECT
-- COLUMN_NOT_FOUND: line 1:8: Column 'nme' cannot be resolved or requester is not authorized to access requested resources
SELECT nme FROM harbour.ships
