package store

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"reflect"
	"strings"
	"time"

	"interlaken/fault"
)

// Each part of a key begins with a byte for its kind, so that keys of different kinds never meet, and ends where no
// other value of the part goes on, so that a key of some parts is a prefix of exactly the keys that begin with these
// parts. The kinds are below 0xff, which stands after every key.
const (
	kindFalse  = 0x01
	kindTrue   = 0x02
	kindInt    = 0x03
	kindTime   = 0x04
	kindString = 0x05
	last       = "\xff"
)

// Key joins parts to a key. Different parts give different keys, and keys are ordered as their parts are: false
// before true, numbers by size, times by instant, strings by their bytes. A key is a prefix of every key that begins
// with the same parts and of no other, so Range{Prefix: Key(account)} is that account's part of a table.
//
// Parts are strings, integers that fit int64, booleans, time.Time, and types made of these. Another type is a defect
// of the caller and panics.
func Key(parts ...any) string {
	var b []byte
	for _, part := range parts {
		b = appendPart(b, part)
	}
	return string(b)
}

// Begins is the prefix of the keys whose parts are these and then a string that begins with start.
func Begins(start string, parts ...any) string {
	key := Key(append(parts[:len(parts):len(parts)], start)...)
	return key[:len(key)-2]
}

// PrefixEnd returns the least position after all that begin with prefix.
func PrefixEnd(prefix string) string {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] != 0xff {
			return prefix[:i] + string([]byte{prefix[i] + 1})
		}
	}
	return last
}

// ValidKey reports why a key or an index key may not be stored, for implementations.
func ValidKey(key string) error {
	switch {
	case key == "" || key >= last:
		return fault.New(fault.Internal, "A record's key was not made by store.Key.")
	case len(key) > maxKey:
		return fault.New(fault.Validation, "A name is too long: a record's key has at most %d bytes.", maxKey)
	}
	return nil
}

// maxKey is the most bytes of a key: two S3 object keys of 1,024 bytes and what surrounds them.
const maxKey = 4096

func appendPart(b []byte, part any) []byte {
	switch v := part.(type) {
	case string:
		return appendString(b, v)
	case time.Time:
		// Seconds and nanoseconds apart: nanoseconds alone would end in 2262.
		b = appendInt(append(b, kindTime), v.Unix())
		return binary.BigEndian.AppendUint32(b, uint32(v.Nanosecond()))
	}
	v := reflect.ValueOf(part)
	switch {
	case v.Kind() == reflect.String:
		return appendString(b, v.String())
	case v.CanInt():
		return appendInt(append(b, kindInt), v.Int())
	case v.CanUint() && v.Uint() <= 1<<63-1:
		return appendInt(append(b, kindInt), int64(v.Uint()))
	case v.Kind() == reflect.Bool && v.Bool():
		return append(b, kindTrue)
	case v.Kind() == reflect.Bool:
		return append(b, kindFalse)
	}
	panic(fmt.Sprintf("store: %T cannot be part of a key", part))
}

// appendInt flips the sign so that negative numbers come first.
func appendInt(b []byte, v int64) []byte {
	return binary.BigEndian.AppendUint64(b, uint64(v)^1<<63)
}

// appendString ends a string with 00 01 and writes a zero byte in it as 00 ff: the end is below everything that can
// follow, so "a" comes before "a\x00" and "ab".
func appendString(b []byte, s string) []byte {
	b = append(b, kindString)
	for {
		i := strings.IndexByte(s, 0)
		if i < 0 {
			break
		}
		b = append(append(b, s[:i]...), 0x00, 0xff)
		s = s[i+1:]
	}
	return append(append(b, s...), 0x00, 0x01)
}

// Texts takes a key apart whose parts are strings from a prefix of it on; ok is false for another.
func Texts(key, prefix string) (parts []string, ok bool) {
	rest, ok := strings.CutPrefix(key, prefix)
	for ok && rest != "" {
		var part string
		if rest, ok = strings.CutPrefix(rest, string(byte(kindString))); ok {
			part, rest, ok = strings.Cut(rest, "\x00\x01")
			parts = append(parts, strings.ReplaceAll(part, "\x00\xff", "\x00"))
		}
	}
	return parts, ok
}

// Token makes a page token of a position. It says no more than the position does; a caller that brings back another
// one only moves within the range that the operation scans.
func Token(position string) string {
	if position == "" {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString([]byte(position))
}

// ParseToken returns the position in a page token; "" for "". Another text is fault.Validation.
func ParseToken(token string) (string, error) {
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return "", fault.New(fault.Validation, "The page token is not one that was given out.")
	}
	return string(b), nil
}
