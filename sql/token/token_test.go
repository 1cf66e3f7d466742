package token

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interlaken/fault"
)

var kindNames = [...]string{
	"EOF", "unrecognized", "word", "digit word", "quoted", "backquoted", "string", "unicode string",
	"binary", "integer", "decimal", "double", "symbol",
}

// listing is the tokens of a text, one a line: place, kind, text.
func listing(text string, dialect Dialect) string {
	var b strings.Builder
	for _, t := range Scan(text, dialect) {
		b.WriteString(strings.TrimRight(t.Start.String()[5:]+" "+kindNames[t.Kind]+" "+t.Text, " ") + "\n")
	}
	return b.String()
}

func TestScan(t *testing.T) {
	for _, c := range []struct {
		name, text string
		dialect    Dialect
		want       string
	}{
		{"words and symbols", "SELECT a_1<>b||c->d=>e{-f-}!=g", Trino, `1:1 word SELECT
1:8 word a_1
1:11 symbol <>
1:13 word b
1:14 symbol ||
1:16 word c
1:17 symbol ->
1:19 word d
1:20 symbol =>
1:22 word e
1:23 symbol {-
1:25 word f
1:26 symbol -}
1:28 symbol !=
1:30 word g
1:31 EOF
`},
		{"comments", "a -- b 'c\n/* d\n * e */ f /", Trino, "1:1 word a\n3:9 word f\n3:11 symbol /\n3:12 EOF\n"},
		{"unterminated comment", "a /* b", Trino, "1:1 word a\n1:3 symbol /\n1:4 symbol *\n1:6 word b\n1:7 EOF\n"},
		{"characters count, not bytes", "'é😀' x\n\u00a0", Trino, "1:1 string 'é😀'\n1:6 word x\n2:1 unrecognized \u00a0\n2:2 EOF\n"},
		{"quotes", `'it''s' "a""b" U&'\0041' x'0A' xy 'open`, Trino, `1:1 string 'it''s'
1:9 quoted "a""b"
1:16 unicode string U&'\0041'
1:26 binary x'0A'
1:32 word xy
1:35 unrecognized '
1:36 word open
1:40 EOF
`},
		{"a backslash in Trino", `'a\' b`, Trino, "1:1 string 'a\\'\n1:6 word b\n1:7 EOF\n"},
		{"a backslash in Hive", `'a\' b' "c\"" ` + "`d\\`", Hive, "1:1 string 'a\\' b'\n1:9 quoted \"c\\\"\"\n1:15 backquoted `d\\`\n1:19 EOF\n"},
		{"numbers", "1 1.5 .5 1. 1e3 1.5E-7 1_000 0x1F 0b12 1__0 1e 12ab a.1", Trino, `1:1 integer 1
1:3 decimal 1.5
1:7 decimal .5
1:10 decimal 1.
1:13 double 1e3
1:17 double 1.5E-7
1:24 integer 1_000
1:30 integer 0x1F
1:35 digit word 0b12
1:40 digit word 1__0
1:45 digit word 1e
1:48 digit word 12ab
1:53 word a
1:54 decimal .1
1:56 EOF
`},
	} {
		if diff := cmp.Diff(c.want, listing(c.text, c.dialect)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestKeysAreUpperCase(t *testing.T) {
	tokens := Scan(`select "select" 'select' ,`, Trino)
	got := []string{tokens[0].Key, tokens[1].Key, tokens[2].Key, tokens[3].Key, tokens[4].Key}
	if diff := cmp.Diff([]string{"SELECT", "", "", ",", ""}, got); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

// FuzzScan checks that tokens and what lies between them make up the text, whatever it is.
func FuzzScan(f *testing.F) {
	f.Add("SELECT 'a' /* b */ -- c\n 1.5e3")
	f.Add("\xff'\\'`x")
	f.Fuzz(func(t *testing.T, text string) {
		for _, dialect := range []Dialect{Trino, Hive} {
			end := 0
			for _, token := range Scan(text, dialect) {
				if token.Start.Offset < end || token.End.Offset < token.Start.Offset {
					t.Fatalf("%q: token %q at %d before %d", text, token.Text, token.Start.Offset, end)
				}
				if token.Kind != EOF && token.Text != text[token.Start.Offset:token.End.Offset] {
					t.Fatalf("%q: token %q is not its text", text, token.Text)
				}
				end = token.End.Offset
			}
			if end != len(text) {
				t.Fatalf("%q: scanning ended at %d", text, end)
			}
		}
	})
}

func TestFault(t *testing.T) {
	err := Fault("CODE", Pos{Offset: 7, Line: 2, Column: 3}, "no %s", "way")
	if got := fault.Public(err); got != "line 2:3: no way" {
		t.Errorf("sentence %q", got)
	}
	if pos, ok := PosOf(err); !ok || pos.Offset != 7 {
		t.Errorf("place %v %v", pos, ok)
	}
	if _, ok := PosOf(Fault("CODE", Pos{}, "no place")); ok {
		t.Error("a place was found where there is none")
	}
	if got := fault.Public(Fault("CODE", Pos{}, "no place")); got != "no place" {
		t.Errorf("sentence %q", got)
	}
}

func TestReserved(t *testing.T) {
	for word, want := range map[string]bool{"SELECT": true, "LIMIT": false, "DATE": false, "UNNEST": true} {
		if Reserved(word) != want {
			t.Errorf("Reserved(%s) is %v", word, !want)
		}
	}
	if !HiveReserved("DATE") || HiveReserved("UNNEST") {
		t.Error("HiveReserved has another list")
	}
}
