-- USING EXTERNAL FUNCTION
-- NOT_SUPPORTED: line 1:1: This statement is not supported
USING EXTERNAL FUNCTION shout(v VARCHAR) RETURNS VARCHAR LAMBDA 'shouter' SELECT shout(name) FROM harbour.ships
