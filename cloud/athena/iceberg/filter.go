package iceberg

import (
	"strconv"
	"strings"
	"time"

	apache "github.com/apache/iceberg-go"

	"interlaken/sql/analyze"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

// Prunable reports whether a condition on a column of a type can choose files.
func Prunable(t types.Type) bool {
	return t.Kind == types.Integer || t.Kind == types.Bigint || t.Kind == types.Date || t.Kind == types.Varchar
}

// filter is a predicate as iceberg-go takes it. What it cannot say it leaves out, so that it is true wherever the
// predicate is.
func filter(p *analyze.Predicate, schema *apache.Schema) apache.BooleanExpression {
	if p == nil {
		return apache.AlwaysTrue{}
	}
	switch p.Operator {
	case "AND":
		var out apache.BooleanExpression = apache.AlwaysTrue{}
		for i := range p.Terms {
			out = apache.NewAnd(out, filter(&p.Terms[i], schema))
		}
		return out
	case "OR":
		var out apache.BooleanExpression = apache.AlwaysFalse{}
		for i := range p.Terms {
			out = apache.NewOr(out, filter(&p.Terms[i], schema))
		}
		return out
	}
	name, ok := nameOf(p.Column, schema)
	if !ok {
		return apache.AlwaysTrue{}
	}
	switch p.Kind {
	case types.Bigint:
		return comparison(p, name, func(text string) (int64, bool) {
			n, err := strconv.ParseInt(text, 10, 64)
			return n, err == nil
		})
	case types.Date:
		return comparison(p, name, func(text string) (apache.Date, bool) {
			day, ok := function.ParseDate(text)
			return apache.Date(day.Sub(time.Unix(0, 0).UTC()) / (24 * time.Hour)), ok
		})
	case types.Varchar:
		return comparison(p, name, func(text string) (string, bool) { return text, true })
	}
	return apache.AlwaysTrue{}
}

// nameOf is a column's name as the schema spells it.
func nameOf(column string, schema *apache.Schema) (string, bool) {
	for _, f := range schema.Fields() {
		if strings.ToLower(f.Name) == column {
			return f.Name, true
		}
	}
	return "", false
}

func comparison[T apache.LiteralType](p *analyze.Predicate, name string, parse func(string) (T, bool)) apache.BooleanExpression {
	var values []T
	for _, text := range p.Values {
		v, ok := parse(text)
		if !ok {
			return apache.AlwaysTrue{}
		}
		values = append(values, v)
	}
	column := apache.Reference(name)
	switch p.Operator {
	case "IN":
		return apache.IsIn(column, values...)
	case "=":
		return apache.EqualTo(column, values[0])
	case "<>":
		return apache.NotEqualTo(column, values[0])
	case "<":
		return apache.LessThan(column, values[0])
	case "<=":
		return apache.LessThanEqual(column, values[0])
	case ">":
		return apache.GreaterThan(column, values[0])
	case ">=":
		return apache.GreaterThanEqual(column, values[0])
	}
	return apache.AlwaysTrue{}
}
