-- MALFORMED_QUERY: line 1:8: mismatched input 'order'. Expecting: '*', 'ALL', 'DISTINCT', <expression>
SELECT order FROM harbour.ships
