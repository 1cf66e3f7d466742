// Package printer turns a tree of sql/ast into text, on one line or laid out for people. Parentheses come from
// precedence, keywords are upper case, names stay as they were written. What is printed parses to the same tree, and
// printing that gives the same text. One printer serves all dialects: a Dialect says what differs, and what a dialect
// has no words for is an error, never a near miss. The package rewrites nothing: a Trino tree printed as DuckDB's text
// has Trino's functions in it; sql/translate makes the tree that DuckDB understands.
package printer

import (
	"fmt"
	"strings"

	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/token"
)

// Options is how to print; the zero value prints Trino's text on one line.
type Options struct {
	Dialect Dialect
	// Pretty breaks the text into lines of at most Width characters where that can be had; Width 0 stands for 100.
	Pretty bool
	Width  int
}

// Print prints a node of any kind. The error is of code Unsupported when the dialect has no words for a part of it;
// its place is that of the part.
func Print(n ast.Node, o Options) (string, error) {
	p := newPrinter(o.Dialect)
	p.node(n)
	if p.err != nil {
		return "", p.err
	}
	if !o.Pretty {
		return p.flat(), nil
	}
	if o.Width == 0 {
		o.Width = 100
	}
	return p.broken(o.Width), nil
}

// String prints a node as Trino's text on one line, for messages and tests. Engine-only forms are printed as DuckDB
// has them.
func String(n ast.Node) string {
	p := newPrinter(Trino)
	p.node(n)
	return p.flat()
}

// printer writes a tree into a layout. The first part without words in the dialect is kept as the error.
type printer struct {
	layout
	dialect *features
	// hive is set inside statements of Athena's DDL, where names and strings are quoted in another way.
	hive bool
	err  error
}

func newPrinter(d Dialect) *printer { return &printer{dialect: dialects[d]} }

// unsupported keeps an error about a node that the dialect has no words for.
func (p *printer) unsupported(n ast.Node, what string) {
	if p.err == nil {
		p.err = token.Fault(fault.Unsupported, n.Pos(), "%s has no form in %s", what, p.dialect.name)
	}
}

// onlyTrino keeps an error if the dialect is another.
func (p *printer) onlyTrino(n ast.Node, what string) {
	if !p.dialect.trino {
		p.unsupported(n, what)
	}
}

// text writes words as they are.
func (p *printer) text(words ...string) {
	for _, w := range words {
		p.add(word, w)
	}
}

func (p *printer) line() { p.add(line, "") }
func (p *printer) soft() { p.add(soft, "") }

// commas writes elements with commas between.
func commas[T any](p *printer, elements []T, element func(T)) {
	for i, e := range elements {
		if i > 0 {
			p.text(",")
			p.line()
		}
		element(e)
	}
}

// brackets writes content between brackets, on lines of its own if it does not fit.
func (p *printer) brackets(left, right string, content func()) {
	p.text(left)
	p.group(func() {
		p.nest(func() {
			p.soft()
			content()
		})
		p.soft()
	})
	p.text(right)
}

// parentheses writes ( content ).
func (p *printer) parentheses(content func()) { p.brackets("(", ")", content) }

// inParentheses writes (element, …).
func inParentheses[T any](p *printer, elements []T, element func(T)) {
	p.parentheses(func() { commas(p, elements, element) })
}

// clause writes a line's end, a keyword and its content, indented if it does not fit.
func (p *printer) clause(keyword string, content func()) {
	p.line()
	p.headed(keyword, content)
}

// headed writes a keyword and its content, indented if it does not fit.
func (p *printer) headed(keyword string, content func()) {
	p.text(keyword)
	p.group(func() {
		p.nest(func() {
			p.line()
			content()
		})
	})
}

// node writes a node of any kind.
func (p *printer) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.Query:
		p.query(n)
	case ast.Expression:
		p.expression(n, lowest)
	case ast.Statement:
		p.onlyTrino(n, "a statement that is no query")
		p.group(func() { p.statement(n) })
	case ast.Relation:
		p.group(func() { p.relation(n) })
	case ast.QueryBody:
		p.group(func() { p.body(n, 0) })
	case ast.AlterAction:
		p.hive = true
		p.alterAction(n)
	case ast.Pattern:
		p.pattern(n, 0)
	case ast.SelectItem:
		p.selectItem(n)
	default:
		p.part(n)
	}
}

// part writes a node that stands in others only.
func (p *printer) part(n ast.Node) {
	switch n := n.(type) {
	case *ast.QualifiedName:
		p.qualifiedName(n)
	case *ast.DataType:
		p.dataType(n)
	case *ast.HiveType:
		p.text(n.Text)
	case *ast.SortItem:
		p.sortItem(n)
	case *ast.Window:
		p.window(n)
	case *ast.GroupBy:
		p.groupBy(n)
	case *ast.GroupingElement:
		p.groupingElement(n)
	case *ast.With:
		p.with(n)
	case *ast.Property:
		p.property(n)
	case *ast.PartitionSpec:
		p.partitionSpec(n)
	case *ast.ColumnDefinition:
		p.columnDefinition(n)
	default:
		if p.err == nil {
			kind := strings.TrimPrefix(fmt.Sprintf("%T", n), "*ast.")
			p.err = token.Fault(fault.Unsupported, n.Pos(), "%s is printed as a part of other nodes only", kind)
		}
	}
}
