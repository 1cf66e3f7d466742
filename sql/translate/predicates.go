package translate

import (
	"regexp"

	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

// predicate translates what compares lists, ranges and queries.
func (t *translator) predicate(e ast.Expression) (ast.Expression, error) {
	switch x := e.(type) {
	case *ast.IsDistinct:
		return t.isDistinct(x)
	case *ast.Between:
		return t.between(x)
	case *ast.InList:
		return t.inList(x)
	case *ast.Like:
		return t.like(x)
	case *ast.InQuery:
		operand, query, err := t.compared(x, x.Operand, x.Query)
		return &ast.InQuery{Operand: operand, Query: query, Not: x.Not}, err
	case *ast.Quantified:
		operand, query, err := t.compared(x, x.Operand, x.Query)
		return &ast.Quantified{Operator: x.Operator, Quantifier: x.Quantifier, Operand: operand, Query: query}, err
	case *ast.Exists:
		query, _, err := t.query(x.Query, nil)
		return &ast.Exists{Query: query}, err
	case *ast.ScalarSubquery:
		query, _, err := t.query(x.Query, nil)
		return &ast.ScalarSubquery{Query: query}, err
	}
	return nil, function.Unsupported(e.Pos(), "This expression is not supported")
}

// special reports types whose values the engine compares otherwise than Trino: NaN equals nothing there, and nulls
// within nested values are unknown.
func special(t types.Type) bool {
	return t.Kind == types.Real || t.Kind == types.Double || t.Kind == types.JSON || function.IsNested(t)
}

func (t *translator) isDistinct(x *ast.IsDistinct) (ast.Expression, error) {
	var sides [2]ast.Expression
	for i, e := range []ast.Expression{x.Left, x.Right} {
		value, err := t.expr(e)
		if err != nil {
			return nil, err
		}
		if sides[i], err = function.NotDistinctForm(t, x.Pos(), value, t.taken(e)); err != nil {
			return nil, err
		}
	}
	return &ast.IsDistinct{Left: sides[0], Right: sides[1], Not: x.Not}, nil
}

// between opens for values that the engine compares otherwise.
func (t *translator) between(x *ast.Between) (ast.Expression, error) {
	v, err := t.exprs([]ast.Expression{x.Operand, x.Low, x.High})
	if err != nil {
		return nil, err
	}
	typ := t.taken(x.Operand)
	if !special(typ) {
		return &ast.Between{Operand: v[0], Low: v[1], High: v[2], Not: x.Not}, nil
	}
	var failure error
	out := function.Let(t, v, func(v []ast.Expression) ast.Expression {
		low, err := t.compare(x.Pos(), ast.GreaterOrEqual, v[0], v[1], typ)
		if err != nil {
			failure = err
			return nil
		}
		high, err := t.compare(x.Pos(), ast.LessOrEqual, v[0], v[2], typ)
		failure = err
		return ast.And(low, high)
	})
	if failure != nil {
		return nil, failure
	}
	if x.Not {
		return &ast.Not{Operand: out}, nil
	}
	return out, nil
}

func (t *translator) inList(x *ast.InList) (ast.Expression, error) {
	operand, err := t.expr(x.Operand)
	if err != nil {
		return nil, err
	}
	items, err := t.exprs(x.Items)
	if err != nil {
		return nil, err
	}
	typ := t.taken(x.Operand)
	if !special(typ) {
		return &ast.InList{Operand: operand, Items: items, Not: x.Not}, nil
	}
	var failure error
	out := function.Let(t, []ast.Expression{operand}, func(v []ast.Expression) ast.Expression {
		terms := make([]ast.Expression, len(items))
		for i, item := range items {
			term, err := t.compare(x.Pos(), ast.Equals, v[0], item, typ)
			if err != nil {
				failure = err
				return nil
			}
			terms[i] = term
		}
		return ast.Or(terms...)
	})
	if failure != nil {
		return nil, failure
	}
	if x.Not {
		return &ast.Not{Operand: out}, nil
	}
	return out, nil
}

func (t *translator) like(x *ast.Like) (ast.Expression, error) {
	operand, err := t.expr(x.Operand)
	if err != nil {
		return nil, err
	}
	pattern, err := t.expr(x.Pattern)
	if err != nil {
		return nil, err
	}
	out := &ast.Like{Operand: operand, Pattern: pattern, Not: x.Not}
	if x.Escape == nil {
		return out, nil
	}
	s, ok := x.Escape.(*ast.StringLiteral)
	if ok && s.Value == "" {
		return out, nil // no escape character, as without ESCAPE
	}
	if !ok || len([]rune(s.Value)) != 1 || s.Value[0] >= 0x80 {
		return nil, function.Unsupported(x.Escape.Pos(), "Escape string must be a single character")
	}
	out.Escape = ast.String(s.Value)
	return t.escaped(out, s.Value)
}

// escaped fails where the escape character stands before what needs none, which the engine passes over.
func (t *translator) escaped(like *ast.Like, escape string) (ast.Expression, error) {
	sign := regexp.QuoteMeta(escape)
	form := "(?s)(?:[^" + sign + "]|" + sign + "[%_" + sign + "])*"
	if escape == "^" {
		form = `(?s)(?:[^\^]|\^[%_\^])*`
	}
	if s, ok := like.Pattern.(*ast.StringLiteral); ok && regexp.MustCompile("^"+form+"$").MatchString(s.Value) {
		return like, nil
	}
	fail, err := function.Fail("INVALID_FUNCTION_ARGUMENT", "Escape character must be followed by '%', '_' or the escape character itself", types.Simple(types.Boolean))
	return function.Let(t, []ast.Expression{like.Operand, like.Pattern}, func(x []ast.Expression) ast.Expression {
		checked := *like
		checked.Operand, checked.Pattern = x[0], x[1]
		broken := &ast.Not{Operand: function.Engine("regexp_full_match", x[1], ast.String(form))}
		return function.If(ast.And(&ast.IsNull{Operand: x[0], Not: true}, broken), fail, &checked)
	}), err
}

// compared translates an operand and the query that it is compared with, whose column becomes the common type.
func (t *translator) compared(at, operand ast.Expression, q *ast.Query) (ast.Expression, *ast.Query, error) {
	value, err := t.expr(operand)
	if err != nil {
		return nil, nil, err
	}
	common, _ := t.CoercionOf(at)
	if function.IsNested(common) || common.Kind == types.JSON {
		return nil, nil, function.Unsupported(at.Pos(), "Comparison of values of type %s is not supported", common)
	}
	query, _, err := t.query(q, &shape{types: []types.Type{common}})
	return value, query, err
}
