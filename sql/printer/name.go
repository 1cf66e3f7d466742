package printer

import (
	"strings"

	"interlaken/sql/ast"
)

// identifier writes a name: as it was written if that can be read back, else in quotes.
func (p *printer) identifier(i *ast.Identifier) {
	switch {
	case p.hive:
		p.text(hiveIdentifier(i))
	case i.Quoted || !p.dialect.plain(i.Text):
		p.text(quote(i.Text, `"`))
	default:
		p.text(i.Text)
	}
}

func (p *printer) qualifiedName(q *ast.QualifiedName) {
	for i, part := range q.Parts {
		if i > 0 {
			p.text(".")
		}
		p.identifier(part)
	}
}

// functionName writes the name of a call.
func (p *printer) functionName(q *ast.QualifiedName) {
	if len(q.Parts) == 1 && !q.Parts[0].Quoted && p.dialect.function(q.Parts[0].Text) {
		p.text(q.Parts[0].Text)
		return
	}
	if len(q.Parts) == 1 {
		p.text(quote(q.Parts[0].Text, `"`))
		return
	}
	p.qualifiedName(q)
}

func (p *printer) columns(names []*ast.Identifier) {
	inParentheses(p, names, p.identifier)
}

func (p *printer) dataType(t *ast.DataType) {
	if t.Type.Kind == 0 {
		p.text(t.Text)
		return
	}
	text := p.dialect.dataType(t.Type)
	if text == "" {
		p.unsupported(t, "the type "+t.Type.String())
	}
	p.text(text)
}

// stringText writes a string literal.
func (p *printer) stringText(value string) {
	switch {
	case p.hive:
		p.text(hiveString(value))
	default:
		p.text(quote(value, "'"))
	}
}

func (p *printer) stringLiteral(s *ast.StringLiteral) {
	if !p.dialect.trino && strings.ContainsRune(s.Value, 0) {
		p.unsupported(s, "a string with a zero character")
	}
	p.stringText(s.Value)
}
