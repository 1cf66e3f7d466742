package clients

import (
	"os"
	"testing"

	"interlaken/engine/worker"
)

// TestMain lets the test program stand for a worker of the engine, which the system under test starts.
func TestMain(m *testing.M) {
	if worker.IsChild(os.Args[1:]) {
		os.Exit(worker.Main())
	}
	os.Exit(m.Run())
}
