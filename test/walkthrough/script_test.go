package walkthrough

import (
	"bufio"
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

// TestPublishedProcedureWithBoto3 goes through the same procedure once more, as a program would: procedure.py makes the
// calls and ends with an error at the first answer that is not the expected one.
func TestPublishedProcedureWithBoto3(t *testing.T) {
	x := newTerminal(t, newSystem(t), pythonProgram)
	command := exec.CommandContext(t.Context(), absolute(t, pythonProgram), "-B", "../procedure.py", x.itself(), originalFile)
	command.Dir, command.Env = x.folder, x.environment
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	command.Stderr = &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	last := ""
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if heading, ok := strings.CutPrefix(lines.Text(), "# "); ok {
			last = heading
		}
		fmt.Fprintln(x.out, lines.Text())
	}
	if err := lines.Err(); err != nil {
		t.Error(err)
	}
	if err := command.Wait(); err != nil {
		t.Fatalf("procedure.py: %v\n%s", err, said.String())
	}
	if want := "What there is after the last step: the same"; last != want {
		t.Errorf("the last step was %q, not %q", last, want)
	}
}
