package result

import (
	"io"
	"strings"
	"testing"

	"interlaken/fault"
)

func TestReaderTellsNullFromEmpty(t *testing.T) {
	const file = "\"a\"\"b\",\"y\"\n\"say \"\"hi\"\",\nthere\",\"1\"\n\"\",\n,\n"
	r := NewReader(strings.NewReader(file), 0)
	var offsets []int64
	var rows []string
	for {
		offsets = append(offsets, r.Offset())
		values, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		var row []string
		for _, v := range values {
			if v == nil {
				row = append(row, "<null>")
			} else {
				row = append(row, *v)
			}
		}
		rows = append(rows, strings.Join(row, "|"))
	}
	if got := strings.Join(rows, "/"); got != "a\"b|y/say \"hi\",\nthere|1/|<null>/<null>|<null>" {
		t.Errorf("rows = %q", got)
	}
	// Any row can be the first of a page.
	r = NewReader(strings.NewReader(file[offsets[2]:]), offsets[2])
	if values, err := r.Next(); err != nil || *values[0] != "" || values[1] != nil || r.Offset() != offsets[3] {
		t.Errorf("from the middle: %v, %v", values, err)
	}
}

func TestReaderRefusesForeignFiles(t *testing.T) {
	for _, foreign := range []string{"a,b\n", `"a`, "\"a\"x\n", `"a",`, `"a""`} {
		if _, err := NewReader(strings.NewReader(foreign), 0).Next(); !fault.Is(err, fault.Validation) {
			t.Errorf("%q: %v", foreign, err)
		}
	}
}
