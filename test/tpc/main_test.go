package tpc

import (
	"os"
	"testing"

	"interlaken/engine/worker"
)

// TestMain lets the test program stand for a worker of the engine.
func TestMain(m *testing.M) {
	if worker.IsChild(os.Args[1:]) {
		os.Exit(worker.Main())
	}
	os.Exit(m.Run())
}
