package clients

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// What the clients run in: `make .venv/ready` and `make build/clients/ready` put it there.
const (
	awsProgram     = "../../.venv/bin/aws"
	dbtProgram     = "../../build/clients/dbt/bin/dbt"
	awsPython      = "../../.venv/bin/python"
	pyathenaPython = "../../build/clients/pyathena/bin/python"
	dbtPython      = "../../build/clients/dbt/bin/python"
)

type script struct {
	name, python, file string
	checks, lacks      int
}

// memory is QuickSight's side of data sets in memory, which needs no client of Athena.
var memory = script{"memory", awsPython, "memory.py", 30, 0}

// scripts are the clients. A script that makes fewer checks than it has has stopped short; what the system is known to
// lack is told apart by the script, and is counted here, so that it neither grows nor is forgotten.
var scripts = []script{
	{"cli", awsPython, "cli.py", 76, 1},
	{"pyathena", pyathenaPython, "pyathena_cursors.py", 103, 0},
	{"sqlalchemy", pyathenaPython, "pyathena_dialect.py", 38, 0},
	{"files", pyathenaPython, "pyathena_files.py", 11, 1},
	{"wrangler", pyathenaPython, "wrangler.py", 67, 0},
	{"dbt", dbtPython, "dbt_project.py", 29, 1},
}

// TestClients runs each client against one system, in a bucket and a database of its own.
func TestClients(t *testing.T) { run(t, scripts) }

// TestMemory has data sets read into memory and refreshed, with boto3 and with the AWS CLI.
func TestMemory(t *testing.T) {
	if os.Getenv("INTERLAKEN_CLIENTS") != "required" {
		t.Skip("it takes a minute, most of it for the AWS CLI to start: `make conformance` runs it")
	}
	run(t, []script{memory})
}

func run(t *testing.T, scripts []script) {
	for _, s := range scripts {
		if _, err := os.Stat(s.python); err == nil {
			continue
		}
		missing := strings.TrimPrefix(s.python, "../../") + " is not there: `make .venv/ready build/clients/ready` makes it where Python 3 is"
		if os.Getenv("INTERLAKEN_CLIENTS") == "required" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	environment := newSystem(t)
	for _, s := range scripts {
		t.Run(s.name, func(t *testing.T) {
			command := exec.CommandContext(t.Context(), absolute(t, s.python), "-B", s.file)
			command.Env = environment
			var said strings.Builder
			command.Stderr = &said
			out, err := command.Output()
			t.Logf("%s", out)
			if err != nil {
				t.Errorf("%v\n%s", err, tail(said.String(), 4000))
			}
			count(t, string(out), s.checks, s.lacks)
		})
	}
}

var (
	failed = regexp.MustCompile(`(?m)^FAIL .*$`)
	lacks  = regexp.MustCompile(`(?m)^lacks .*$`)
	passed = regexp.MustCompile(`(?m)^(\d+) passed, 0 failed$`)
)

// count holds what a script printed against how much it has to check.
func count(t *testing.T, out string, checks, lacking int) {
	t.Helper()
	for _, line := range failed.FindAllString(out, -1) {
		t.Error(line)
	}
	if n := len(lacks.FindAllString(out, -1)); n != lacking {
		t.Errorf("%d are lacking, want %d", n, lacking)
	}
	end := passed.FindStringSubmatch(out)
	if end == nil {
		t.Error("it does not end with how many passed")
		return
	}
	if n, _ := strconv.Atoi(end[1]); n < checks {
		t.Errorf("%d passed, want %d at least", n, checks)
	}
}

// tail is the end of a text, where a program says why it stopped.
func tail(text string, size int) string {
	return text[max(0, len(text)-size):]
}
