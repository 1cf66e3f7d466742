// Package token is the lexical side of SQL as Athena takes it: positions, the kinds of token, the reserved words of
// Trino and the scanner that cuts text into tokens. It knows nothing of grammar. sql/ast uses its positions, sql/parser
// its scanner, sql/printer its reserved words; who colours or completes SQL text may use it too. It imports fault only.
package token

import "strconv"

// Pos is a place in a source text. The zero value is "no place": nodes that a program made have it.
type Pos struct {
	// Offset counts bytes from the start of the text, from 0.
	Offset int
	// Line counts from 1. Column counts characters (Unicode code points) in the line, from 1, as Athena's messages do.
	Line, Column int
}

// IsValid reports whether the place is in a text at all.
func (p Pos) IsValid() bool { return p.Line > 0 }

// String prints the place as Athena's messages do: line 1:8; and "-" for no place.
func (p Pos) String() string {
	if !p.IsValid() {
		return "-"
	}
	return "line " + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
}

// Span is a stretch of a source text, from Start up to and not including End.
type Span struct {
	Start, End Pos
}

// IsValid reports whether the stretch is in a text at all.
func (s Span) IsValid() bool { return s.Start.IsValid() }
