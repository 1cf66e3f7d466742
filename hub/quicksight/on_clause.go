package quicksight

import (
	"strings"

	"interlaken/hub"
)

// matches reads the condition of a join: pairs of columns in braces that are equal, joined by AND, such as
// {account} = {account[owners]} AND {month} = {month[owners]}. A name that both sides have is the left one's; the right
// one's is name[alias] (QuickSight API Reference, JoinInstruction). Errors begin with the place, from 1.
func matches(text string, left, right *hub.Relation) ([]hub.Match, error) {
	p := &onClause{text: text}
	var all []hub.Match
	for {
		first, at, err := p.column()
		if err != nil {
			return nil, err
		}
		if err := p.word("="); err != nil {
			return nil, err
		}
		second, _, err := p.column()
		if err != nil {
			return nil, err
		}
		m, ok := match(first, second, left, right)
		if !ok {
			return nil, invalid("character %d: {%s} and {%s} are not a column of %s and one of %s.", at+1, first, second, left.Alias, right.Alias)
		}
		all = append(all, m)
		if p.end() {
			return all, nil
		}
		if err := p.word("AND"); err != nil {
			return nil, err
		}
	}
}

// match finds the two columns, whichever side is written first.
func match(first, second string, left, right *hub.Relation) (hub.Match, bool) {
	if l, r := onSide(first, left, ""), onSide(second, right, right.Alias); l != "" && r != "" {
		return hub.Match{Left: l, Right: r}, true
	}
	if l, r := onSide(second, left, ""), onSide(first, right, right.Alias); l != "" && r != "" {
		return hub.Match{Left: l, Right: r}, true
	}
	return hub.Match{}, false
}

// onSide is a column's name in a relation, "" where it has none of that name.
func onSide(name string, r *hub.Relation, alias string) string {
	if c := findColumn(r.Columns, name); c != nil {
		return c.Name
	}
	if bare, ok := strings.CutSuffix(name, "["+alias+"]"); ok && alias != "" {
		if c := findColumn(r.Columns, bare); c != nil {
			return c.Name
		}
	}
	return ""
}

// onClause is a condition that is being read.
type onClause struct {
	text string
	at   int
}

func (p *onClause) space() {
	for p.at < len(p.text) && strings.ContainsRune(" \t\r\n", rune(p.text[p.at])) {
		p.at++
	}
}

func (p *onClause) end() bool {
	p.space()
	return p.at == len(p.text)
}

// word reads a word of the condition, without regard to case.
func (p *onClause) word(want string) error {
	p.space()
	if len(p.text)-p.at < len(want) || !strings.EqualFold(p.text[p.at:p.at+len(want)], want) {
		return invalid("character %d: %s is expected.", p.at+1, want)
	}
	p.at += len(want)
	return nil
}

// column reads a name in braces and tells where it began.
func (p *onClause) column() (name string, began int, err error) {
	p.space()
	began = p.at
	if p.at == len(p.text) || p.text[p.at] != '{' {
		return "", began, invalid("character %d: a column in braces is expected, such as {state}.", began+1)
	}
	length := strings.IndexByte(p.text[p.at:], '}')
	if length < 2 {
		return "", began, invalid("character %d: a column in braces is expected, such as {state}.", began+1)
	}
	name = p.text[p.at+1 : p.at+length]
	p.at += length + 1
	return name, began, nil
}
