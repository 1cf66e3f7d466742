package parser

import "interlaken/sql/ast"

// jsonFormat parses FORMAT JSON [ENCODING …] if it comes.
func (p *parser) jsonFormat() ast.JSONFormat {
	if !p.accept("FORMAT", "JSON") {
		return ast.NoJSONFormat
	}
	if !p.accept("ENCODING") {
		return ast.FormatJSON
	}
	return ast.FormatUTF8 + ast.JSONFormat(p.choose("UTF8", "UTF16", "UTF32"))
}

// jsonPath parses input [FORMAT …], 'path' [AS name] [PASSING value AS name, …].
func (p *parser) jsonPath() *ast.JSONPath {
	start := p.index
	path := &ast.JSONPath{Input: p.expression(), Format: p.jsonFormat()}
	p.expect(",")
	path.Path = p.stringLiteral()
	if p.accept("AS") {
		path.Name = p.identifier()
	}
	if p.accept("PASSING") {
		path.Passing = list(p, func() *ast.JSONArgument {
			start := p.index
			a := &ast.JSONArgument{Value: p.expression(), Format: p.jsonFormat()}
			p.expect("AS")
			a.Name = p.identifier()
			a.Place = p.place(start)
			return a
		})
	}
	path.Place = p.place(start)
	return path
}

// behaviorWords are what may stand before ON EMPTY and ON ERROR.
var behaviorWords = []struct {
	words    []string
	behavior ast.JSONBehavior
}{
	{[]string{"NULL", "ON"}, ast.BehaviorNull},
	{[]string{"ERROR", "ON"}, ast.BehaviorError},
	{[]string{"TRUE", "ON"}, ast.BehaviorTrue},
	{[]string{"FALSE", "ON"}, ast.BehaviorFalse},
	{[]string{"UNKNOWN", "ON"}, ast.BehaviorUnknown},
	{[]string{"EMPTY", "ARRAY"}, ast.BehaviorEmptyArray},
	{[]string{"EMPTY", "OBJECT"}, ast.BehaviorEmptyObject},
	{[]string{"EMPTY", "ON"}, ast.BehaviorEmptyArray},
}

// behavior parses one of the behaviours allowed, up to and with ON; unspecified if none comes.
func (p *parser) behavior(allowed ...ast.JSONBehavior) (ast.JSONBehavior, ast.Expression) {
	for _, b := range allowed {
		if b == ast.BehaviorDefault && p.accept("DEFAULT") {
			value := p.expression()
			p.expect("ON")
			return b, value
		}
		for _, w := range behaviorWords {
			if w.behavior == b && p.accept(w.words...) {
				if w.words[1] != "ON" {
					p.expect("ON")
				}
				return b, nil
			}
		}
	}
	return ast.BehaviorUnspecified, nil
}

// onEmptyAndError parses [behaviour ON EMPTY] [behaviour ON ERROR].
func (p *parser) onEmptyAndError(allowed ...ast.JSONBehavior) (onEmpty, onError ast.JSONBehavior, emptyDefault, errorDefault ast.Expression) {
	first, value := p.behavior(allowed...)
	if first == ast.BehaviorUnspecified {
		return
	}
	if p.choose("EMPTY", "ERROR") == 1 {
		return onEmpty, first, nil, value
	}
	onEmpty, emptyDefault = first, value
	onError, errorDefault = p.behavior(allowed...)
	if onError != ast.BehaviorUnspecified {
		p.expect("ERROR")
	}
	return
}

func (p *parser) jsonExists() ast.Expression {
	start := p.index
	p.next()
	p.expect("(")
	e := &ast.JSONExists{Path: p.jsonPath()}
	e.OnError, _ = p.behavior(ast.BehaviorTrue, ast.BehaviorFalse, ast.BehaviorUnknown, ast.BehaviorError)
	if e.OnError != ast.BehaviorUnspecified {
		p.expect("ERROR")
	}
	p.expect(")")
	e.Place = p.place(start)
	return e
}

func (p *parser) jsonValue() ast.Expression {
	start := p.index
	p.next()
	p.expect("(")
	v := &ast.JSONValue{Path: p.jsonPath()}
	if p.accept("RETURNING") {
		v.Returning = p.dataType()
	}
	v.OnEmpty, v.OnError, v.EmptyDefault, v.ErrorDefault = p.onEmptyAndError(ast.BehaviorError, ast.BehaviorNull, ast.BehaviorDefault)
	p.expect(")")
	v.Place = p.place(start)
	return v
}

func (p *parser) jsonQuery() ast.Expression {
	start := p.index
	p.next()
	p.expect("(")
	q := &ast.JSONQuery{Path: p.jsonPath()}
	q.Returning, q.Format = p.returning()
	q.Wrapper = p.jsonWrapper()
	q.Quotes = p.jsonQuotes()
	q.OnEmpty, q.OnError, _, _ = p.onEmptyAndError(ast.BehaviorError, ast.BehaviorNull, ast.BehaviorEmptyArray, ast.BehaviorEmptyObject)
	p.expect(")")
	q.Place = p.place(start)
	return q
}

// returning parses [RETURNING type [FORMAT …]].
func (p *parser) returning() (*ast.DataType, ast.JSONFormat) {
	if !p.accept("RETURNING") {
		return nil, ast.NoJSONFormat
	}
	t := p.dataType()
	return t, p.jsonFormat()
}

