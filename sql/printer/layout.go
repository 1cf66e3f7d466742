package printer

import (
	"strings"
	"unicode/utf8"
)

// layout is a text with places where its lines may be broken. A group is written on one line where it fits, else each
// of its own places becomes the end of a line; the groups inside decide for themselves. What comes out depends on the
// sequence of pieces alone, so that the same tree has the same text always.
type layout struct {
	pieces []piece
}

type piece struct {
	kind pieceKind
	text string
}

type pieceKind uint8

const (
	word  pieceKind = iota
	line            // a space, or the end of a line
	soft            // nothing, or the end of a line
	open            // begins a group
	close           // ends a group
	in              // lines from here on are indented one step more
	out             // one step less
)

func (l *layout) add(kind pieceKind, text string) {
	l.pieces = append(l.pieces, piece{kind, text})
}

// group writes its content as one group.
func (l *layout) group(content func()) {
	l.add(open, "")
	content()
	l.add(close, "")
}

// nest indents its content.
func (l *layout) nest(content func()) {
	l.add(in, "")
	content()
	l.add(out, "")
}

// flat is the text on one line.
func (l *layout) flat() string {
	var b strings.Builder
	for _, p := range l.pieces {
		switch p.kind {
		case word:
			b.WriteString(p.text)
		case line:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

const (
	indentation = "  "
	// maxIndent bounds the steps of indentation, so that a deep tree with many lines does not print as a sea of spaces.
	maxIndent = 40
)

// broken is the text with lines of at most width characters where that can be had.
func (l *layout) broken(width int) string {
	widths := l.widths()
	var b strings.Builder
	column, depth := 0, 0
	flat := []bool{false}
	for i, p := range l.pieces {
		one := flat[len(flat)-1]
		switch p.kind {
		case word:
			b.WriteString(p.text)
			column += utf8.RuneCountInString(p.text)
			if n := strings.LastIndexByte(p.text, '\n'); n >= 0 {
				column = utf8.RuneCountInString(p.text[n+1:])
			}
		case open:
			flat = append(flat, one || column+widths[i] <= width)
		case close:
			flat = flat[:len(flat)-1]
		case in:
			depth++
		case out:
			depth--
		default:
			if !one {
				steps := min(depth, maxIndent)
				b.WriteByte('\n')
				b.WriteString(strings.Repeat(indentation, steps))
				column = len(indentation) * steps
			} else if p.kind == line {
				b.WriteByte(' ')
				column++
			}
		}
	}
	return b.String()
}

// widths has for each piece that opens a group the width of the group on one line.
func (l *layout) widths() []int {
	widths := make([]int, len(l.pieces))
	var opened []int
	total := 0
	for i, p := range l.pieces {
		switch p.kind {
		case word:
			total += utf8.RuneCountInString(p.text)
		case line:
			total++
		case open:
			opened = append(opened, i)
			widths[i] = -total
		case close:
			widths[opened[len(opened)-1]] += total
			opened = opened[:len(opened)-1]
		}
	}
	return widths
}
