-- MALFORMED_QUERY: line 1:1: Queries of this type are not supported
GRANT SELECT ON harbour.ships TO pilots
