-- EXPLAIN
-- columns: _col0 bigint
-- reads: harbour.ships()
-- EXPLAIN
-- columns: _col0 integer
EXPLAIN (TYPE DISTRIBUTED, FORMAT JSON) SELECT count(*) FROM harbour.ships; EXPLAIN ANALYZE VERBOSE SELECT 1
