-- The eight tables of TPC-H as the tpch connector of Trino names their columns: without the prefix.

CREATE EXTERNAL TABLE part (
  partkey     bigint,
  name        varchar(55),
  mfgr        varchar(25),
  brand       varchar(10),
  type        varchar(25),
  size        int,
  container   varchar(10),
  retailprice decimal(15,2),
  comment     varchar(23)
)
LOCATION 's3://catalogs/part/';

CREATE EXTERNAL TABLE supplier (
  suppkey   bigint,
  name      varchar(25),
  address   varchar(40),
  nationkey bigint,
  phone     varchar(15),
  acctbal   decimal(15,2),
  comment   varchar(101)
)
LOCATION 's3://catalogs/supplier/';

CREATE EXTERNAL TABLE partsupp (
  partkey    bigint,
  suppkey    bigint,
  availqty   int,
  supplycost decimal(15,2),
  comment    varchar(199)
)
LOCATION 's3://catalogs/partsupp/';

CREATE EXTERNAL TABLE customer (
  custkey    bigint,
  name       varchar(25),
  address    varchar(40),
  nationkey  bigint,
  phone      varchar(15),
  acctbal    decimal(15,2),
  mktsegment varchar(10),
  comment    varchar(117)
)
LOCATION 's3://catalogs/customer/';

CREATE EXTERNAL TABLE orders (
  orderkey      bigint,
  custkey       bigint,
  orderstatus   varchar(1),
  totalprice    decimal(15,2),
  orderdate     date,
  orderpriority varchar(15),
  clerk         varchar(15),
  shippriority  int,
  comment       varchar(79)
)
LOCATION 's3://catalogs/orders/';

CREATE EXTERNAL TABLE lineitem (
  orderkey      bigint,
  partkey       bigint,
  suppkey       bigint,
  linenumber    int,
  quantity      decimal(15,2),
  extendedprice decimal(15,2),
  discount      decimal(15,2),
  tax           decimal(15,2),
  returnflag    varchar(1),
  linestatus    varchar(1),
  shipdate      date,
  commitdate    date,
  receiptdate   date,
  shipinstruct  varchar(25),
  shipmode      varchar(10),
  comment       varchar(44)
)
LOCATION 's3://catalogs/lineitem/';

CREATE EXTERNAL TABLE nation (
  nationkey bigint,
  name      varchar(25),
  regionkey bigint,
  comment   varchar(152)
)
LOCATION 's3://catalogs/nation/';

CREATE EXTERNAL TABLE region (
  regionkey bigint,
  name      varchar(25),
  comment   varchar(152)
)
LOCATION 's3://catalogs/region/';
