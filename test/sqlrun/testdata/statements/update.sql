-- UPDATE
-- NOT_SUPPORTED: line 1:1: This statement is not supported
UPDATE harbour.dues SET amount = amount * 2, currency = 'EUR' WHERE paid < DATE '2024-01-01'
