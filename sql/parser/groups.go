package parser

import "interlaken/sql/token"

// groups knows of each opening parenthesis where it closes, and whether a query stands in it. That one look over the
// tokens is what lets the rules decide at a parenthesis without going back.
type groups struct {
	close map[int]int // by index of the opening token; absent where it does not close
	query map[int]bool
}

// groupsOf finds the groups. A group is a query when it begins with a word that begins a query; or when it begins with
// a group that is a query, after which the outer group ends or a query goes on.
func groupsOf(tokens []token.Token) groups {
	g := groups{close: map[int]int{}, query: map[int]bool{}}
	var open []int
	for i, t := range tokens {
		switch t.Key {
		case "(":
			open = append(open, i)
		case ")":
			if len(open) > 0 {
				g.close[open[len(open)-1]] = i
				open = open[:len(open)-1]
			}
		}
	}
	for i := len(tokens) - 2; i >= 0; i-- {
		if tokens[i].Key != "(" {
			continue
		}
		switch tokens[i+1].Key {
		case "SELECT", "WITH", "VALUES", "TABLE":
			g.query[i] = true
		case "(":
			after, closed := g.close[i+1]
			g.query[i] = g.query[i+1] && (!closed || goesOn(tokens[after+1]))
		}
	}
	return g
}

func goesOn(t token.Token) bool {
	switch t.Key {
	case ")", "UNION", "INTERSECT", "EXCEPT", "ORDER", "LIMIT", "OFFSET", "FETCH":
		return true
	}
	return t.Kind == token.EOF
}

// atQuery tells whether the current token opens a group that is a query.
func (p *parser) atQuery() bool { return p.groups.query[p.index] }

// afterGroup is the token after the group that the token at index opens; EOF where it does not close.
func (p *parser) afterGroup(index int) token.Token {
	if end, ok := p.groups.close[index]; ok {
		return p.tokens[end+1]
	}
	return p.tokens[len(p.tokens)-1]
}
