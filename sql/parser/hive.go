package parser

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"interlaken/sql/ast"
	"interlaken/sql/token"
)

// hiveWords are the first words of Athena's DDL.
var hiveWords = []string{"ALTER", "CREATE", "DESCRIBE", "DROP", "MSCK", "SHOW"}

// hiveStatement parses a statement of Athena's DDL.
func (p *parser) hiveStatement() ast.Statement {
	start := p.index
	switch p.current().Key {
	case "CREATE":
		return p.hiveCreate(start)
	case "ALTER":
		return p.alter(start)
	case "DROP":
		return p.drop(start)
	case "MSCK":
		p.expect("MSCK", "REPAIR", "TABLE")
		name := p.hiveName()
		return &ast.RepairTable{Place: p.place(start), Name: name}
	case "SHOW":
		return p.show(start)
	}
	return p.describe(start)
}

// refuse ends the parsing of a statement that Hive or Trino has and Athena does not.
func (p *parser) refuse(start int) {
	p.failAt(p.tokens[start].Start, "Queries of this type are not supported")
}

// hiveIdentifier parses a name: a word, `…`, and also "…", which Athena takes in some of these statements. Words that
// are reserved are taken too: the statements leave no doubt, and Athena's own lists of them differ.
func (p *parser) hiveIdentifier() *ast.Identifier {
	p.note("<identifier>")
	start := p.index
	t := p.current()
	i := &ast.Identifier{Text: t.Text}
	switch t.Kind {
	case token.Word, token.DigitWord:
	case token.Backquoted:
		i.Text, i.Quoted = strings.ReplaceAll(t.Text[1:len(t.Text)-1], "``", "`"), true
	case token.Quoted:
		i.Text, i.Quoted = strings.ReplaceAll(t.Text[1:len(t.Text)-1], `""`, `"`), true
	default:
		p.fail()
	}
	if i.Text == "" {
		p.failAt(t.Start, "Zero-length delimited identifier not allowed")
	}
	p.next()
	i.Place = p.place(start)
	return i
}

func (p *parser) hiveName() *ast.QualifiedName {
	start := p.index
	parts := []*ast.Identifier{p.hiveIdentifier()}
	for p.accept(".") {
		parts = append(parts, p.hiveIdentifier())
	}
	return &ast.QualifiedName{Place: p.place(start), Parts: parts}
}

// hiveString parses '…' or "…" with backslash escapes.
func (p *parser) hiveString() *ast.StringLiteral {
	p.note("<string>")
	t := p.current()
	if t.Kind != token.String && t.Kind != token.Quoted {
		p.fail()
	}
	start := p.index
	p.next()
	return &ast.StringLiteral{Place: p.place(start), Value: hiveUnescape(t.Text)}
}

// hiveUnescape takes the quotes off and undoes escapes as Hive does (its BaseSemanticAnalyzer.unescapeSQLString): an
// unknown escape is the character itself, but for \% and \_, which stay for LIKE.
func hiveUnescape(text string) string {
	quote := text[:1]
	text = strings.ReplaceAll(text[1:len(text)-1], quote+quote, quote)
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		i++
		rest := text[i:]
		if r, n := numericEscape(rest); n > 0 {
			b.WriteRune(r)
			i += n - 1
			continue
		}
		switch rest[0] {
		case '0':
			b.WriteByte(0)
		case 'b':
			b.WriteByte('\b')
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case 't':
			b.WriteByte('\t')
		case 'Z':
			b.WriteByte(0x1a)
		case '%', '_':
			b.WriteString(text[i-1 : i+1])
		default:
			b.WriteByte(rest[0])
		}
	}
	return b.String()
}

// numericEscape reads uXXXX or three octal digits and tells how many characters they take; zero for none.
func numericEscape(rest string) (rune, int) {
	digits, base, from := 3, 8, 0
	if rest[0] == 'u' {
		digits, base, from = 4, 16, 1
	}
	if len(rest) < from+digits || base == 8 && rest[0] > '1' {
		return 0, 0
	}
	code, err := strconv.ParseUint(rest[from:from+digits], base, 32)
	value := rune(code)
	if err != nil || !utf8.ValidRune(value) {
		return 0, 0
	}
	return value, from + digits
}

