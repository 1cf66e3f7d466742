package interlaken

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// shell is what the scripts are run by.
func shell(t *testing.T) string {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skipf("no bash to run the scripts with: %v", err)
	}
	return bash
}

// TestWhatIsMissingIsOneSentence: a build on a machine without a compiler says what to do before it begins.
func TestWhatIsMissingIsOneSentence(t *testing.T) {
	bash := shell(t)
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

// TestWhatIsTooOldIsOneSentence: a version that is too old is named, and what is new enough is taken, releases and
// toolchains with a suffix included.
func TestWhatIsTooOldIsOneSentence(t *testing.T) {
	bash := shell(t)
	const node, golang = "Node 20.19 or newer, with npm, is needed to build the web app and this is ", "Go 1.26 or newer is needed and this is "
	for _, c := range []struct{ tool, version, want string }{
		{"node", "v18.20.4", node + "v18.20.4: see https://nodejs.org/en/download\n"},
		{"node", "v20.18.9", node + "v20.18.9: see https://nodejs.org/en/download\n"},
		{"node", "v20.19.0", ""},
		{"node", "v24.0.1", ""},
		{"go", "go1.25.7", golang + "go1.25.7: see https://go.dev/doc/install\n"},
		{"go", "go1.26", ""},
		{"go", "go1.26.8", ""},
		{"go", "go1.27rc1", ""},
		{"go", "go1.26.8-X:nodwarf5", ""},
		{"go", "go1.9.2", golang + "go1.9.2: see https://go.dev/doc/install\n"},
	} {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, c.tool), []byte("#!"+bash+"\necho "+c.version+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		command := exec.Command(bash, "scripts/require", c.tool)
		command.Env = []string{"PATH=" + folder}
		var said strings.Builder
		command.Stderr = &said
		if err := command.Run(); (err == nil) != (c.want == "") || said.String() != c.want {
			t.Errorf("%s %s: %q, %v; want %q", c.tool, c.version, said.String(), err, c.want)
		}
	}
}
