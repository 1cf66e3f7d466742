package definition

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/internal/shared"
	wire "interlaken/wire/quicksight"
)

// corpus lists the definitions of real dashboards, or leaves the test out where they are not; `make corpus` does not.
func corpus(t *testing.T) []string {
	t.Helper()
	folder := shared.Path(t, "corpus", "quicksight", "definitions")
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 10 {
		t.Fatalf("%s has %d definitions; at least 10 are needed to say anything", folder, len(files))
	}
	return files
}

func read(t *testing.T, file string) *types.DashboardVersionDefinition {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	def := &types.DashboardVersionDefinition{}
	if err := wire.Service.Unmarshal(text, def); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return def
}

// mentioned gives a data set every column that the definition names of it.
func mentioned(def *types.DashboardVersionDefinition) func(dataSetARN string) []string {
	columns := map[string][]string{}
	for identifier, names := range Mentioned(def) {
		arn, _ := (&compiler{def: def}).arnOf(identifier)
		columns[arn] = append(columns[arn], names...)
	}
	return func(arn string) []string { return columns[arn] }
}

var quoted = regexp.MustCompile(`"(\\.|[^"\\])*"`)

// TestCorpus lays out and compiles every visual of real dashboards. None may end in a panic or in an error that is no
// fault; each that fails is counted under its reason, and what holds now may not get fewer.
func TestCorpus(t *testing.T) {
	now := time.Date(2026, 3, 15, 12, 0, 0, 0, time.UTC)
	visuals, laid, compiled, notDrawn := 0, 0, 0, 0
	kinds, done, reasons := map[ElementKind]int{}, map[ElementKind]int{}, map[string]int{}
	settings := map[string]int{}
	for _, file := range corpus(t) {
		def := read(t, file)
		ask := Ask{Now: now, Columns: mentioned(def)}
		for _, sheet := range Lay(def, ask).Sheets {
			taken := map[Place]string{}
			for _, e := range sheet.Elements {
				if p := e.Place; p.Column < 0 || p.ColumnSpan < 1 || p.RowSpan < 1 || p.Column+p.ColumnSpan > Columns {
					t.Errorf("%s: element %s stands outside of the grid: %+v", file, e.ID, p)
				}
				if other, found := taken[e.Place]; found {
					t.Errorf("%s: elements %s and %s stand on one place", file, other, e.ID)
				}
				taken[e.Place] = e.ID
				if e.Kind == TextElement {
					continue
				}
				visuals++
				laid++
				kinds[e.Kind]++
				notDrawn += len(e.NotDrawn)
				for _, path := range e.NotDrawn {
					settings[regexp.MustCompile(`\[\d+\]`).ReplaceAllString(path, "[]")]++
				}
				if strings.Contains(e.Title, "<") || strings.Contains(e.Title, "\n") {
					t.Errorf("%s: the title of %s is %q", file, e.ID, e.Title)
				}
				ask.SheetID, ask.VisualID = sheet.ID, e.ID
				query, _, err := Compile(def, ask)
				if err == nil {
					compiled++
					done[e.Kind]++
					whole(t, file+" "+e.ID, query)
					continue
				}
				switch code := fault.CodeOf(err); code {
				case fault.Unsupported:
					reasons[quoted.ReplaceAllString(fault.Public(err), "…")]++
				default:
					t.Errorf("%s: visual %s: %v", file, e.ID, err)
				}
			}
		}
	}
	t.Logf("laid out %d of %d visuals, compiled %d of %d", laid, visuals, compiled, visuals)
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		t.Logf("  %-6s compiled %d of %d", kind, done[kind], kinds[kind])
	}
	report(t, "not compiled", reasons, 30)
	t.Logf("%d settings of drawn kinds are not drawn", notDrawn)
	report(t, "not drawn", settings, 60)
	if visuals < 500 || laid != visuals || compiled < 509 {
		t.Errorf("laid out %d of %d visuals, compiled %d; the corpus has 500 and more, and 509 have been compiled", laid, visuals, compiled)
	}
	all, understood, whole, withoutData, inferred := examined(t, now)
	t.Logf("%d of %d ask for no data, %d are over inferred columns", withoutData, all, inferred)
	t.Logf("visuals: understood %d, compiled %d of %d", understood, whole, all)
	if all != visuals || understood < visuals || whole < 549 || inferred > 0 {
		t.Errorf("understood %d, compiled %d of %d visuals, %d over inferred columns; all have been understood and 549 compiled, over known columns", understood, whole, visuals, inferred)
	}
}

// examined examines the corpus against the schemas beside it, and logs what does not compile.
func examined(t *testing.T, now time.Time) (visuals, understood, compiled, withoutData, inferred int) {
	t.Helper()
	var schemas []Schema
	files, err := filepath.Glob(filepath.Join(shared.Path(t, "corpus", "quicksight", "datasets"), "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		schema, err := ReadSchema(text)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		schemas = append(schemas, schema)
	}
	for _, file := range corpus(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found, err := Examine(text, schemas, now)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, path := range found.NotUnderstood {
			t.Errorf("%s: not understood: %s", file, path)
		}
		for _, v := range found.Visuals {
			visuals++
			for _, one := range []struct {
				count *int
				is    bool
			}{{&understood, v.Understood}, {&compiled, v.Compiled}, {&withoutData, v.NoData}, {&inferred, v.Inferred}} {
				if one.is {
					*one.count++
				}
			}
			for _, problem := range v.Problems {
				t.Logf("  %s: %s %s: %s", filepath.Base(file), v.Kind, v.Visual, problem)
			}
		}
	}
	return visuals, understood, compiled, withoutData, inferred
}

func report(t *testing.T, what string, counts map[string]int, most int) {
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	for _, k := range keys[:min(most, len(keys))] {
		t.Logf("  %s %4d  %s", what, counts[k], k)
	}
}

// whole holds a compiled query to its contract: names are unique, sorts name what is there, filters say one thing.
func whole(t interface{ Errorf(string, ...any) }, where string, q Query) {
	names := map[string]bool{}
	add := func(name string) {
		if name == "" || names[strings.ToLower(name)] {
			t.Errorf("%s: the name %q is empty or taken", where, name)
		}
		names[strings.ToLower(name)] = true
	}
	for _, g := range q.Groups {
		add(g.Name)
	}
	for _, m := range q.Measures {
		add(m.Name)
		computed := slices.ContainsFunc(q.Calculated, func(f Calculated) bool { return strings.EqualFold(f.Name, m.Column) })
		if m.Aggregation == "" && !q.Plain && !computed || m.Aggregation != "" && q.Plain {
			t.Errorf("%s: measure %+v in a query with Plain %v", where, m, q.Plain)
		}
	}
	for _, s := range q.Sort {
		if !names[s.Name] {
			t.Errorf("%s: sorted by %s, which is not there", where, s.Name)
		}
	}
	for _, f := range q.Filters {
		set := 0
		for _, is := range []bool{f.In != nil, f.NotIn != nil, f.Range != nil, f.MatchOperator != "", f.Top != nil, f.Nested != nil, f.AnyOf != nil} {
			if is {
				set++
			}
		}
		if set != 1 || f.Column == "" && f.AnyOf == nil {
			t.Errorf("%s: filter %s says %d things", where, fmt.Sprintf("%+v", f), set)
		}
	}
	if q.DataSetARN == "" {
		t.Errorf("%s: nothing is asked for", where)
	}
}
