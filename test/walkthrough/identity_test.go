package walkthrough

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestIdentityWithBoto3 goes through every operation of IAM and STS that is offered, as it succeeds and as it fails.
func TestIdentityWithBoto3(t *testing.T) {
	s := newSystem(t)
	x := newTerminal(t, s, pythonProgram)
	command := exec.CommandContext(t.Context(), absolute(t, pythonProgram), "-B", "../identity.py")
	command.Dir, command.Env = x.folder, x.environment
	var said strings.Builder
	command.Stderr = &said
	out, err := command.Output()
	if err != nil {
		t.Fatalf("identity.py: %v\n%s%s", err, out, said.String())
	}
	passed := regexp.MustCompile(`(?m)^(\d+) passed$`).FindStringSubmatch(string(out))
	if passed == nil {
		t.Fatalf("it says\n%s", out)
	}
	t.Logf("%s passed", passed[1])
	for id, service := range s.services {
		if id != "iam" && id != "sts" {
			continue
		}
		for _, o := range service.Operations {
			if !strings.Contains(string(out), " "+id+":"+o.Name) {
				t.Errorf("identity.py does not call %s of %s", o.Name, id)
			}
		}
	}
}
