package walkthrough

import (
	"os"
	"testing"

	"interlaken/cli"
	"interlaken/engine/worker"
)

// asCommand in the environment makes this program the command `interlaken`.
const asCommand = "INTERLAKEN_WALKTHROUGH_COMMAND"

// TestMain lets the test program stand for the two others that the walkthrough starts: a worker of the engine and the
// command line.
func TestMain(m *testing.M) {
	switch {
	case worker.IsChild(os.Args[1:]):
		os.Exit(worker.Main())
	case os.Getenv(asCommand) != "":
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ()))
	}
	os.Exit(m.Run())
}
