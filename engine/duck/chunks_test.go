package duck

import (
	"testing"

	"interlaken/engine"
	"interlaken/footer"
)

// Two row groups of the columns a, b and c: [4, 104) [104, 114) [114, 214), and the same 300 bytes later.
func TestCharge(t *testing.T) {
	layout := &footer.Layout{Columns: []footer.Column{{Name: "a"}, {Name: "B", ID: 2}, {Name: "c"}}}
	for group, from := range []int64{4, 304} {
		layout.Chunks = append(layout.Chunks,
			footer.Chunk{Start: from, End: from + 100, RowGroup: group},
			footer.Chunk{Start: from + 100, End: from + 110, Column: 1, RowGroup: group},
			footer.Chunk{Start: from + 110, End: from + 210, Column: 2, RowGroup: group},
		)
	}
	const end = 1 << 20 // the footer, of 1,000 bytes
	names := func(all ...string) (columns []engine.Column) {
		for _, name := range all {
			columns = append(columns, engine.Column{Name: name})
		}
		return columns
	}
	for name, c := range map[string]struct {
		from, to int64
		columns  []engine.Column
		want     int64
	}{
		"a chunk":                          {4, 104, names("A"), 100},
		"a part of one":                    {10, 20, names("a"), 10},
		"neighbours":                       {4, 114, names("a", "b"), 110},
		"by number":                        {104, 114, []engine.Column{{Name: "x", FieldID: 2}}, 10},
		"what lies between":                {4, 214, names("a", "c"), 200},
		"a whole row group":                {4, 214, names("b"), 10},
		"two":                              {4, 514, names("c"), 200 + 90},
		"more than is known to be wanted":  {4, 114, names("b"), 110},
		"a column that nobody named":       {4, 104, names("c"), 100},
		"nothing is named":                 {114, 214, nil, 100},
		"what no chunk has":                {214, 304, names("a"), 90},
		"behind the last chunk":            {600, end, names("a"), end - 600},
		"the footer":                       {end, end + 992, names("a"), 0},
		"the footer, with a guess":         {end - footerGuess, end + 1000, names("a"), 0},
		"into the footer from far before":  {4, end + 1000, names("a"), end - 4 - footerGuess},
		"more than a guess, by a byte too": {end - footerGuess - 1, end + 1, names("a"), 1},
	} {
		if got := (&chunks{footer: end, layout: layout}).charge(c.from, c.to, c.columns); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	unknown := &chunks{footer: end}
	for _, c := range [][3]int64{{0, 100, 100}, {end - 10, end + 1000, 10}, {end + 8, end + 1000, 0}} {
		if got := unknown.charge(c[0], c[1], nil); got != c[2] {
			t.Errorf("without a layout, %v: %d", c, got)
		}
	}
}
