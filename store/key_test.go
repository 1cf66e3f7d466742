package store_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"interlaken/fault"
	"interlaken/store"
)

type account string

func TestKeyForm(t *testing.T) {
	for _, c := range []struct {
		name string
		got  string
		want string
	}{
		{"string", store.Key("ab"), "\x05ab\x00\x01"},
		{"named string", store.Key(account("ab")), "\x05ab\x00\x01"},
		{"zero byte", store.Key("a\x00b"), "\x05a\x00\xffb\x00\x01"},
		{"empty", store.Key(""), "\x05\x00\x01"},
		{"one", store.Key(1), "\x03\x80\x00\x00\x00\x00\x00\x00\x01"},
		{"minus one", store.Key(-1), "\x03\x7f\xff\xff\xff\xff\xff\xff\xff"},
		{"unsigned", store.Key(uint8(1)), store.Key(1)},
		{"booleans", store.Key(false, true), "\x01\x02"},
		{"time", store.Key(time.Unix(1, 2)), "\x04\x80\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x02"},
		{"beginning", store.Begins("a\x00", "x"), "\x05x\x00\x01\x05a\x00\xff"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestKeyRefusesOtherTypes(t *testing.T) {
	for _, part := range []any{1.5, nil, []string{"a"}, struct{}{}, uint64(1 << 63)} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%T was taken", part)
				}
			}()
			store.Key(part)
		}()
	}
}

func text(t *rapid.T, name string) string {
	return rapid.StringOfN(rapid.RuneFrom([]rune("\x00\x01ab\u00fe\u00ff")), 0, 4, -1).Draw(t, name)
}

func TestKeyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := text(t, "a"), text(t, "b")
		i, j := rapid.Int64().Draw(t, "i"), rapid.Int64().Draw(t, "j")
		m := time.Unix(rapid.Int64Range(-1e11, 1e11).Draw(t, "m"), rapid.Int64Range(0, 999_999_999).Draw(t, "mn"))
		n := time.Unix(rapid.Int64Range(-1e11, 1e11).Draw(t, "n"), rapid.Int64Range(0, 999_999_999).Draw(t, "nn"))
		want := cmp.Or(strings.Compare(a, b), cmp.Compare(i, j), m.Compare(n))
		if got := strings.Compare(store.Key(a, i, m), store.Key(b, j, n)); got != want {
			t.Errorf("(%q %d %s) and (%q %d %s) are ordered %d, want %d", a, i, m, b, j, n, got, want)
		}
		if got := strings.Compare(store.Key(m), store.Key(n)); got != m.Compare(n) {
			t.Errorf("%s and %s are ordered %d", m, n, got)
		}
	})
}

// A key is a prefix of the keys that begin with its parts and of no others.
func TestKeyPrefix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string { return text(t, "part") }), 1, 3).Draw(t, "a")
		b := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string { return text(t, "part") }), 1, 3).Draw(t, "b")
		begins := len(a) <= len(b)
		for i := range min(len(a), len(b)) {
			begins = begins && a[i] == b[i]
		}
		if got := strings.HasPrefix(key(b), key(a)); got != begins {
			t.Errorf("%q is a prefix of %q: %v", a, b, got)
		}
		start, whole := text(t, "start"), text(t, "whole")
		if got := strings.HasPrefix(store.Key("x", whole), store.Begins(start, "x")); got != strings.HasPrefix(whole, start) {
			t.Errorf("%q begins with %q: %v", whole, start, got)
		}
	})
}

func TestPrefixEnd(t *testing.T) {
	for prefix, want := range map[string]string{"": "\xff", "a": "b", "a\xff": "b", "\xff\xff": "\xff", "a\xfe": "a\xff"} {
		if got := store.PrefixEnd(prefix); got != want {
			t.Errorf("PrefixEnd(%q) is %q, want %q", prefix, got, want)
		}
	}
}

func TestToken(t *testing.T) {
	for _, position := range []string{"", store.Key("a\x00", 1)} {
		if got, err := store.ParseToken(store.Token(position)); got != position || err != nil {
			t.Errorf("%q came back as %q, %v", position, got, err)
		}
	}
	if _, err := store.ParseToken("not a token!"); !fault.Is(err, fault.Validation) {
		t.Errorf("a wrong token: %v", err)
	}
}

func key(parts []string) string {
	var all []any
	for _, p := range parts {
		all = append(all, p)
	}
	return store.Key(all...)
}

func TestTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prefix := store.Key("table", 7)
		want := rapid.SliceOfN(rapid.StringOf(rapid.RuneFrom([]rune{0, 1, 'a', 'b', 0xff})), 1, 4).Draw(t, "parts")
		parts := []any{"table", 7}
		for _, part := range want {
			parts = append(parts, part)
		}
		if got, ok := store.Texts(store.Key(parts...), prefix); !ok || !slices.Equal(got, want) {
			t.Fatalf("%q, %v, want %q", got, ok, want)
		}
	})
	for _, key := range []string{store.Key("other", 7, "a"), store.Key("table", 7, 8), store.Key("table", 7, "a")[:14]} {
		if got, ok := store.Texts(key, store.Key("table", 7)); ok {
			t.Errorf("%q is taken apart into %q", key, got)
		}
	}
}
