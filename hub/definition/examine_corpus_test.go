package definition

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"interlaken/internal/shared"
)

func TestCorpusExamined(t *testing.T) {
	var schemas []Schema
	files, _ := filepath.Glob(filepath.Join(shared.Path(t, "corpus", "quicksight", "datasets"), "*.json"))
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		s, err := ReadSchema(text)
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(f), err)
			continue
		}
		schemas = append(schemas, s)
	}
	u, c, n, inf, nodata := 0, 0, 0, 0, 0
	for _, f := range corpus(t) {
		text, _ := os.ReadFile(f)
		e, err := Examine(text, schemas, time.Date(2026, 3, 15, 12, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range e.NotUnderstood {
			t.Logf("%s: %s", filepath.Base(f), p)
		}
		for _, v := range e.Visuals {
			n++
			if v.Understood {
				u++
			}
			if v.Compiled {
				c++
			}
			if v.Inferred {
				inf++
			}
			if v.NoData {
				nodata++
			}
			for _, p := range v.Problems {
				t.Logf("%s %s %s: %s", filepath.Base(f), v.Kind, v.Visual[:8], p)
			}
		}
	}
	t.Logf("u %d c %d n %d inf %d nodata %d", u, c, n, inf, nodata)
}
