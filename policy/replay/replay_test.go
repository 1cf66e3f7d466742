package replay_test

import (
	"os"
	"strings"
	"testing"

	"interlaken/internal/shared"
	"interlaken/policy"
	"interlaken/policy/replay"
)

// TestCorpus decides the cases that lie beside the checkout.
func TestCorpus(t *testing.T) {
	file, err := os.Open(shared.Path(t, "cases", "iam", "cases-2000.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	replayed(t, file, 2000)
}

// TestOwn decides the cases that the corpus lacks: what they are of stands in their family.
func TestOwn(t *testing.T) {
	file, err := os.Open("testdata/own.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	replayed(t, file, 60)
}

func replayed(t *testing.T, file *os.File, least int) {
	t.Helper()
	opened, err := os.Open("testdata/decided.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	decided, err := replay.ReadDecided(opened)
	if err != nil {
		t.Fatal(err)
	}
	agree, all := 0, 0
	for c, err := range replay.Read(file) {
		if err != nil {
			t.Fatal(err)
		}
		if d, ok := decided[c.ID]; ok {
			c.Want = d.Want
		}
		all++
		v := c.Verdict()
		if c.Agrees(v) {
			agree++
		} else {
			t.Errorf("%s (%s): %+v, want %s: %s", c.ID, c.Family, v, c.Want, c.Reason)
		}
		if e := policy.Explain(&c.Request, &c.Set); e.Verdict != v {
			t.Errorf("%s: Explain says %+v, Decide %+v", c.ID, e.Verdict, v)
		}
	}
	t.Logf("agree %d of %d", agree, all)
	if all < least {
		t.Errorf("%d cases, want at least %d", all, least)
	}
}

func TestBadCases(t *testing.T) {
	for text, want := range map[string]string{
		`{`:          "line 1: ",
		`{"id":"a"}`: `line 1: case a: the result "" is not`,
		"\n" + `{"id":"b","oracle":{"result":"Allowed"},"request":{"resource":7}}`:                                                                                      "line 2: case b: resource: ",
		`{"id":"c","oracle":{"result":"Allowed"},"request":{"principal":"x.amazonaws.com","resource":"*"},"identityPolicies":[{"name":"p","policy":{"Statement":[]}}]}`: "line 1: case c: identity policy p: ",
		`{"id":"d","oracle":{"result":"Allowed"},"request":{"resource":"*"},"permissionBoundaries":[{},{}]}`:                                                            "line 1: case d: a principal has one permissions boundary",
	} {
		count := 0
		for _, err := range replay.Read(strings.NewReader(text)) {
			count++
			if err == nil || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("%s: %v, want %s", text, err, want)
			}
		}
		if count != 1 {
			t.Errorf("%s: %d answers", text, count)
		}
	}
	if _, err := replay.ReadDecided(strings.NewReader(`{"id":"a","result":"maybe"}`)); err == nil {
		t.Error("a result that is none is accepted")
	}
}

// BenchmarkVerdict decides every case of the corpus in turn; one operation is one case.
func BenchmarkVerdict(b *testing.B) {
	file, err := os.Open(shared.Path(b, "cases", "iam", "cases-2000.jsonl"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	var all []*replay.Case
	for c, err := range replay.Read(file) {
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, c)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		all[i%len(all)].Verdict()
	}
}
