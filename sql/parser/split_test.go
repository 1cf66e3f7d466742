package parser_test

import (
	"fmt"
	"strings"
	"testing"

	"interlaken/fault"
	"interlaken/sql/parser"
)

// TestSplit: statements are parted where a grammar ends them, and keep their places.
func TestSplit(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"-- nothing\n;;", ""},
		{"SELECT 1", `1:1 "SELECT 1" open`},
		{"SELECT ';', \"a;b\" ; SELECT 2;", `1:1 "SELECT ';', \"a;b\" " ended | 1:21 "SELECT 2" ended`},
		{"SELECT 1 -- a; b\n;\n  SELECT 2 /* ; */", `1:1 "SELECT 1 -- a; b\n" ended 1:10 | 3:3 "SELECT 2 /* ; */" open 3:12`},
		{"-- first\nSELECT 1;\n-- last", `2:1 "SELECT 1" ended 1:1`},
		// In Athena's DDL a backslash escapes, and a later query's AS is not this statement's.
		{`CREATE TABLE t (a int) TBLPROPERTIES ('a'='\';'); SELECT 1 AS x`, `1:1 "CREATE TABLE t (a int) TBLPROPERTIES ('a'='\\';')" ended | 1:51 "SELECT 1 AS x" open`},
	} {
		var got []string
		for _, part := range parser.Split(c.text) {
			one := fmt.Sprintf("%d:%d %q %s", part.Start.Line, part.Start.Column, part.Text, map[bool]string{true: "ended", false: "open"}[part.Ended])
			if part.Comment.IsValid() {
				one += fmt.Sprintf(" %d:%d", part.Comment.Line, part.Comment.Column)
			}
			got = append(got, one)
		}
		if s := strings.Join(got, " | "); s != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.text, s, c.want)
		}
	}
}

// TestSplitKeepsPlaces: a message about a part names the place in the whole text.
func TestSplitKeepsPlaces(t *testing.T) {
	parts := parser.Split("SELECT 1;\n\n  SELECT 2; SELECT , 3")
	if len(parts) != 3 {
		t.Fatalf("%d parts", len(parts))
	}
	_, err := parts[2].Parse()
	if want := "line 3:20: mismatched input ','."; !strings.HasPrefix(fault.Public(err), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}
