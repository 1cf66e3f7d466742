package worker

import (
	"os"
	"strconv"
	"testing"

	"interlaken/engine/enginetest"
)

// TestBrokenFiles: SECURITY S9. INTERLAKEN_MUTATIONS says how many files are read.
func TestBrokenFiles(t *testing.T) {
	n, seed := 80, uint64(1)
	if text := os.Getenv("INTERLAKEN_MUTATIONS"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	e := open(t, func(c *Config) { c.Queue = 8 })
	defer e.Close()
	outcomes := enginetest.Mutations(t, e, seed, n)
	t.Logf("seed %d, %d files: %v", seed, n, outcomes)
	if outcomes[""] == 0 || outcomes[""] == n {
		t.Errorf("%d of %d files gave rows: nothing was broken, or everything", outcomes[""], n)
	}
}
