package result

import (
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"interlaken/fault"
	"interlaken/sql/types"
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

// TestADecimalCanStandForADouble: Athena reports a bare literal such as 1.50 as a double.
func TestADecimalCanStandForADouble(t *testing.T) {
	b := array.NewDecimal128Builder(memory.DefaultAllocator, &arrow.Decimal128Type{Precision: 20, Scale: 2})
	defer b.Release()
	b.Append(decimal128.FromI64(150))
	b.Append(decimal128.FromI64(-1234567890))
	values := b.NewArray()
	defer values.Release()
	for i, want := range []string{"1.5", "-1.23456789E7"} {
		if text, ok, err := AppendText(nil, values, i, types.Simple(types.Double)); string(text) != want || !ok || err != nil {
			t.Errorf("%q, %v, %v, want %q", text, ok, err, want)
		}
	}
}
