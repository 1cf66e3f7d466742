package translate

import (
	"math"

	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

// relation translates what stands in FROM and notes the engine's expression for each of its columns.
func (t *translator) relation(r ast.Relation) (ast.Relation, error) {
	switch x := r.(type) {
	case *ast.Table:
		return t.table(x, x.Name.Last().Text)
	case *ast.Aliased:
		return t.aliased(x)
	case *ast.Subquery:
		return t.derived(x, x.Query, "q", false)
	case *ast.Lateral:
		return t.derived(x, x.Query, "q", true)
	case *ast.Unnest:
		return t.unnest(x, "u")
	case *ast.Join:
		return t.join(x)
	case *ast.Sample:
		return t.sample(x)
	}
	return nil, function.Unsupported(r.Pos(), "This relation is not supported")
}

// table names a table of the catalog in three parts, and a common table expression by its unique name.
func (t *translator) table(x *ast.Table, alias string) (ast.Relation, error) {
	info := t.RelationOf(x)
	if info.View != nil {
		return t.view(x, info, alias)
	}
	alias = t.unique(alias)
	var name *ast.QualifiedName
	if info.Named != nil {
		named := t.withs[info.Named.Node]
		name = ast.QName(named.name)
		named.alias = alias
		t.bind(info.Fields, alias, named.columns)
	} else {
		name = ast.QName(info.Table.Catalog, EngineSchema(info.Table.Database), info.Table.Table)
		for _, f := range info.Fields {
			column := ast.Column(alias, f.Name)
			value, err := function.Column(x.Pos(), column, f.Type)
			if err != nil {
				continue // refused where something refers to it
			}
			t.fields[f] = value
			t.declared[value] = value == column
		}
	}
	return &ast.Aliased{Relation: &ast.Table{Name: name}, Alias: ast.Name(alias)}, nil
}

// view writes a view's query in the place of its name, with the types that the view was made with.
func (t *translator) view(x *ast.Table, info *analyze.Relation, alias string) (ast.Relation, error) {
	want := &shape{}
	for _, f := range info.Fields {
		want.types = append(want.types, f.Type)
	}
	return t.derivedAs(x, info.View, alias, false, want)
}

// sample has the engine pick rows by a seed of the statement's own randomness.
func (t *translator) sample(x *ast.Sample) (ast.Relation, error) {
	inner, err := t.relation(x.Relation)
	if err != nil {
		return nil, err
	}
	seed := int64(t.Random() * math.MaxInt32)
	if t.unsupportedRandom {
		return nil, function.Unsupported(x.Pos(), "Random values are not supported here")
	}
	return &ast.Sample{Relation: inner, Method: x.Method, Percentage: x.Percentage, Seed: ast.Integer(seed)}, nil
}

// EngineSchema is the schema in which the engine has the tables of a database. It keeps the name information_schema for
// itself.
func EngineSchema(database string) string {
	if database == "information_schema" {
		return "information schema"
	}
	return database
}

func (t *translator) bind(fields []*analyze.Field, alias string, columns []string) {
	for i, f := range fields {
		t.fields[f] = ast.Column(alias, columns[i])
	}
}

// aliased gives the inner relation the alias's name, to be read by people, and its columns the engine's expressions of
// those below.
func (t *translator) aliased(x *ast.Aliased) (ast.Relation, error) {
	var out ast.Relation
	var err error
	switch inner := x.Relation.(type) {
	case *ast.Table:
		out, err = t.table(inner, x.Alias.Text)
	case *ast.Subquery:
		out, err = t.derived(inner, inner.Query, x.Alias.Text, false)
	case *ast.Lateral:
		out, err = t.derived(inner, inner.Query, x.Alias.Text, true)
	case *ast.Unnest:
		out, err = t.unnest(inner, x.Alias.Text)
	default:
		out, err = t.relation(inner)
	}
	if err != nil {
		return nil, err
	}
	for _, f := range t.RelationOf(x).Fields {
		t.fields[f] = t.fields[f.Source]
	}
	return out, nil
}

func (t *translator) derived(r ast.Relation, q *ast.Query, alias string, lateral bool) (ast.Relation, error) {
	return t.derivedAs(r, q, alias, lateral, nil)
}

func (t *translator) derivedAs(r ast.Relation, q *ast.Query, alias string, lateral bool, want *shape) (ast.Relation, error) {
	query, columns, err := t.query(q, want)
	if err != nil {
		return nil, err
	}
	alias = t.unique(alias)
	t.bind(t.RelationOf(r).Fields, alias, columns)
	var inner ast.Relation = &ast.Subquery{Query: query}
	if lateral {
		inner = &ast.Lateral{Query: query}
	}
	return &ast.Aliased{Relation: inner, Alias: ast.Name(alias), Columns: identifiers(columns)}, nil
}

// join writes USING as ON, so that the columns stay what the analysis says they are.
func (t *translator) join(x *ast.Join) (ast.Relation, error) {
	left, err := t.relation(x.Left)
	if err != nil {
		return nil, err
	}
	right, err := t.relation(x.Right)
	if err != nil {
		return nil, err
	}
	out := &ast.Join{Kind: x.Kind, Left: left, Right: right}
	if x.On != nil {
		if out.On, err = t.expr(x.On); err != nil {
			return nil, err
		}
	}
	var conditions []ast.Expression
	for _, f := range t.RelationOf(x).Merged {
		condition, err := t.merge(x, f)
		if err != nil {
			return nil, err
		}
		conditions = append(conditions, condition)
	}
	if conditions != nil {
		out.On = ast.And(conditions...)
	}
	return out, nil
}

// merge makes the condition of one USING column, and the column: the side that always has a value, or whichever has.
func (t *translator) merge(x *ast.Join, f *analyze.Field) (ast.Expression, error) {
	left, err := function.Cast(t, x.Pos(), t.fields[f.Left], f.Left.Type, f.Type)
	if err != nil {
		return nil, err
	}
	right, err := function.Cast(t, x.Pos(), t.fields[f.Right], f.Right.Type, f.Type)
	if err != nil {
		return nil, err
	}
	switch x.Kind {
	case ast.RightJoin:
		t.fields[f] = right
	case ast.FullJoin:
		t.fields[f] = function.Engine("coalesce", left, right)
	default:
		t.fields[f] = left
	}
	return t.compare(x.Pos(), ast.Equals, left, right, f.Type)
}

// unnest is a lateral query whose select list unnests all values side by side; the engine fills the shorter ones with
// null, as Trino does.
func (t *translator) unnest(x *ast.Unnest, alias string) (ast.Relation, error) {
	info := t.RelationOf(x)
	columns := columnNames(info.Fields)
	alias = t.unique(alias)
	inner := &ast.Select{}
	var outer []ast.Expression // how each column is made of inner's
	var sizes []ast.Expression
	nested := t.unique("unnested")
	place := 0
	add := func(value ast.Expression) ast.Expression {
		name := "c" + string(rune('a'+place%26))
		for range place / 26 {
			name += "x"
		}
		place++
		inner.Items = append(inner.Items, &ast.SelectExpression{Value: function.Engine("unnest", value), Alias: ast.Name(name)})
		return ast.Column(nested, name)
	}
	for _, e := range x.Values {
		value, err := t.expr(e)
		if err != nil {
			return nil, err
		}
		typ := t.TypeOf(e)
		if typ.Kind == types.Map {
			outer = append(outer, add(function.Engine("map_keys", value)), add(function.Engine("map_values", value)))
			sizes = append(sizes, function.Engine("len", function.Engine("map_keys", value)))
			continue
		}
		sizes = append(sizes, function.Engine("len", value))
		column := add(value)
		if typ.Element.Kind != types.Row || info.Whole {
			outer = append(outer, column)
			continue
		}
		for i := range typ.Element.Fields {
			outer = append(outer, function.Engine("struct_extract", column, ast.String(function.FieldName(*typ.Element, i))))
		}
	}
	if x.WithOrdinality {
		longest := sizes[0]
		if len(sizes) > 1 {
			longest = function.Engine("greatest", sizes...)
		}
		end := &ast.Binary{Operator: ast.Add, Left: longest, Right: ast.Integer(1)}
		outer = append(outer, add(function.Engine("range", ast.Integer(1), end)))
	}
	from := &ast.Aliased{Relation: &ast.Subquery{Query: &ast.Query{Body: inner}}, Alias: ast.Name(nested)}
	out := &ast.Select{From: from}
	for i, e := range outer {
		out.Items = append(out.Items, &ast.SelectExpression{Value: e, Alias: ast.Name(columns[i])})
	}
	t.bind(info.Fields, alias, columns)
	return &ast.Aliased{Relation: &ast.Lateral{Query: &ast.Query{Body: out}}, Alias: ast.Name(alias)}, nil
}
