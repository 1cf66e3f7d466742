// Package interlaken is the module's root. It holds no code: only the tests that keep the structure, deps_test.go
// (who may import whom) and repo_test.go (what every file has to be). Start reading at cmd/interlaken or in
// docs/ARCHITECTURE.md.
package interlaken
