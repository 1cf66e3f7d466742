// Package athena holds the tests in which a real client of Athena, behind the real door, asks real files: with Glue, S3,
// jobs and DuckDB in this process. Here it is also shown that SQL cannot leave its sandbox. It has no code of its own and
// nobody imports it.
package athena
