// Package shared finds the real inputs that lie beside the checkout, in a folder named shared, and may not be copied into
// it: decision cases, policies, statements, dashboards. It is for tests only; any package's tests may import it.
package shared

import (
	"os"
	"path/filepath"
	"testing"
)

// Path returns the path of a file or folder of the shared inputs, given by its elements. The environment's
// INTERLAKEN_SHARED names their folder where it is not beside the checkout. Where the path is absent the test is left
// out, and fails instead where INTERLAKEN_CORPUS is set, as by make corpus.
func Path(tb testing.TB, elements ...string) string {
	tb.Helper()
	root := os.Getenv("INTERLAKEN_SHARED")
	if root == "" {
		root = filepath.Join(checkout(tb), "..", "shared")
	}
	path := filepath.Join(append([]string{root}, elements...)...)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("INTERLAKEN_CORPUS") != "" {
			tb.Fatalf("the shared input is needed (INTERLAKEN_SHARED names the folder): %v", err)
		}
		tb.Skipf("the shared input is not here (INTERLAKEN_SHARED names the folder): %v", err)
	}
	return path
}

// checkout is the folder of go.mod, at or above the one in which the test runs.
func checkout(tb testing.TB) string {
	tb.Helper()
	folder, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		above := filepath.Dir(folder)
		if above == folder {
			tb.Fatal("no folder above the test's has a go.mod")
		}
		folder = above
	}
}
