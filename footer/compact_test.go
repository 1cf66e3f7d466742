package footer

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
)

// What claims more than it has is refused by its claim.
func TestCheck(t *testing.T) {
	field := func(kind byte, rest ...byte) []byte { return append([]byte{0x10 | kind}, rest...) }
	huge := binary.AppendUvarint(nil, 1<<40)
	deep := bytes.Repeat([]byte{0x1c}, 10_000) // a structure in a structure …
	for name, data := range map[string][]byte{
		"cut":                     {0x15},
		"a text without end":      field(compactBinary, huge...),
		"a list without end":      field(compactList, append([]byte{0xfc}, huge...)...),
		"a map without end":       field(compactMap, append(huge, 0x88)...),
		"structures without end":  deep[:900],
		"lists in lists":          field(compactList, bytes.Repeat([]byte{0x19}, 900)...),
		"a type that is not one":  field(15, 0),
		"a number that is no end": field(compactInt64, bytes.Repeat([]byte{0xff}, 20)...),
	} {
		if err := Check(data); !errors.Is(err, ErrThrift) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := Check(footerOf(written(t))); err != nil {
		t.Errorf("a footer that Arrow wrote: %v", err)
	}
}
