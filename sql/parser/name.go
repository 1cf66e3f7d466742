package parser

import (
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/token"
)

// isName tells whether a token may be a name.
func isName(t token.Token) bool {
	return t.Kind == token.Quoted || t.Kind == token.Word && !token.Reserved(t.Key)
}

// identifier parses a name.
func (p *parser) identifier() *ast.Identifier {
	p.note("<identifier>")
	t := p.current()
	if !isName(t) {
		p.fail()
	}
	start := p.index
	p.next()
	if t.Kind == token.Word {
		return &ast.Identifier{Place: p.place(start), Text: t.Text}
	}
	text := strings.ReplaceAll(t.Text[1:len(t.Text)-1], `""`, `"`)
	if text == "" {
		p.failAt(t.Start, "Zero-length delimited identifier not allowed")
	}
	return &ast.Identifier{Place: p.place(start), Text: text, Quoted: true}
}

// qualifiedName parses a name of one or more parts.
func (p *parser) qualifiedName() *ast.QualifiedName {
	start := p.index
	parts := []*ast.Identifier{p.identifier()}
	for p.accept(".") {
		parts = append(parts, p.identifier())
	}
	return &ast.QualifiedName{Place: p.place(start), Parts: parts}
}

// identifiers parses (name, …).
func (p *parser) identifiers() []*ast.Identifier { return listInParentheses(p, p.identifier) }

// optionalColumns parses (name, …) if it comes.
func (p *parser) optionalColumns() []*ast.Identifier {
	if !p.at("(") {
		return nil
	}
	return p.identifiers()
}