func (p *parser) jsonWrapper() ast.JSONWrapper {
	wrapper := ast.WrapperUnspecified
	switch {
	case p.accept("WITHOUT"):
		wrapper = ast.WithoutWrapper
	case p.accept("WITH"):
		wrapper = ast.WithWrapper
		if p.accept("CONDITIONAL") {
			wrapper = ast.WithConditionalWrapper
		} else {
			p.accept("UNCONDITIONAL")
		}
	default:
		return wrapper
	}
	p.accept("ARRAY")
	p.expect("WRAPPER")
	return wrapper
}

func (p *parser) jsonQuotes() ast.JSONQuotes {
	quotes := ast.QuotesUnspecified
	switch {
	case p.accept("KEEP"):
		quotes = ast.KeepQuotes
	case p.accept("OMIT"):
		quotes = ast.OmitQuotes
	default:
		return quotes
	}
	p.expect("QUOTES")
	if p.accept("ON") {
		p.expect("SCALAR", "STRING")
	}
	return quotes
}

// jsonNulls parses [NULL ON NULL | ABSENT ON NULL].
func (p *parser) jsonNulls() ast.JSONOption {
	switch {
	case p.accept("NULL", "ON", "NULL"):
		return ast.OptionYes
	case p.accept("ABSENT", "ON", "NULL"):
		return ast.OptionNo
	}
	return ast.OptionUnspecified
}

func (p *parser) jsonObject() ast.Expression {
	start := p.index
	p.next()
	p.expect("(")
	o := &ast.JSONObject{}
	if !p.at(")") && !p.at("RETURNING") {
		o.Members = list(p, p.jsonMember)
		o.NullOnNull = p.jsonNulls()
		switch {
		case p.accept("WITH"):
			o.UniqueKeys = ast.OptionYes
		case p.accept("WITHOUT"):
			o.UniqueKeys = ast.OptionNo
		}
		if o.UniqueKeys != ast.OptionUnspecified {
			p.expect("UNIQUE")
			p.accept("KEYS")
		}
	}
	o.Returning, o.Format = p.returning()
	p.expect(")")
	o.Place = p.place(start)
	return o
}

// jsonMember parses [KEY] key VALUE value, or key : value.
func (p *parser) jsonMember() *ast.JSONMember {
	start := p.index
	if p.is("KEY") && p.ahead(1).Key != "VALUE" && p.ahead(1).Key != "(" && beginsOperand(p.ahead(1)) {
		p.next()
	}
	m := &ast.JSONMember{Key: p.expression()}
	p.choose("VALUE", ":")
	m.Value = p.expression()
	m.Format = p.jsonFormat()
	m.Place = p.place(start)
	return m
}

func (p *parser) jsonArray() ast.Expression {
	start := p.index
	p.next()
	p.expect("(")
	a := &ast.JSONArray{}
	if !p.at(")") && !p.at("RETURNING") {
		a.Items = list(p, func() *ast.JSONItem {
			start := p.index
			item := &ast.JSONItem{Value: p.expression(), Format: p.jsonFormat()}
			item.Place = p.place(start)
			return item
		})
		a.NullOnNull = p.jsonNulls()
	}
	a.Returning, a.Format = p.returning()
	p.expect(")")
	a.Place = p.place(start)
	return a
}

// jsonTable parses JSON_TABLE(path COLUMNS (…) [ERROR | EMPTY ON ERROR]). A PLAN clause is refused.
func (p *parser) jsonTable() ast.Relation {
	start := p.index
	p.next()
	p.expect("(")
	t := &ast.JSONTable{Path: p.jsonPath()}
	p.expect("COLUMNS")
	t.Columns = listInParentheses(p, p.jsonColumn)
	t.OnError, _ = p.behavior(ast.BehaviorError, ast.BehaviorEmptyArray)
	if t.OnError != ast.BehaviorUnspecified {
		p.expect("ERROR")
	}
	p.expect(")")
	t.Place = p.place(start)
	return t
}

func (p *parser) jsonColumn() *ast.JSONColumn {
	defer p.enter()()
	start := p.index
	c := &ast.JSONColumn{}
	if p.is("NESTED") && (p.ahead(1).Key == "PATH" || isString(p.ahead(1))) {
		p.next()
		p.accept("PATH")
		c.Kind = ast.NestedColumns
		c.Path = p.stringLiteral()
		if p.accept("AS") {
			c.Name = p.identifier()
		}
		p.expect("COLUMNS")
		c.Nested = listInParentheses(p, p.jsonColumn)
		c.Place = p.place(start)
		return c
	}
	c.Name = p.identifier()
	if p.accept("FOR", "ORDINALITY") {
		c.Kind = ast.OrdinalityColumn
		c.Place = p.place(start)
		return c
	}
	c.Type = p.dataType()
	if c.Format = p.jsonFormat(); c.Format != ast.NoJSONFormat {
		c.Kind = ast.QueryColumn
	}
	if p.accept("PATH") {
		c.Path = p.stringLiteral()
	}
	if c.Kind == ast.QueryColumn {
		c.Wrapper = p.jsonWrapper()
		c.Quotes = p.jsonQuotes()
		c.OnEmpty, c.OnError, _, _ = p.onEmptyAndError(ast.BehaviorError, ast.BehaviorNull, ast.BehaviorEmptyArray, ast.BehaviorEmptyObject)
	} else {
		c.OnEmpty, c.OnError, c.EmptyDefault, c.ErrorDefault = p.onEmptyAndError(ast.BehaviorError, ast.BehaviorNull, ast.BehaviorDefault)
	}
	c.Place = p.place(start)
	return c
}
