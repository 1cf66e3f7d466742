package interlaken

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// dependencies says who may import whom, lowest first. "a b < c d" lets c and d import a, b and whatever a and b
// may import. "a !< b" says that b must not reach a, over any number of steps. A name that ends in "/*" stands
// for every package below that folder. Every package of the tree must stand on the right of some "<".
const dependencies = `
NONE < clock id secret arn fault;
NONE < result/float;
fault result/float < geospatial;
fault < sql/types < result;
geospatial result/float < result;
arn fault < policy;
NONE < policy/glob < policy/reference;
policy policy/glob policy/reference < policy/lint policy/diff policy/repair policy/replay;
policy/repair policy/glob < cloud/ledger;

sql/types fault < sql/token < sql/ast < sql/parser sql/printer sql/function;
sql/ast sql/function sql/types < sql/analyze;
sql/analyze sql/printer sql/function result < sql/translate;
sql/analyze < sql/infer;
NONE < spelling < policy/lint;
sql/analyze sql/parser spelling fault < calc < cli;
sql/infer sql/parser sql/translate id < sql/check < cli;
footer sql/analyze sql/parser < sql/hive < sql/estimate < cli;
sql/parser sql/printer < cli;

clock id fault < store;
arn clock id secret store fault < trail usage;
fault < outbound;
outbound clock fault < openid < cloud/sts app;
trail outbound store clock < trail/anchor < app;
arn secret clock id fault policy store < identity;
arn clock id fault policy store < organization;
arn secret clock fault id < wire/sigv4 < wire < wire/*;
result sql/types fault < result/tablefile;
store clock id fault < job;
identity organization policy trail usage store wire job < service < gateway;

result fault clock id < engine < engine/duck < engine/worker;
NONE < footer;
geospatial footer < engine/duck;

wire < internal/gen/wiregen;
NONE < internal/gen/tsgen internal/gen/refgen internal/shared;
clock id fault store < store/sqlite < store/storetest;
engine < engine/enginetest;
service store/sqlite < service/servicetest;

service store engine result result/tablefile sql/* wire/* job < cloud/*;
sql/analyze sql/function sql/types fault < cloud/athena/iceberg < cloud/athena;

result sql/types < visual;
service store engine result sql/* wire/* job visual < hub < hub/*;
calc < hub/definition hub/query hub/quicksight;
hub/share hub/definition < hub/quicksight;
NONE < web;
hub/share hub/definition hub/chain hub/remedy hub/meter < hub/query < hub/trace < hub/interlaken;
hub/chain hub/remedy < hub/pulse < hub/interlaken;
hub/query hub/share hub/chain result/tablefile secret < hub/spice;

fault sql/types < examples/bank < examples/bank/tables;

gateway cloud/* hub hub/* job engine engine/duck engine/worker store/sqlite wire/* examples/bank examples/bank/tables web < app < cli < cmd/*;
policy/lint policy/diff policy/replay < cli;
policy/replay < bench;
gateway app cli < test/* bench;

# what must never be reached
cloud/* gateway !< hub hub/*;
hub hub/* gateway !< cloud/*;
hub hub/* cloud/* !< gateway service;
store engine service !< policy sql/* result;
hub/quicksight hub/interlaken !< hub/chain hub/query hub/share;
hub/web !< hub/chain hub/query hub/definition hub/share hub/meter;
engine/duck engine/worker store/sqlite !< hub hub/* cloud/* gateway;
`

// foreign says which packages alone may import a module whose name begins so: one package knows one foreign
// system.
var foreign = map[string][]string{
	"github.com/duckdb/":           {"engine/duck"},
	"modernc.org/":                 {"store/sqlite"},
	"github.com/rclone/":           {"cloud/s3"},
	"github.com/spf13/":            {"cli"},
	"golang.org/x/crypto":          {"secret"},
	"github.com/coreos/":           {"openid"},
	"github.com/go-jose/":          {"openid"},
	"github.com/apache/iceberg-go": {"cloud/athena/iceberg"},
}

const module = "interlaken"

