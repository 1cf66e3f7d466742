package calc

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"interlaken/internal/shared"
)

func TestCorpus(t *testing.T) {
	file, err := os.Open(shared.Path(t, "corpus", "quicksight", "calculated-fields.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	type line struct{ Name, Expression, DataSet, Dashboard string }
	var fields []line
	sets := map[[2]string]*Set{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var l line
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		at := [2]string{l.Dashboard, l.DataSet}
		if sets[at] == nil {
			sets[at] = NewSet()
			sets[at].Open = true
		}
		sets[at].AddFormula(l.Name, l.Expression)
		fields = append(fields, l)
	}
	understood := 0
	for _, l := range fields {
		f, err := sets[[2]string{l.Dashboard, l.DataSet}].Resolve(l.Name)
		name := l.Dashboard + ": " + l.Name
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, l.Expression)
			continue
		}
		understood++
		again, err := Parse(Print(f.Tree))
		if err != nil || Print(again) != Print(f.Tree) {
			t.Errorf("%s is printed as %s: %v", name, Print(f.Tree), err)
		}
	}
	t.Logf("understood %d of %d", understood, len(fields))
}
