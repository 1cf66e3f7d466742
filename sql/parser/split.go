package parser

import (
	"interlaken/sql/ast"
	"interlaken/sql/token"
)

// Part is one statement of a text that holds several.
type Part struct {
	// Text is the statement without the semicolon behind it.
	Text string
	// Start is where the statement begins in the whole text.
	Start token.Pos
	// Ended tells that a semicolon follows.
	Ended bool
	// Comment is the first comment in it or before it, and behind it if it is the last; no place for none.
	Comment token.Pos
}

// Parse parses the statement. Places are those of the whole text, offsets those in Text.
func (p Part) Parse() (ast.Statement, error) { return Parser{Start: p.Start}.Statement(p.Text) }

// Split cuts a text at the semicolons outside of strings, names and comments. A part of nothing but white space and
// comments is left out.
func Split(text string) []Part {
	var parts []Part
	for begin := (token.Pos{Line: 1, Column: 1}); ; {
		rest, dialect := text[begin.Offset:], token.Trino
		tokens := token.ScanTo(rest, ";", dialect)
		if isHive(tokens) {
			dialect = token.Hive
			tokens = token.ScanTo(rest, ";", dialect)
		}
		last := tokens[len(tokens)-1]
		if len(tokens) > 1 {
			first := tokens[0].Start
			start := within(begin, first)
			start.Offset = begin.Offset + first.Offset
			parts = append(parts, Part{Text: rest[first.Offset:last.Start.Offset], Start: start, Ended: last.Kind != token.EOF})
		}
		if comments := token.Comments(rest[:last.Start.Offset], dialect); len(comments) > 0 && len(parts) > 0 {
			if of := &parts[len(parts)-1]; !of.Comment.IsValid() {
				of.Comment = within(begin, comments[0].Start)
			}
		}
		if last.Kind == token.EOF {
			return parts
		}
		offset := begin.Offset + last.End.Offset
		begin = within(begin, last.End)
		begin.Offset = offset
	}
}

// within is the line and column of a place in a text that begins at a place of a longer one. The offset stays.
func within(begin, pos token.Pos) token.Pos {
	out := token.Pos{Offset: pos.Offset, Line: begin.Line + pos.Line - 1, Column: pos.Column}
	if pos.Line == 1 {
		out.Column += begin.Column - 1
	}
	return out
}
