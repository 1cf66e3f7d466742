package sqllogic

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/parser"
)

// least is how many cases there are at least.
const least = 878

// unwritten are functions without a case, with the reason.
var unwritten = map[string]string{
	"random": "its value is no one's to know", "rand": "its value is no one's to know", "uuid": "its value is no one's to know",
	"now": "its value is the clock's",
}

func TestCases(t *testing.T) {
	records := read(t)
	if len(records) < least {
		t.Errorf("only %d cases", len(records))
	}
	e := newEngine(t)
	client := newClient(t, newEngine(t))
	work := make(chan record)
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() {
			for r := range work {
				direct, q := plain(e, r.sql)
				r.holds(t, "the engine", direct)
				if q != nil {
					r.holds(t, "the printed tree", printed(e, q))
				}
				r.holds(t, "the API", ask(t.Context(), client, r.sql))
			}
		})
	}
	for _, r := range records {
		work <- r
	}
	close(work)
	group.Wait()
	t.Logf("%d cases, 3 ways", len(records))
}

// holds compares one way's answer.
func (r record) holds(t *testing.T, way string, got answer) {
	t.Helper()
	switch {
	case r.code != "" && (got.err == nil || got.code != r.code):
		t.Errorf("%s: %s\n%s gives %q %v, want error %s", r.place, r.sql, way, got.rows, got.err, r.code)
	case r.code == "" && got.err != nil:
		t.Errorf("%s: %s\n%s fails: %s %.400v", r.place, r.sql, way, got.code, got.err)
	case got.kinds != "" && got.kinds != r.kinds:
		t.Errorf("%s: %s\n%s has columns %s, want %s", r.place, r.sql, way, got.kinds, r.kinds)
	case !slices.Equal(got.rows, r.rows):
		t.Errorf("%s: %s\n%s gives %q\nwant %q", r.place, r.sql, way, got.rows, r.rows)
	}
}

// TestEveryFunctionHasACase: the cases call all that the table of functions offers.
func TestEveryFunctionHasACase(t *testing.T) {
	called := map[string]bool{}
	for _, r := range read(t) {
		q, err := parser.ParseQuery(r.sql)
		if err != nil || r.code != "" {
			continue // a failure shows no value
		}
		ast.Walk(q, func(n ast.Node) bool {
			if c, ok := n.(*ast.Call); ok {
				called[strings.ToLower(c.Name.Key())] = true
			}
			return true
		})
	}
	for _, f := range function.All() {
		if reason := unwritten[f.Name]; called[f.Name] != (reason == "") {
			t.Errorf("%s: in a case %t, reason for none %q", f.Name, called[f.Name], reason)
		}
	}
}
