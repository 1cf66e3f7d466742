package check

import (
	"regexp"
	"strings"
)

// section is the statement part of a product test of Trino: its runner's format has a header of comments, the
// statements and the expected rows, with lines of --! between. Lines stay where they are. Other texts are all statement.
func section(text string) string {
	lines := strings.SplitAfter(text, "\n")
	var marks []int
	for i, line := range lines {
		if strings.TrimSpace(line) == "--!" || strings.HasPrefix(line, "--! name:") {
			marks = append(marks, i)
		}
	}
	if len(marks) == 0 || !strings.HasPrefix(text, "--") {
		return text
	}
	begin, end := 0, marks[0]
	if len(marks) > 1 {
		begin, end = marks[0]+1, marks[1]
	}
	return strings.Repeat("\n", begin) + strings.Join(lines[begin:end], "")
}

var (
	placeholder = regexp.MustCompile(`\$\{[^{}\n]*\}|\{\{[^{}\n]*\}\}`)
	notName     = regexp.MustCompile(`[^A-Za-z0-9_]`)
)

// FillTemplates puts names in the place of ${name} and {{ name }}, as long as the placeholders so that nothing moves:
// __name_ and __name__.
func FillTemplates(text string) string {
	return placeholder.ReplaceAllStringFunc(text, func(p string) string { return notName.ReplaceAllString(p, "_") })
}
