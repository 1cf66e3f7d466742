package parser_test

import (
	"testing"

	"interlaken/sql/ast"
	"interlaken/sql/parser"
	"interlaken/sql/printer"
)

// FuzzParse looks for texts on which the parser panics, and for trees whose printed text is another tree.
func FuzzParse(f *testing.F) {
	for _, c := range statementCases {
		f.Add(c.text)
	}
	for _, c := range expressionCases {
		f.Add("SELECT " + c.text)
	}
	for _, c := range errorCases {
		f.Add(c)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<12 {
			return
		}
		if tree, err := parser.ParseStatement(text); err == nil {
			checkFixpoint(t, text, tree)
			checkSpans(t, text, tree)
		}
		tree, err := parser.ParseExpression(text)
		if err != nil {
			return
		}
		printed := printer.String(tree)
		again, err := parser.ParseExpression(printed)
		if err != nil {
			t.Fatalf("%q: printed as %q: %v", text, printed, err)
		}
		if !ast.Equal(tree, again) || printer.String(again) != printed {
			t.Fatalf("%q: printed as %q, then as %q", text, printed, printer.String(again))
		}
	})
}

// checkSpans checks that each node that was parsed has a place inside the text, and that Pos lies in its span.
func checkSpans(t testing.TB, text string, tree ast.Node) {
	t.Helper()
	ast.Walk(tree, func(n ast.Node) bool {
		span, pos := n.Span(), n.Pos()
		if !span.IsValid() || span.End.Offset > len(text) || span.Start.Offset > pos.Offset || pos.Offset > span.End.Offset {
			t.Errorf("%q: %T has place %v in %v to %v", text, n, pos, span.Start, span.End)
		}
		return true
	})
}
