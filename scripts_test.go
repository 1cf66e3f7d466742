package interlaken

import (
	"os/exec"
	"strings"
	"testing"
)

// TestWhatIsMissingIsOneSentence: a build on a machine without a compiler says what to do before it begins.
func TestWhatIsMissingIsOneSentence(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skipf("no bash to run the scripts with: %v", err)
	}
	for tool, want := range map[string]string{
		"g++": "g++ is needed to link DuckDB and not on the PATH: apt-get install g++\n",
		"go":  "Go 1.26 or newer is needed and not on the PATH: see https://go.dev/doc/install\n",
	} {
		command := exec.Command(bash, "scripts/require", tool)
		command.Env = []string{"PATH=" + t.TempDir()}
		var said strings.Builder
		command.Stderr = &said
		if err := command.Run(); err == nil || said.String() != want {
			t.Errorf("without %s: %q, %v; want %q", tool, said.String(), err, want)
		}
	}
}
