// Package sqlrun holds the tests in which Trino statements are parsed, analysed, translated and run on the real
// engine, against the assertions and queries of the shared corpus. It has no code of its own and nobody imports it.
package sqlrun
