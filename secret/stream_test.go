package secret

import (
	"bytes"
	"io"
	"testing"
)

func sealedStream(t *testing.T, root RootKey, name string, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := SealStream(&out, root, name)
	if err != nil {
		t.Fatal(err)
	}
	for len(plain) > 0 { // in pieces that fit no chunk
		n := min(len(plain), 100_003)
		if _, err := w.Write(plain[:n]); err != nil {
			t.Fatal(err)
		}
		plain = plain[n:]
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func openedStream(root RootKey, name string, sealed []byte) ([]byte, error) {
	r, err := OpenStream(bytes.NewReader(sealed), root, name)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func TestStreamsOpenWholeOrNotAtAll(t *testing.T) {
	root, err := RootKeyFromBytes(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	other, err := RootKeyFromBytes(bytes.Repeat([]byte{8}, 32))
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3*chunkBytes + 17} {
		plain := bytes.Repeat([]byte("plain text "), size/11+1)[:size]
		sealed := sealedStream(t, root, "a", plain)
		got, err := openedStream(root, "a", sealed)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%d bytes: %d came back, %v", size, len(got), err)
		}
		if bytes.Contains(sealed, []byte("plain text")) {
			t.Errorf("%d bytes: the plain text shows", size)
		}
		if bytes.Equal(sealed, sealedStream(t, root, "a", plain)) {
			t.Errorf("%d bytes: the same text is sealed the same way twice", size)
		}
		head, chunk := len(streamMagic)+saltBytes, chunkBytes+gcmTag
		broken := map[string][]byte{
			"a byte less":   sealed[:len(sealed)-1],
			"a byte more":   append(bytes.Clone(sealed), 0),
			"the head only": sealed[:head],
			"a bit":         flipped(sealed, len(sealed)-1),
			"a bit of salt": flipped(sealed, head-1),
		}
		if size > chunkBytes {
			broken["without its last chunk"] = sealed[:head+(size/chunkBytes)*chunk]
			broken["without its first chunk"] = append(bytes.Clone(sealed[:head]), sealed[head+chunk:]...)
		}
		for what, b := range broken {
			if _, err := openedStream(root, "a", b); err == nil {
				t.Errorf("%d bytes, %s: it opens", size, what)
			}
		}
		if _, err := openedStream(other, "a", sealed); err == nil {
			t.Errorf("%d bytes: it opens with another key", size)
		}
		if _, err := openedStream(root, "b", sealed); err == nil {
			t.Errorf("%d bytes: it opens under another name", size)
		}
	}
}

func flipped(b []byte, at int) []byte {
	b = bytes.Clone(b)
	b[at] ^= 1
	return b
}
