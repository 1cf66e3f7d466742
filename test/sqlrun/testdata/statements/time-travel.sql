-- SELECT
-- NOT_SUPPORTED: line 1:28: Time travel is not supported
SELECT * FROM harbour.dues FOR TIMESTAMP AS OF TIMESTAMP '2024-01-01 00:00:00 UTC'
