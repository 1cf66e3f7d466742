-- The eight tables of TPC-H, columns without prefix, under the names that benchmarks leave to a template.

CREATE VIEW "${prefix}part" AS SELECT * FROM part;
CREATE VIEW "${prefix}supplier" AS SELECT * FROM supplier;
CREATE VIEW "${prefix}partsupp" AS SELECT * FROM partsupp;
CREATE VIEW "${prefix}customer" AS SELECT * FROM customer;
CREATE VIEW "${prefix}orders" AS SELECT * FROM orders;
CREATE VIEW "${prefix}lineitem" AS SELECT * FROM lineitem;
CREATE VIEW "${prefix}nation" AS SELECT * FROM nation;
CREATE VIEW "${prefix}region" AS SELECT * FROM region;
