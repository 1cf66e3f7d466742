package parser

import (
	"strings"

	"interlaken/sql/token"
)

// Part is one statement of a text that holds several.
type Part struct {
	// Text is the statement without the semicolon behind it, with as many lines and characters before it that the
	// places in messages are those of the whole text.
	Text string
	// Start is where the statement begins in the whole text.
	Start token.Pos
	// Ended tells that a semicolon follows.
	Ended bool
	// Comment is the first comment in it or before it, and behind it if it is the last; no place for none.
	Comment token.Pos
}

// Split cuts a text at the semicolons outside of strings, names and comments. A part of nothing but white space and
// comments is left out.
func Split(text string) []Part {
	var parts []Part
	for begin := (token.Pos{Line: 1, Column: 1}); ; {
		rest, dialect := text[begin.Offset:], token.Trino
		tokens := upToSemicolon(token.Scan(rest, dialect))
		if isHive(tokens) {
			dialect = token.Hive
			tokens = upToSemicolon(token.Scan(rest, dialect))
		}
		last := tokens[len(tokens)-1]
		if len(tokens) > 1 {
			first := after(begin, tokens[0].Start)
			padding := strings.Repeat("\n", first.Line-1) + strings.Repeat(" ", first.Column-1)
			parts = append(parts, Part{Text: padding + rest[tokens[0].Start.Offset:last.Start.Offset], Start: first, Ended: last.Start != last.End})
		}
		if comments := token.Comments(rest[:last.Start.Offset], dialect); len(comments) > 0 && len(parts) > 0 {
			if of := &parts[len(parts)-1]; !of.Comment.IsValid() {
				of.Comment = after(begin, comments[0].Start)
			}
		}
		if last.Start == last.End {
			return parts
		}
		begin = after(begin, last.End)
	}
}

// upToSemicolon is the first statement's tokens, with EOF in the place of the semicolon.
func upToSemicolon(tokens []token.Token) []token.Token {
	for i, t := range tokens {
		if t.Key == ";" {
			return append(tokens[:i:i], token.Token{Kind: token.EOF, Start: t.Start, End: t.End})
		}
	}
	return tokens
}

// after is a place of a text that begins at a place of another.
func after(begin, pos token.Pos) token.Pos {
	out := token.Pos{Offset: begin.Offset + pos.Offset, Line: begin.Line + pos.Line - 1, Column: pos.Column}
	if pos.Line == 1 {
		out.Column += begin.Column - 1
	}
	return out
}
