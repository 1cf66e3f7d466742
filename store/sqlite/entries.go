package sqlite

import (
	"encoding/binary"
	"errors"

	"interlaken/store"
)

// packEntries writes index entries as lengths and bytes: index, key, index, key.
func packEntries(entries []store.Entry) []byte {
	b := []byte{}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(len(e.Index)))
		b = append(b, e.Index...)
		b = binary.AppendUvarint(b, uint64(len(e.Key)))
		b = append(b, e.Key...)
	}
	return b
}

func unpackEntries(b []byte) ([]store.Entry, error) {
	var entries []store.Entry
	for len(b) > 0 {
		index, rest, err := unpackString(b)
		if err != nil {
			return nil, err
		}
		key, rest, err := unpackString(rest)
		if err != nil {
			return nil, err
		}
		entries, b = append(entries, store.Entry{Index: index, Key: key}), rest
	}
	return entries, nil
}

func unpackString(b []byte) (string, []byte, error) {
	n, size := binary.Uvarint(b)
	if size <= 0 || n > uint64(len(b)-size) {
		return "", nil, errors.New("the index entries of a record are damaged")
	}
	end := size + int(n)
	return string(b[size:end]), b[end:], nil
}
