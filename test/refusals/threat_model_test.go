package refusals_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var (
	inBackquotes = regexp.MustCompile("`([^`]+)`")
	ruleNumber   = regexp.MustCompile(`\bS(\d+)\b`)
	testName     = regexp.MustCompile(`^([a-z0-9/]+)\.(Test\w+)$`)
)

// The threat model names what is there: each test, each file, each rule from S1 to S25.
func TestThreatModelNamesWhatIsThere(t *testing.T) {
	root := filepath.Join("..", "..")
	page, err := os.ReadFile(filepath.Join(root, "docs", "threat-model.md"))
	if err != nil {
		t.Fatal(err)
	}
	tests, files := 0, 0
	for _, m := range inBackquotes.FindAllStringSubmatch(string(page), -1) {
		if name := testName.FindStringSubmatch(m[1]); name != nil {
			tests++
			if !declares(t, filepath.Join(root, name[1]), name[2]) {
				t.Errorf("the threat model names %s, which is not there", m[1])
			}
			continue
		}
		files++
		if _, err := os.Stat(filepath.Join(root, m[1])); err != nil {
			t.Errorf("the threat model names %s: %v", m[1], err)
		}
	}
	if tests < 40 || files < 30 {
		t.Errorf("it names only %d tests and %d files; the test reads it wrongly", tests, files)
	}
	var rules []int
	for _, m := range ruleNumber.FindAllStringSubmatch(string(page), -1) {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		rules = append(rules, n)
	}
	for n := 1; n <= 25; n++ {
		if !slices.Contains(rules, n) {
			t.Errorf("it says nothing of S%d", n)
		}
	}
}

// declares reports whether a package's tests have a function.
func declares(t *testing.T, folder, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), fmt.Sprintf("\nfunc %s(", name)) {
			return true
		}
	}
	return false
}
