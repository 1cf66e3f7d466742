package hub

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"io"

	"interlaken/fault"
)

// Document is a client's JSON, kept byte for byte and compressed (RFC 1951). Real dashboard definitions take a tenth
// of their size so. How large one may be is what the door takes as a request's body.
type Document []byte

// NewDocument compresses a text, which it does not look into.
func NewDocument(text json.RawMessage) (Document, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.DefaultCompression)
	if err == nil {
		_, err = w.Write(text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The document cannot be kept.")
	}
	return b.Bytes(), nil
}

// Text returns the document's JSON as NewDocument was given it.
func (d Document) Text() (json.RawMessage, error) {
	text, err := io.ReadAll(flate.NewReader(bytes.NewReader(d)))
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The document cannot be read.")
	}
	return text, nil
}
