package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

// outcome is what a command line came to.
type outcome struct {
	Code        int
	Out, Errors string
}

// runLineOf runs a command line in this process with nothing in its environment but what is given.
func runLineOf(ctx context.Context, in string, environment []string, arguments ...string) outcome {
	var out, errs bytes.Buffer
	code := run(ctx, arguments, strings.NewReader(in), &out, &errs, environment)
	return outcome{code, out.String(), errs.String()}
}

func TestWrongCommandLinesSayWhatIsRight(t *testing.T) {
	for _, c := range []struct {
		line string
		want string
	}{
		{"nonsense", "there is no command 'interlaken nonsense' (see 'interlaken --help')"},
		{"trail nonsense", "there is no command 'interlaken trail nonsense' (see 'interlaken trail --help')"},
		{"version now", `'interlaken version' takes no argument, and "now" was given (see 'interlaken version --help')`},
		{"version --nonsense", "unknown flag: --nonsense (see 'interlaken version --help')"},
		{"query", "say what to ask with exactly one of --data-source ID, --data-set ID and --part NAME='SQL' (several times)"},
		{"query -s retail SELECT 1", "2 arguments were given where one SQL query is expected: put it in quotes"},
		{"query -s retail", "--data-source takes one SQL query in quotes, such as 'SELECT count(*) FROM bank.complaints'"},
		{"run get", "'interlaken run get' takes a run id, and 0 arguments were given (see 'interlaken run get --help')"},
		{"policy why --action s3:GetObject", "say what to explain with --action and --resource, or with --request alone"},
		{"policy why --action a:B --resource * --request x", "say what to explain with --action and --resource, or with --request alone"},
		{"policy why --action a:B --resource * --context k", `--context "k": it has to be KEY=VALUE, such as sts:ExternalId=abc`},
		{"trail lookup --category some", `--category "some": it has to be management, data or all`},
		{"trail lookup --attribute some", `--attribute "some": it has to be NAME=VALUE, such as EventName=AssumeRole`},
		{"trail lookup --start noon", `--start "noon": it has to be a day such as 2026-11-01 or a time such as 2026-11-01T12:00:00Z`},
		{"cost --start 2026-11-02 --end 2026-11-01", "the bill starts at 2026-11-02 00:00:00Z and ends before, at 2026-11-01 00:00:00Z"},
		{"demo --port 70000 --dir " + t.TempDir(), "--port 70000: a port is 1 to 65535, or 0 for any that is free"},
	} {
		got := runLineOf(t.Context(), "", nil, strings.Fields(c.line)...)
		if diff := cmp.Diff(outcome{exitUsage, "", "interlaken: " + c.want + "\n"}, got); diff != "" {
			t.Errorf("interlaken %s (-want +got):\n%s", c.line, diff)
		}
	}
}

// TestHelp: every command says in one line what it does, and every one that does something has an example.
func TestHelp(t *testing.T) {
	var walk func(*cobra.Command)
	seen := 0
	walk = func(at *cobra.Command) {
		seen++
		if at.Short == "" && at.Long == "" {
			t.Errorf("%s does not say what it does", at.CommandPath())
		}
		if !at.HasSubCommands() && at.Example == "" && at.Name() != "version" {
			t.Errorf("%s has no example", at.CommandPath())
		}
		for _, below := range at.Commands() {
			walk(below)
		}
	}
	walk((&command{}).root())
	if seen < 15 {
		t.Errorf("only %d commands were seen", seen)
	}
	for _, line := range []string{"", "--help", "query --help", "demo --help"} {
		if got := runLineOf(t.Context(), "", nil, strings.Fields(line)...); got.Code != exitOK || !strings.Contains(got.Out, "Usage:") {
			t.Errorf("interlaken %s: %+v", line, got)
		}
	}
}

func TestVersion(t *testing.T) {
	if got := runLineOf(t.Context(), "", nil, "version"); got.Code != exitOK || !strings.HasPrefix(got.Out, "interlaken ") {
		t.Errorf("version: %+v", got)
	}
	if got := runLineOf(t.Context(), "", nil, "version", "--json"); !strings.Contains(got.Out, `"platform": "`) {
		t.Errorf("version --json: %+v", got)
	}
}
