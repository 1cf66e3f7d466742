// Package storetest is the suite that every implementation of store passes, and a quick store for the tests of
// packages that only need one. It is for tests only; any package's tests may import it.
package storetest

import (
	"context"
	"path/filepath"
	"testing"

	"interlaken/store"
	"interlaken/store/sqlite"
)

// Open returns an empty store in a temporary folder, closed at the end of the test. It does not wait for the disk.
func Open(tb testing.TB) store.Store {
	tb.Helper()
	s, err := sqlite.Open(context.Background(), sqlite.Config{Dir: filepath.Join(tb.TempDir(), "store"), Volatile: true})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// Opener opens the store that lies in a folder, with the durability that users get.
type Opener func(ctx context.Context, dir string) (store.Store, error)

// Run runs the suite. It starts the test binary a second time, to kill it, so it is called from a top-level test
// function of which nothing else depends.
func Run(t *testing.T, open Opener) {
	if dir, ok := childDir(); ok {
		writeUntilKilled(t, open, dir)
		return
	}
	suite := []struct {
		name string
		test func(*testing.T, Opener)
	}{
		{"conditions of writes", testConditions},
		{"versions are never used twice", testVersions},
		{"index entries follow the record", testEntries},
		{"index keys of different lengths are refused", testEntryCollision},
		{"keys that may not be stored", testKeys},
		{"ranges agree with a sorted list", testRanges},
		{"tables are those that hold records", testTables},
		{"a body may write what it scans", testWriteWhileScanning},
		{"an error takes back its own writes only", testErrors},
		{"a panic takes back its writes and goes on", testPanic},
		{"a body that ends its goroutine takes back its writes", testGoexit},
		{"a View sees one state", testSnapshot},
		{"what is done after the commit", testAfterCommit},
		{"what is done after a transaction that failed", testAfterUndo},
		{"a transaction is over after its body", testOver},
		{"a cancelled caller", testCancelled},
		{"a closed store", testClosed},
		{"records outlive the store", testReopen},
		{"writers keep an invariant under an auditor", testAuditor},
		{"what was acknowledged outlives a kill", testKill},
	}
	for _, c := range suite {
		t.Run(c.name, func(t *testing.T) { c.test(t, open) })
	}
}

// fresh opens an empty store for one test.
func fresh(t *testing.T, open Opener) store.Store {
	t.Helper()
	return reopen(t, open, filepath.Join(t.TempDir(), "store"))
}

func reopen(t *testing.T, open Opener, dir string) store.Store {
	t.Helper()
	s, err := open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