// TestDependencies holds every import of the tree against the rules above.
func TestDependencies(t *testing.T) {
	imports := readImports(t)
	if len(imports) < 5 {
		t.Fatalf("found %d packages; the test reads the wrong folder", len(imports))
	}
	rules := parseRules(t, dependencies, slices.Sorted(maps.Keys(imports)))
	for _, from := range slices.Sorted(maps.Keys(imports)) {
		if from == "" {
			continue
		}
		allowed, listed := rules.allowed[from]
		if !listed {
			t.Errorf("package %s is in no rule of deps_test.go", from)
			continue
		}
		for _, to := range imports[from].internal {
			if !allowed[to] {
				t.Errorf("%s imports %s, which no rule allows", from, to)
			}
		}
		for _, to := range imports[from].external {
			for prefix, owners := range foreign {
				if strings.HasPrefix(to, prefix) && !slices.Contains(owners, from) {
					t.Errorf("%s imports %s, which only %v may", from, to, owners)
				}
			}
		}
	}
	for _, n := range rules.never {
		if way := reach(imports, n.from, n.to); way != nil {
			t.Errorf("%s must never reach %s, but does: %s", n.from, n.to, strings.Join(way, " > "))
		}
	}
}

type packageImports struct{ internal, external []string }

// readImports parses the import clauses of all files that are not tests, whatever their build tags.
func readImports(t *testing.T) map[string]packageImports {
	t.Helper()
	all := map[string]packageImports{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := d.Name(); name != "." && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" || base == "node_modules" || base == "bin" || base == "build") {
				return filepath.SkipDir
			}
			if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil && name != "." {
				return filepath.SkipDir // a module of its own: a peer of the bench
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(name))
		if dir == "." {
			dir = ""
		}
		p := all[dir]
		for _, spec := range file.Imports {
			target, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if rest, ok := strings.CutPrefix(target, module+"/"); ok {
				p.internal = append(p.internal, rest)
			} else if strings.Contains(strings.Split(target, "/")[0], ".") {
				p.external = append(p.external, target)
			}
		}
		all[dir] = p
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

type ruleSet struct {
	allowed map[string]map[string]bool
	never   []struct{ from, to string }
}

func parseRules(t *testing.T, text string, packages []string) ruleSet {
	t.Helper()
	rules := ruleSet{allowed: map[string]map[string]bool{}}
	expand := func(names string) []string {
		var out []string
		for _, n := range strings.Fields(names) {
			if n == "NONE" {
				continue
			}
			if !strings.HasSuffix(n, "/*") {
				out = append(out, n)
				continue
			}
			for _, p := range packages {
				if ok, _ := path.Match(n, p); ok {
					out = append(out, p)
				}
			}
		}
		return out
	}
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if !strings.HasPrefix(strings.TrimSpace(line), "#") {
			lines = append(lines, line)
		}
	}
	for _, rule := range strings.Split(strings.Join(lines, " "), ";") {
		if strings.TrimSpace(rule) == "" {
			continue
		}
		if left, right, ok := strings.Cut(rule, "!<"); ok {
			for _, to := range expand(left) {
				for _, from := range expand(right) {
					rules.never = append(rules.never, struct{ from, to string }{from, to})
				}
			}
			continue
		}
		groups := strings.Split(rule, "<")
		if len(groups) < 2 {
			t.Fatalf("rule %q has no <", rule)
		}
		for i := 1; i < len(groups); i++ {
			lower := expand(groups[i-1])
			for _, upper := range expand(groups[i]) {
				set := rules.allowed[upper]
				if set == nil {
					set = map[string]bool{}
					rules.allowed[upper] = set
				}
				for _, l := range lower {
					if l == upper {
						continue
					}
					set[l] = true
					maps.Copy(set, rules.allowed[l])
				}
				delete(set, upper)
			}
		}
	}
	return rules
}

// reach returns the shortest chain of imports from one package to another, nil where there is none.
func reach(imports map[string]packageImports, from, to string) []string {
	type step struct {
		name string
		way  []string
	}
	seen := map[string]bool{from: true}
	for queue := []step{{from, []string{from}}}; len(queue) > 0; queue = queue[1:] {
		for _, next := range imports[queue[0].name].internal {
			way := append(slices.Clone(queue[0].way), next)
			if next == to {
				return way
			}
			if !seen[next] {
				seen[next] = true
				queue = append(queue, step{next, way})
			}
		}
	}
	return nil
}

// TestRulesCanFail shows that the checker sees what it is there for.
func TestRulesCanFail(t *testing.T) {
	rules := parseRules(t, "NONE < a; a < b < c; c !< a;", []string{"a", "b", "c"})
	if !rules.allowed["c"]["a"] || rules.allowed["a"]["b"] {
		t.Errorf("allowed = %v", rules.allowed)
	}
	graph := map[string]packageImports{"a": {internal: []string{"b"}}, "b": {internal: []string{"c"}}}
	if way := reach(graph, "a", "c"); len(way) != 3 {
		t.Errorf("reach(a, c) = %v", way)
	}
	if _, err := os.Stat("go.mod"); err != nil {
		t.Errorf("not at the module's root: %v", err)
	}
}
