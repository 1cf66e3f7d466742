package athena

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
)

// faulty keeps what it is given, up to a limit.
type faulty struct {
	bytes.Buffer
	limit int
}

var errFull = errors.New("full")

func (f *faulty) Write(p []byte) (int, error) {
	if f.Len()+len(p) > f.limit {
		return 0, errFull
	}
	return f.Buffer.Write(p)
}

func TestBehind(t *testing.T) {
	out := &faulty{limit: 1 << 20}
	b, piece, want := newBehind(out), make([]byte, 5), ""
	for i := range 1000 {
		copy(piece, fmt.Sprintf("%04d\n", i)) // the caller uses its bytes again at once
		want += string(piece)
		if n, err := b.Write(piece); n != 5 || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
	}
	if err := b.Close(); err != nil || out.String() != want {
		t.Errorf("%v, %d bytes of %d", err, out.Len(), len(want))
	}

	out = &faulty{limit: 12}
	b = newBehind(out)
	var err error
	for i := 0; i < 10 && err == nil; i++ {
		_, err = b.Write([]byte("12345"))
	}
	if !errors.Is(err, errFull) || !errors.Is(b.Close(), errFull) || out.String() != "1234512345" {
		t.Errorf("%v, %v, %q", err, b.err, out.String())
	}
}
