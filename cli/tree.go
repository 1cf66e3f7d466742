package cli

import (
	"fmt"
	"io"
)

// tree prints lines below lines, with the branches drawn.
type tree struct {
	out    io.Writer
	indent string
}

// line prints a leaf.
func (t *tree) line(last bool, text string) { t.branch(last, text, func() {}) }

// branch prints a line and what stands below it.
func (t *tree) branch(last bool, text string, below func()) {
	mark, indent := "├─ ", "│  "
	if last {
		mark, indent = "└─ ", "   "
	}
	fmt.Fprintf(t.out, "  %s%s%s\n", t.indent, mark, printable(text))
	outer := t.indent
	t.indent += indent
	below()
	t.indent = outer
}
