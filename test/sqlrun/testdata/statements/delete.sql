-- DELETE
-- NOT_SUPPORTED: line 1:1: This statement is not supported
DELETE FROM harbour.dues WHERE ship NOT IN (SELECT id FROM harbour.ships)
