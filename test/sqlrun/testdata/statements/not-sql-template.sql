-- MALFORMED_QUERY: line 1:8: mismatched input '$'. Expecting: '*', 'ALL', 'DISTINCT', <expression>
SELECT ${columns} FROM harbour.ships
