package printer

import "interlaken/sql/ast"

// json writes the JSON functions of the SQL standard, which Trino alone has.
func (p *printer) json(e ast.Expression) {
	p.onlyTrino(e, "a JSON function of the SQL standard")
	switch e := e.(type) {
	case *ast.JSONExists:
		p.text("JSON_EXISTS(")
		p.jsonPath(e.Path)
		p.behavior(e.OnError, nil, "ERROR")
	case *ast.JSONValue:
		p.text("JSON_VALUE(")
		p.jsonPath(e.Path)
		p.returning(e.Returning, ast.NoJSONFormat)
		p.behavior(e.OnEmpty, e.EmptyDefault, "EMPTY")
		p.behavior(e.OnError, e.ErrorDefault, "ERROR")
	case *ast.JSONQuery:
		p.text("JSON_QUERY(")
		p.jsonPath(e.Path)
		p.returning(e.Returning, e.Format)
		p.wrapperAndQuotes(e.Wrapper, e.Quotes)
		p.behavior(e.OnEmpty, nil, "EMPTY")
		p.behavior(e.OnError, nil, "ERROR")
	case *ast.JSONObject:
		p.text("JSON_OBJECT(")
		commas(p, e.Members, func(m *ast.JSONMember) {
			p.argument(m.Key)
			p.text(" : ")
			p.argument(m.Value)
			p.format(m.Format)
		})
		p.text(jsonNulls[e.NullOnNull])
		p.text([...]string{"", " WITH UNIQUE KEYS", " WITHOUT UNIQUE KEYS"}[e.UniqueKeys])
		p.returning(e.Returning, e.Format)
	case *ast.JSONArray:
		p.text("JSON_ARRAY(")
		commas(p, e.Items, func(i *ast.JSONItem) {
			p.argument(i.Value)
			p.format(i.Format)
		})
		p.text(jsonNulls[e.NullOnNull])
		p.returning(e.Returning, e.Format)
	}
	p.text(")")
}

var jsonNulls = [...]string{"", " NULL ON NULL", " ABSENT ON NULL"}

func (p *printer) format(f ast.JSONFormat) {
	p.text([...]string{"", " FORMAT JSON", " FORMAT JSON ENCODING UTF8", " FORMAT JSON ENCODING UTF16", " FORMAT JSON ENCODING UTF32"}[f])
}

func (p *printer) jsonPath(j *ast.JSONPath) {
	p.argument(j.Input)
	p.format(j.Format)
	p.text(", ")
	p.stringLiteral(j.Path)
	if j.Name != nil {
		p.text(" AS ")
		p.identifier(j.Name)
	}
	if j.Passing == nil {
		return
	}
	p.text(" PASSING ")
	commas(p, j.Passing, func(a *ast.JSONArgument) {
		p.argument(a.Value)
		p.format(a.Format)
		p.text(" AS ")
		p.identifier(a.Name)
	})
}

func (p *printer) returning(t *ast.DataType, f ast.JSONFormat) {
	if t == nil {
		return
	}
	p.text(" RETURNING ")
	p.dataType(t)
	p.format(f)
}

// behavior writes what happens ON EMPTY or ON ERROR, unless it is left open.
func (p *printer) behavior(b ast.JSONBehavior, value ast.Expression, on string) {
	switch b {
	case ast.BehaviorUnspecified:
		return
	case ast.BehaviorDefault:
		p.text(" DEFAULT ")
		p.argument(value)
	default:
		p.text([...]string{"", " NULL", " ERROR", " TRUE", " FALSE", " UNKNOWN", " EMPTY ARRAY", " EMPTY OBJECT"}[b])
	}
	p.text(" ON ", on)
}

func (p *printer) wrapperAndQuotes(w ast.JSONWrapper, q ast.JSONQuotes) {
	p.text([...]string{"", " WITHOUT WRAPPER", " WITH CONDITIONAL WRAPPER", " WITH WRAPPER"}[w])
	p.text([...]string{"", " KEEP QUOTES", " OMIT QUOTES"}[q])
}

func (p *printer) jsonTable(t *ast.JSONTable) {
	p.text("JSON_TABLE(")
	p.jsonPath(t.Path)
	p.text(" COLUMNS ")
	inParentheses(p, t.Columns, p.jsonColumn)
	switch t.OnError {
	case ast.BehaviorError:
		p.text(" ERROR ON ERROR")
	case ast.BehaviorEmptyArray:
		p.text(" EMPTY ON ERROR")
	}
	p.text(")")
}

func (p *printer) jsonColumn(c *ast.JSONColumn) {
	if c.Kind == ast.NestedColumns {
		p.text("NESTED PATH ")
		p.stringLiteral(c.Path)
		if c.Name != nil {
			p.text(" AS ")
			p.identifier(c.Name)
		}
		p.text(" COLUMNS ")
		inParentheses(p, c.Nested, p.jsonColumn)
		return
	}
	p.identifier(c.Name)
	if c.Kind == ast.OrdinalityColumn {
		p.text(" FOR ORDINALITY")
		return
	}
	p.text(" ")
	p.dataType(c.Type)
	p.format(c.Format)
	if c.Path != nil {
		p.text(" PATH ")
		p.stringLiteral(c.Path)
	}
	p.wrapperAndQuotes(c.Wrapper, c.Quotes)
	p.behavior(c.OnEmpty, c.EmptyDefault, "EMPTY")
	p.behavior(c.OnError, c.ErrorDefault, "ERROR")
}
