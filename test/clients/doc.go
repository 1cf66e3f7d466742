// Package clients holds the tests in which the clients that people have for Athena speak to a running system, each as it
// comes from its makers: the AWS CLI, PyAthena with its cursors and its dialect of SQLAlchemy, awswrangler and dbt-athena.
// A client is a Python script beside this file that prints a line a check; Go starts the system and counts.
//
// It has no code of its own and nobody imports it. `make conformance` fetches the clients and runs it.
package clients