// hiveProperties parses (key = value, …) of strings; a value may be a number too.
func (p *parser) hiveProperties() []*ast.Property {
	return listInParentheses(p, func() *ast.Property {
		start := p.index
		name := p.hiveString()
		p.expect("=")
		value := p.hiveString()
		return &ast.Property{Place: p.place(start), Name: name.Value, Value: value}
	})
}

func (p *parser) drop(start int) ast.Statement {
	p.expect("DROP")
	switch {
	case p.accept("DATABASE"), p.accept("SCHEMA"):
		s := &ast.DropDatabase{IfExists: p.ifExists()}
		s.Name = p.hiveName()
		if !p.accept("RESTRICT") {
			s.Cascade = p.accept("CASCADE")
		}
		s.Place = p.place(start)
		return s
	case p.at("TABLE"), p.at("VIEW"):
		s := &ast.DropTable{View: p.next().Key == "VIEW", IfExists: p.ifExists()}
		s.Name = p.hiveName()
		s.Purge = !s.View && p.accept("PURGE")
		s.Place = p.place(start)
		return s
	}
	if p.current().Kind == token.Word {
		p.refuse(start)
	}
	p.fail()
	return nil
}

func (p *parser) show(start int) ast.Statement {
	p.expect("SHOW")
	s := &ast.Show{}
	switch {
	case p.accept("DATABASES"), p.accept("SCHEMAS"):
		s.Kind = ast.ShowDatabases
		s.In = p.showIn()
		s.Like = p.showPattern()
	case p.accept("TABLES"), p.accept("VIEWS"):
		s.Kind = ast.ShowTables
		if p.tokens[p.index-1].Key == "VIEWS" {
			s.Kind = ast.ShowViews
		}
		s.In = p.showIn()
		s.Like = p.showPattern()
	case p.accept("COLUMNS"):
		s.Kind = ast.ShowColumns
		p.choose("FROM", "IN")
		s.Name = p.hiveName()
		s.In = p.showIn()
	case p.accept("PARTITIONS"):
		s.Kind = ast.ShowPartitions
		s.Name = p.hiveName()
		if p.at("PARTITION") {
			s.Partition = p.partitionSpec()
		}
	case p.accept("CREATE"):
		s.Kind = []ast.ShowKind{ast.ShowCreateTable, ast.ShowCreateView}[p.choose("TABLE", "VIEW")]
		s.Name = p.hiveName()
	case p.accept("TBLPROPERTIES"):
		s.Kind = ast.ShowTableProperties
		s.Name = p.hiveName()
		if p.at("(") {
			s.Property = inParentheses(p, p.hiveString)
		}
	default:
		if p.current().Kind == token.Word {
			p.refuse(start)
		}
		p.fail()
	}
	s.Place = p.place(start)
	return s
}

func (p *parser) showIn() *ast.QualifiedName {
	if p.accept("IN") || p.accept("FROM") {
		return p.hiveName()
	}
	return nil
}

func (p *parser) showPattern() *ast.StringLiteral {
	if p.accept("LIKE") || p.current().Kind == token.String || p.current().Kind == token.Quoted {
		return p.hiveString()
	}
	return nil
}

func (p *parser) describe(start int) ast.Statement {
	p.choose("DESCRIBE", "DESC")
	s := &ast.Describe{}
	if p.ahead(1).Kind != token.EOF && p.ahead(1).Key != "." {
		s.Extended = p.accept("EXTENDED")
		s.Formatted = !s.Extended && p.accept("FORMATTED")
	}
	s.Name = p.hiveName()
	if p.at("PARTITION") {
		s.Partition = p.partitionSpec()
	}
	if t := p.current(); t.Kind == token.Word || t.Kind == token.Backquoted || t.Kind == token.Quoted {
		s.Column = p.describedColumn()
	}
	s.Place = p.place(start)
	return s
}

// describedColumn parses column[.field | .'$elem$' …].
func (p *parser) describedColumn() *ast.QualifiedName {
	start := p.index
	parts := []*ast.Identifier{p.hiveIdentifier()}
	for p.accept(".") {
		if p.current().Kind == token.String {
			part := p.hiveString()
			parts = append(parts, &ast.Identifier{Place: part.Place, Text: part.Value, Quoted: true})
			continue
		}
		parts = append(parts, p.hiveIdentifier())
	}
	return &ast.QualifiedName{Place: p.place(start), Parts: parts}
}
