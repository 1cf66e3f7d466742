package parser

import (
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf8"

	"interlaken/sql/ast"
	"interlaken/sql/token"
)

// number parses a number; start is the index of its sign or of itself.
func (p *parser) number(start int) ast.Expression {
	t := p.next()
	sign := ""
	if p.tokens[start].Key == "-" {
		sign = "-"
	}
	text := sign + strings.ReplaceAll(t.Text, "_", "")
	switch t.Kind {
	case token.Decimal:
		return &ast.DecimalLiteral{Place: p.place(start), Text: text}
	case token.Double:
		return &ast.DoubleLiteral{Place: p.place(start), Text: strings.ToUpper(text)}
	}
	// A zero before the digits does not make an octal number; a prefix of radix does.
	base := 10
	if len(t.Text) > 1 && strings.IndexByte("xXoObB", t.Text[1]) >= 0 {
		base = 0
	}
	value, err := strconv.ParseInt(text, base, 64)
	if err != nil {
		p.failAt(p.tokens[start].Start, "Invalid numeric literal: %s", sign+t.Text)
	}
	return &ast.IntegerLiteral{Place: p.place(start), Value: value}
}

func (p *parser) parameter() ast.Expression {
	start := p.index
	p.expect("?")
	p.parameters++
	return &ast.Parameter{Place: p.place(start), Index: p.parameters - 1}
}

// isString tells whether a token is a string literal.
func isString(t token.Token) bool { return t.Kind == token.String || t.Kind == token.UnicodeString }

// stringLiteral parses '…' or U&'…' [UESCAPE '…'].
func (p *parser) stringLiteral() *ast.StringLiteral {
	p.note("<string>")
	t := p.current()
	if !isString(t) {
		p.fail()
	}
	start := p.index
	p.next()
	if t.Kind == token.String {
		return &ast.StringLiteral{Place: p.place(start), Value: unquote(t.Text)}
	}
	escape := '\\'
	if p.accept("UESCAPE") {
		p.note("<string>")
		if p.current().Kind != token.String {
			p.fail()
		}
		written := p.next()
		r, size := utf8.DecodeRuneInString(unquote(written.Text))
		if size == 0 || size != len(unquote(written.Text)) {
			p.failAt(written.Start, "Invalid Unicode escape character")
		}
		if strings.ContainsRune(`+'" `, r) || r < ' ' || strings.ContainsRune("0123456789abcdefABCDEF", r) {
			p.failAt(written.Start, "Invalid Unicode escape character")
		}
		escape = r
	}
	value, message := unescape(unquote(t.Text[2:]), escape)
	if message != "" {
		p.failAt(t.Start, "%s", message)
	}
	return &ast.StringLiteral{Place: p.place(start), Value: value}
}

// unquote takes the quotes off and undoes doubled ones.
func unquote(text string) string {
	return strings.ReplaceAll(text[1:len(text)-1], "''", "'")
}

// unescape replaces escapes of four digits, of a plus and six digits, and of the escape character itself. The message
// is empty when all of them are right.
func unescape(text string, escape rune) (value, message string) {
	var b strings.Builder
	mark := string(escape)
	for {
		before, after, found := strings.Cut(text, mark)
		b.WriteString(before)
		if !found {
			return b.String(), ""
		}
		if strings.HasPrefix(after, mark) {
			b.WriteString(mark)
			text = after[len(mark):]
			continue
		}
		digits := 4
		if strings.HasPrefix(after, "+") {
			after, digits = after[1:], 6
		}
		if len(after) < digits {
			return "", "Incomplete escape sequence: " + after
		}
		code, err := strconv.ParseUint(after[:digits], 16, 32)
		if err != nil {
			return "", "Invalid hexadecimal digit in escape sequence: " + after[:digits]
		}
		if code > utf8.MaxRune || !utf8.ValidRune(rune(code)) {
			return "", "Invalid escaped character: " + after[:digits]
		}
		b.WriteRune(rune(code))
		text = after[digits:]
	}
}

// binary parses X'…'; white space between the digits is allowed.
func (p *parser) binary() ast.Expression {
	start := p.index
	t := p.next()
	digits := strings.Join(strings.Fields(t.Text[2:len(t.Text)-1]), "")
	if len(digits)%2 != 0 {
		p.failAt(t.Start, "Binary literal must contain an even number of digits")
	}
	value, err := hex.DecodeString(digits)
	if err != nil {
		p.failAt(t.Start, "Binary literal can only contain hexadecimal digits")
	}
	return &ast.BinaryLiteral{Place: p.place(start), Value: value}
}

// atInterval tells whether an interval literal comes; INTERVAL alone is a name.
func (p *parser) atInterval() bool {
	if !p.is("INTERVAL") {
		return false
	}
	after := p.ahead(1)
	return isString(after) || (after.Key == "+" || after.Key == "-") && isString(p.ahead(2))
}

func (p *parser) interval() ast.Expression {
	start := p.index
	p.expect("INTERVAL")
	i := &ast.IntervalLiteral{}
	if !p.accept("+") {
		i.Negative = p.accept("-")
	}
	i.Value = p.stringLiteral().Value
	i.From = p.intervalUnit()
	if p.accept("TO") {
		i.To = p.intervalUnit()
	}
	i.Place = p.place(start)
	return i
}

func (p *parser) intervalUnit() ast.IntervalUnit {
	units := []ast.IntervalUnit{ast.Year, ast.Month, ast.Day, ast.Hour, ast.Minute, ast.Second}
	words := make([]string, len(units))
	for i, u := range units {
		words[i] = u.String()
	}
	return units[p.choose(words...)]
}
