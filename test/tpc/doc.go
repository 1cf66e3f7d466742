// Package tpc runs TPC-H and TPC-DS at scale factor 1 as a user of Athena would: files in S3, tables and views made by
// DDL, queries through the API, on the engine's own process. TPC-H's rows are compared with the answers that Trino
// publishes, TPC-DS's with those of the bare engine on the query's own text, where it takes that. Before each query it is estimated
// how much it will scan; that is compared with what it then scans.
//
// It has no code of its own and nobody imports it. `make tpch` makes the data and runs it; without the data it skips.
package tpc
