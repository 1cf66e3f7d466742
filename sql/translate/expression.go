package translate

import (
	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

// expr translates an expression and gives it the type that its place asks for.
func (t *translator) expr(e ast.Expression) (ast.Expression, error) {
	value, err := t.own(e)
	if err != nil {
		return nil, err
	}
	if to, ok := t.CoercionOf(e); ok && !comparesQuery(e) {
		return function.Cast(t, e.Pos(), value, t.TypeOf(e), to)
	}
	return value, nil
}

// comparesQuery reports the expressions whose noted coercion is that of their query's column.
func comparesQuery(e ast.Expression) bool {
	switch e.(type) {
	case *ast.InQuery, *ast.Quantified:
		return true
	}
	return false
}

// own translates an expression in its own type. A group key is translated once, so that the engine sees the same text
// in GROUP BY and elsewhere.
func (t *translator) own(e ast.Expression) (ast.Expression, error) {
	if item, ok := t.substitutes[e]; ok {
		return t.own(item)
	}
	for _, k := range t.keys {
		if t.Same(k.source, e) {
			return k.value, nil
		}
	}
	return t.bare(e)
}

func (t *translator) bare(e ast.Expression) (ast.Expression, error) {
	if f := t.FieldOf(e); f != nil {
		value, ok := t.fields[f]
		if !ok {
			return nil, function.Unsupported(e.Pos(), "This reference is not supported")
		}
		return value, nil
	}
	switch x := e.(type) {
	case *ast.Logical:
		terms, err := t.exprs(x.Terms)
		return &ast.Logical{Or: x.Or, Terms: terms}, err
	case *ast.Not:
		operand, err := t.expr(x.Operand)
		return &ast.Not{Operand: operand}, err
	case *ast.IsNull:
		operand, err := t.expr(x.Operand)
		return &ast.IsNull{Operand: operand, Not: x.Not}, err
	case *ast.Unary:
		return t.unary(x)
	case *ast.Binary:
		return t.binary(x)
	case *ast.Case:
		return t.caseOf(x)
	case *ast.Cast:
		return t.cast(x)
	case *ast.Row:
		return t.row(x)
	case *ast.Array:
		items, err := t.exprs(x.Items)
		if err != nil {
			return nil, err
		}
		return &ast.Array{Items: items}, nil
	case *ast.Dereference:
		return t.dereference(x)
	case *ast.Subscript:
		return t.subscript(x)
	case *ast.Call:
		return t.call(x)
	case *ast.Extract:
		return t.extract(x)
	case *ast.Trim:
		return t.trim(x)
	case *ast.Normalize:
		operand, err := t.expr(x.Operand)
		if x.Form != "NFC" {
			return nil, function.Unsupported(x.Pos(), "NORMALIZE to %s is not supported", x.Form)
		}
		return function.Engine("nfc_normalize", operand), err
	case *ast.AtTimeZone:
		return t.atTimeZone(x)
	case *ast.Current:
		return t.current(x)
	}
	if out, ok, err := t.literal(e); ok || err != nil {
		return out, err
	}
	return t.predicate(e)
}

func (t *translator) exprs(list []ast.Expression) ([]ast.Expression, error) {
	out := make([]ast.Expression, len(list))
	for i, e := range list {
		value, err := t.expr(e)
		if err != nil {
			return nil, err
		}
		out[i] = value
	}
	return out, nil
}

// taken is the type in which an operand is used.
func (t *translator) taken(e ast.Expression) types.Type {
	if to, ok := t.CoercionOf(e); ok {
		return to
	}
	return t.TypeOf(e)
}

func (t *translator) caseOf(x *ast.Case) (ast.Expression, error) {
	if x.Operand != nil && special(t.taken(x.Operand)) {
		operand, err := t.expr(x.Operand)
		if err != nil {
			return nil, err
		}
		var failure error
		out := function.Let(t, []ast.Expression{operand}, func(v []ast.Expression) ast.Expression {
			out, err := t.whens(x, v[0])
			failure = err
			return out
		})
		return out, failure
	}
	return t.whens(x, nil)
}

// whens translates the branches of a CASE. With an operand whose type the engine compares otherwise, they become
// conditions; it stands in operand then.
func (t *translator) whens(x *ast.Case, operand ast.Expression) (ast.Expression, error) {
	out := &ast.Case{}
	var err error
	if x.Operand != nil && operand == nil {
		if out.Operand, err = t.expr(x.Operand); err != nil {
			return nil, err
		}
	}
	for _, w := range x.Whens {
		condition, err := t.expr(w.Condition)
		if err == nil && operand != nil {
			condition, err = t.compare(w.Pos(), ast.Equals, operand, condition, t.taken(x.Operand))
		}
		if err != nil {
			return nil, err
		}
		value, err := t.expr(w.Result)
		if err != nil {
			return nil, err
		}
		out.Whens = append(out.Whens, &ast.When{Condition: condition, Result: value})
	}
	if x.Else != nil {
		out.Else, err = t.expr(x.Else)
	}
	return out, err
}

func (t *translator) cast(x *ast.Cast) (ast.Expression, error) {
	if s, ok := x.Operand.(*ast.StringLiteral); ok {
		// A text that is cast to a type with time zone is read here, because it says what zone the value shows.
		if m, ok := function.ConstantMoment(s.Value, t.TypeOf(x)); ok {
			return m.Literal(), nil
		}
		if address, ok := function.AddressLiteral(s.Value); ok && t.TypeOf(x).Kind == types.IPAddress {
			return address, nil
		}
	}
	operand, err := t.expr(x.Operand)
	if err != nil {
		return nil, err
	}
	value, err := function.Cast(t, x.Pos(), operand, t.TypeOf(x.Operand), t.TypeOf(x))
	if err != nil || !x.Try {
		return value, err
	}
	return function.Engine("try", value), nil
}

func (t *translator) row(x *ast.Row) (ast.Expression, error) {
	out := &ast.Struct{}
	for i, e := range x.Items {
		value, err := t.expr(e)
		if err != nil {
			return nil, err
		}
		out.Fields = append(out.Fields, &ast.StructField{Name: function.FieldName(t.TypeOf(x), i), Value: value})
	}
	return out, nil
}

func (t *translator) dereference(x *ast.Dereference) (ast.Expression, error) {
	base, err := t.expr(x.Base)
	if err != nil {
		return nil, err
	}
	typ := t.TypeOf(x.Base)
	for i, f := range typ.Fields {
		if ast.Name(f.Name).Key() == x.Field.Key() {
			return function.Engine("struct_extract", base, ast.String(function.FieldName(typ, i))), nil
		}
	}
	return nil, function.Unsupported(x.Pos(), "This reference is not supported")
}

func (t *translator) trim(x *ast.Trim) (ast.Expression, error) {
	operand, err := t.expr(x.Operand)
	if err != nil || x.Characters == nil {
		return function.Trim(x.Side, operand, nil), err
	}
	characters, err := t.expr(x.Characters)
	return function.Trim(x.Side, operand, characters), err
}
