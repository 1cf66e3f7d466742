package lint_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"interlaken/internal/shared"
	"interlaken/policy"
	"interlaken/policy/lint"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden holds what is found in each of testdata's documents against the file beside it. The kind is the first part of
// the document's name.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d documents, %v", len(files), err)
	}
	codes := map[string]bool{}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := strings.Cut(filepath.Base(file), "-")
		found := lint.Check(policy.Kind(strings.TrimSuffix(kind, ".json")), src)
		var got strings.Builder
		for _, f := range found {
			codes[f.Code] = true
			fmt.Fprintf(&got, "%d:%d %s %s\n  %s\n  %s\n", f.Line, f.Column, f.Level, f.Code, f.Path, f.Text)
		}
		golden := strings.TrimSuffix(file, ".json") + ".txt"
		if *update {
			if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != string(want) {
			t.Errorf("%s:\n%s\nwant\n%s", file, got.String(), want)
		}
	}
	// Every code that the package knows is found somewhere.
	for _, code := range written(t) {
		if !codes[code] {
			t.Errorf("no document of testdata has a finding %s", code)
		}
	}
}

// written lists the codes in the package's source.
func written(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, field := range bytes.Split(src, []byte(`"`)) {
			word := string(field)
			if len(word) > 8 && strings.ToUpper(word) == word && strings.Contains(word, "_") && !strings.ContainsAny(word, " :/\n\t") && word != string(lint.SecurityWarning) {
				codes = append(codes, word)
			}
		}
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	if len(codes) < 30 {
		t.Fatalf("only %d codes: %v", len(codes), codes)
	}
	return codes
}

// TestRealPolicies reads every policy of the corpus: what another validator refuses has an error, and the same text has
// the same findings twice.
func TestRealPolicies(t *testing.T) {
	root := shared.Path(t, "cases", "iam", "policies")
	index, err := os.ReadFile(filepath.Join(root, "index.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]policy.Kind{"permission": policy.Identity, "trust": policy.Trust, "resource": policy.Resource, "scp": policy.SCP, "boundary": policy.Boundary, "session": policy.Session}
	read, refused := 0, 0
	for line := range bytes.Lines(index) {
		var entry struct {
			File, Kind   string
			Placeholders bool
			Validator    json.RawMessage
		}
		if err := json.Unmarshal(line, &entry); err != nil {
			t.Fatal(err)
		}
		src, err := os.ReadFile(filepath.Join(root, entry.File))
		if err != nil {
			t.Fatal(err)
		}
		found := lint.Check(kinds[entry.Kind], src)
		if again := lint.Check(kinds[entry.Kind], src); !slices.Equal(found, again) {
			t.Errorf("%s: not the same twice", entry.File)
		}
		read++
		if entry.Placeholders || string(entry.Validator) == `"ok"` {
			continue
		}
		refused++
		if !slices.ContainsFunc(found, func(f lint.Finding) bool { return f.Level == lint.Error }) {
			t.Errorf("%s: no error, where another validator finds %s", entry.File, entry.Validator)
		}
	}
	if read != 605 || refused < 19 {
		t.Errorf("%d read, %d of them refused by the other", read, refused)
	}
}
