package interlaken

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// tracked returns the files under version control, or every file where there is no checkout.
func tracked(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("git", "ls-files", "-z").Output()
	if err != nil {
		t.Skipf("no checkout to list files from: %v", err)
	}
	var files []string
	for _, f := range strings.Split(string(out), "\x00") {
		if f == "" {
			continue
		}
		if _, err := os.Stat(f); err == nil {
			files = append(files, f)
		}
	}
	if len(files) < 10 {
		t.Fatalf("only %d files are tracked", len(files))
	}
	return files
}

// TestPackageComments: every package says what it is, so that a folder can be read from its first lines.
func TestPackageComments(t *testing.T) {
	commented, seen := map[string]bool{}, map[string]string{}
	for _, f := range tracked(t) {
		if !strings.HasSuffix(f, ".go") || strings.HasSuffix(f, "_test.go") || strings.Contains(f, "testdata/") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), f, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Dir(f)
		seen[dir] = f
		if parsed.Doc != nil && !ast.IsGenerated(parsed) && len(strings.Fields(parsed.Doc.Text())) >= 8 {
			commented[dir] = true
		}
	}
	for dir, f := range seen {
		if !commented[dir] {
			t.Errorf("%s: no package comment that says what the package is (see %s)", dir, f)
		}
	}
}

// generated is Go's mark of a generated file (go help generate).
var generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

// longFiles are the files over the house limit of 600 lines, each with its reason.
var longFiles = map[string]string{}

// TestFileSizes: a file over 600 lines wants a reason (house rule 9).
func TestFileSizes(t *testing.T) {
	for _, f := range tracked(t) {
		if !strings.HasSuffix(f, ".go") {
			continue
		}
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if generated.Match(text) {
			continue
		}
		if n := bytes.Count(text, []byte("\n")); n > 600 && longFiles[f] == "" {
			t.Errorf("%s has %d lines; split it, or give the reason in repo_test.go", f, n)
		}
	}
}

// forbidden is what no file of the project may hold: the marks of unfinished work and the paths of a machine.
var forbidden = []struct {
	name    string
	pattern *regexp.Regexp
}{
	{"a mark of unfinished work", regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|X` + `XX)\b`)},
	{"the words of a stub", regexp.MustCompile(`(?i)\b(not ` + `implemented|unim` + `plemented|coming ` + `soon)\b`)},
	{"a path of one machine", regexp.MustCompile(`(^|[\s"'=(])/(ro` + `ot|ho` + `me)/[a-z.]`)},
}

// TestForbiddenWords reads every text file of the project.
func TestForbiddenWords(t *testing.T) {
	for _, f := range tracked(t) {
		if strings.Contains(f, "testdata/") || strings.HasSuffix(f, ".csv") || strings.HasSuffix(f, "package-lock.json") {
			continue
		}
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.IndexByte(text, 0) >= 0 || generated.Match(text) {
			continue
		}
		for number, line := range strings.Split(string(text), "\n") {
			for _, rule := range forbidden {
				if rule.pattern.MatchString(line) {
					t.Errorf("%s:%d holds %s: %s", f, number+1, rule.name, strings.TrimSpace(line))
				}
			}
		}
	}
}

// TestRequiredFiles: what a newcomer and a packager look for.
func TestRequiredFiles(t *testing.T) {
	for _, f := range []string{"README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", ".ci/run", "docs/ARCHITECTURE.md", "docs/threat-model.md", "docs/dependencies.md"} {
		if info, err := os.Stat(f); err != nil || info.Size() == 0 {
			t.Errorf("%s is missing or empty", f)
		}
	}
}

// TestDependenciesAreExplained: every direct requirement of go.mod has its line in docs/dependencies.md.
func TestDependenciesAreExplained(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	why, err := os.ReadFile("docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	direct := regexp.MustCompile(`(?m)^\s+(\S+) v\S+$`).FindAllStringSubmatch(string(mod), -1)
	if len(direct) < 5 {
		t.Fatalf("only %d direct requirements were found in go.mod", len(direct))
	}
	for _, m := range direct {
		if !bytes.Contains(why, []byte(m[1])) {
			t.Errorf("docs/dependencies.md does not say why %s", m[1])
		}
	}
}

// skips are the places where a test may be left out, how many to a file, and why nothing else can be done there.
var skips = map[string]struct {
	count  int
	reason string
}{
	"repo_test.go":                          {1, "files are listed by git; a source archive has none"},
	"scripts_test.go":                       {1, "the scripts are bash"},
	"internal/shared/shared.go":             {1, "real inputs lie beside the checkout and may not be copied"},
	"internal/gen/wiregen/registry_test.go": {1, "an SDK module that was vendored has no source in the module cache"},
	"engine/enginetest/limits.go":           {1, "an engine in its caller's process cannot be killed"},
	"engine/worker/isolation_linux_test.go": {1, "a kernel may lack landlock or seccomp; the layer is named"},
	"hub/spice/loaded_test.go":              {1, "a machine may have no file system in memory; then sets lie on the disk"},
	"test/clients/clients_test.go":          {2, "PyAthena, awswrangler and dbt come from PyPI, and the AWS CLI takes its time; make conformance requires them"},
	"test/dashboards/crash_test.go":         {1, "the process that is killed is a test that TestCrashes starts"},
	"test/moments/browser_test.go":          {2, "without the built pages and Chromium, or without the AWS CLI, there is no browser to look with"},
	"test/moments/visuals_test.go":          {1, "without Python 3 there is no AWS CLI; the hub's own switch is tested before"},
	"test/moments/moment_1_test.go":         {1, "without Python 3 there is no AWS CLI; the screen without it is another test"},
	"test/tpc/world_test.go":                {1, "the data of TPC-H and TPC-DS are hundreds of megabytes; make tpch makes them"},
	"test/walkthrough/terminal_test.go":     {1, "without Python 3 there is no AWS CLI"},
}

// TestSkipsAreCounted: a test that is left out has a reason, and a new one is noticed.
func TestSkipsAreCounted(t *testing.T) {
	call := regexp.MustCompile(`\b(t|tb|b)\.Skip(f|Now)?\(`)
	found := map[string]int{}
	for _, f := range tracked(t) {
		if !strings.HasSuffix(f, ".go") {
			continue
		}
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(call.FindAll(text, -1)); n > 0 {
			found[f] = n
		}
	}
	for f, n := range found {
		if skips[f].count != n || skips[f].reason == "" {
			t.Errorf("%s may skip in %d places; %d are listed in repo_test.go with a reason", f, n, skips[f].count)
		}
	}
	for f := range skips {
		if found[f] == 0 {
			t.Errorf("%s is listed with skips and has none", f)
		}
	}
}
