package parser

import (
	"interlaken/sql/ast"
	"interlaken/sql/token"
)

// matchRecognize parses MATCH_RECOGNIZE (…) over a relation that begins at index start.
func (p *parser) matchRecognize(start int, input ast.Relation) ast.Relation {
	at := p.index
	p.expect("MATCH_RECOGNIZE", "(")
	m := &ast.MatchRecognize{Input: input}
	if p.accept("PARTITION") {
		p.expect("BY")
		m.PartitionBy = list(p, p.expression)
	}
	if p.accept("ORDER") {
		m.OrderBy = p.orderBy()
	}
	var measures []*ast.PatternMeasure
	if p.accept("MEASURES") {
		measures = list(p, p.patternMeasure)
	}
	m.RowsPerMatch = p.rowsPerMatch()
	m.Pattern = p.rowPattern(measures)
	p.expect(")")
	p.grow()
	m.Place = p.placeAt(start, at)
	return m
}

func (p *parser) patternMeasure() *ast.PatternMeasure {
	start := p.index
	value := p.expression()
	p.expect("AS")
	name := p.identifier()
	return &ast.PatternMeasure{Place: p.place(start), Value: value, Name: name}
}

func (p *parser) rowsPerMatch() ast.RowsPerMatch {
	switch {
	case p.accept("ONE"):
		p.expect("ROW", "PER", "MATCH")
		return ast.OneRowPerMatch
	case p.accept("ALL"):
		p.expect("ROWS", "PER", "MATCH")
		switch {
		case p.accept("SHOW"):
			p.expect("EMPTY", "MATCHES")
			return ast.AllRowsShowEmpty
		case p.accept("OMIT"):
			p.expect("EMPTY", "MATCHES")
			return ast.AllRowsOmitEmpty
		case p.accept("WITH"):
			p.expect("UNMATCHED", "ROWS")
			return ast.AllRowsWithUnmatched
		}
		return ast.AllRowsPerMatch
	}
	return ast.RowsPerMatchDefault
}

// rowPattern parses [AFTER MATCH …] [INITIAL | SEEK] PATTERN (…) [SUBSET …] [DEFINE …].
func (p *parser) rowPattern(measures []*ast.PatternMeasure) *ast.RowPattern {
	start := p.index
	r := &ast.RowPattern{Measures: measures}
	if p.at("AFTER") {
		r.AfterSkip = p.skipTo()
	}
	switch {
	case p.accept("INITIAL"):
		r.Search = ast.SearchInitial
	case p.accept("SEEK"):
		r.Search = ast.SearchSeek
	}
	p.expect("PATTERN")
	r.Pattern = inParentheses(p, p.pattern)
	if p.accept("SUBSET") {
		r.Subsets = list(p, func() *ast.PatternSubset {
			start := p.index
			name := p.identifier()
			p.expect("=")
			variables := p.identifiers()
			return &ast.PatternSubset{Place: p.place(start), Name: name, Variables: variables}
		})
	}
	if p.accept("DEFINE") {
		r.Define = list(p, func() *ast.PatternDefinition {
			start := p.index
			variable := p.identifier()
			p.expect("AS")
			condition := p.expression()
			return &ast.PatternDefinition{Place: p.place(start), Variable: variable, Condition: condition}
		})
	}
	r.Place = p.place(start)
	return r
}

func (p *parser) skipTo() *ast.SkipTo {
	start := p.index
	p.expect("AFTER", "MATCH", "SKIP")
	s := &ast.SkipTo{}
	if p.accept("PAST") {
		p.expect("LAST", "ROW")
	} else {
		p.expect("TO")
		switch {
		case p.accept("NEXT", "ROW"):
			s.Kind = ast.SkipToNext
		case p.is("FIRST") && isName(p.ahead(1)):
			p.next()
			s.Kind = ast.SkipToFirst
			s.Variable = p.identifier()
		default:
			if p.is("LAST") && isName(p.ahead(1)) {
				p.next()
			}
			s.Kind = ast.SkipToLast
			s.Variable = p.identifier()
		}
	}
	s.Place = p.place(start)
	return s
}

// pattern parses alternatives with | between.
func (p *parser) pattern() ast.Pattern {
	defer p.enter()()
	start := p.index
	elements := []ast.Pattern{p.patternSequence()}
	for p.accept("|") {
		elements = append(elements, p.patternSequence())
	}
	if len(elements) == 1 {
		return elements[0]
	}
	p.grow()
	return &ast.PatternAlternation{Place: p.place(start), Elements: elements}
}

func (p *parser) patternSequence() ast.Pattern {
	start := p.index
	elements := []ast.Pattern{p.patternRepeat()}
	for p.isAny("(", "^", "$", "{-") || isName(p.current()) {
		elements = append(elements, p.patternRepeat())
	}
	if len(elements) == 1 {
		return elements[0]
	}
	p.grow()
	return &ast.PatternSequence{Place: p.place(start), Elements: elements}
}

func (p *parser) patternRepeat() ast.Pattern {
	start := p.index
	element := p.patternPrimary()
	r := &ast.PatternRepeat{Element: element, Max: -1}
	switch {
	case p.accept("*"):
	case p.accept("+"):
		r.Min = 1
	case p.accept("?"):
		r.Max = 1
	case p.accept("{"):
		counted := p.current().Kind == token.Integer
		if counted {
			r.Min = int64(p.smallInteger())
		}
		if p.accept(",") {
			if p.current().Kind == token.Integer {
				r.Max = int64(p.smallInteger())
			}
		} else if counted {
			r.Max = r.Min
		} else {
			p.fail()
		}
		p.expect("}")
	default:
		return element
	}
	r.Reluctant = p.accept("?")
	p.grow()
	r.Place = p.place(start)
	return r
}

func (p *parser) patternPrimary() ast.Pattern {
	start := p.index
	switch {
	case p.accept("^"):
		return &ast.PatternAnchor{Place: p.place(start)}
	case p.accept("$"):
		return &ast.PatternAnchor{Place: p.place(start), End: true}
	case p.accept("{-"):
		element := p.pattern()
		p.expect("-}")
		return &ast.PatternExclusion{Place: p.place(start), Element: element}
	case p.accept("("):
		if p.accept(")") {
			return &ast.PatternEmpty{Place: p.place(start)}
		}
		element := p.pattern()
		p.expect(")")
		return element
	case p.accept("PERMUTE", "("):
		elements := list(p, p.pattern)
		p.expect(")")
		return &ast.PatternPermutation{Place: p.place(start), Elements: elements}
	}
	name := p.identifier()
	return &ast.PatternVariable{Place: p.place(start), Name: name}
}
