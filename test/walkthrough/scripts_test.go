package walkthrough

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"interlaken/app"
)

// scripts are those that go through every operation of some services, as it succeeds and as it fails.
var scripts = map[string][]string{
	"identity.py":      {"iam", "sts"},
	"organizations.py": {"organizations"},
	"trails.py":        {"cloudtrail"},
	"quicksight.py":    {"quicksight"},
}

// TestEveryOperation runs them with boto3, or with the AWS CLI where INTERLAKEN_CLIENT is cli, which is slower.
func TestEveryOperation(t *testing.T) {
	for script, services := range scripts {
		t.Run(script, func(t *testing.T) {
			t.Parallel()
			everyOperation(t, script, services)
		})
	}
}

func everyOperation(t *testing.T, script string, services []string) {
	issuer := newIssuer(t)
	s := newSystem(t, func(c *app.Config, o *app.Options) {
		c.Outbound.Listed, o.Roots = []string{"127.0.0.0/8"}, issuer.roots()
	})
	x := newTerminal(t, s, pythonProgram)
	command := exec.CommandContext(t.Context(), absolute(t, pythonProgram), "-B", "../"+script)
	command.Dir, command.Env = x.folder, append(x.environment,
		"INTERLAKEN_CLIENT="+os.Getenv("INTERLAKEN_CLIENT"), "ISSUER="+issuer.server.URL,
		"TOKEN="+issuer.token("repo:bank/reports", nil), "OTHER_TOKEN="+issuer.token("repo:stranger/x", nil), "FOREIGN_TOKEN="+newIssuer(t).token("repo:bank/reports", nil),
		"OLD_TOKEN="+issuer.token("repo:bank/reports", map[string]any{"exp": time.Now().Add(-time.Minute).Unix()}),
		"TAGGED_TOKEN="+issuer.token("repo:bank/reports", map[string]any{"https://aws.amazon.com/tags": map[string]any{
			"principal_tags": map[string][]string{"team": {"bi"}}, "transitive_tag_keys": []string{"team"},
		}}))
	var said strings.Builder
	command.Stderr = &said
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", script, err, out, said.String())
	}
	passed := regexp.MustCompile(`(?m)^(\d+) passed$`).FindStringSubmatch(string(out))
	if passed == nil {
		t.Fatalf("it says\n%s", out)
	}
	t.Logf("%s passed", passed[1])
	for id, service := range s.services {
		if !slices.Contains(services, id) {
			continue
		}
		for _, o := range service.Operations {
			if !strings.Contains(string(out), " "+id+":"+o.Name) {
				t.Errorf("%s does not call %s of %s", script, o.Name, id)
			}
		}
	}
}
