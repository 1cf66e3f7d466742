package function

import (
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// as is a function whose engine form has another name at most: same arguments, same type, same rule for nulls.
func as(name string) builder {
	return func(c *Call) (engineExpression, error) { return c.same(name, c.Arguments...), nil }
}

// castOf is as, for a form whose type in the engine is another.
func castOf(name string) builder {
	return func(c *Call) (engineExpression, error) { return c.typed(c.same(name, c.Arguments...)) }
}

// over binds the arguments, so that body may use each more than once.
func over(body func(c *Call, x []ast.Expression) (engineExpression, error)) builder {
	return func(c *Call) (engineExpression, error) {
		var failure error
		e := Let(c, c.Arguments, func(x []ast.Expression) ast.Expression {
			out, err := body(c, x)
			failure = err
			return out
		})
		return e, failure
	}
}

// scalar, aggregate and window make entries.
func scalar(name, summary string, build builder, signatures ...string) *Function {
	return &Function{Name: name, Kind: Scalar, Summary: summary, build: build, Signatures: forms(signatures...)}
}

func aggregate(name, summary string, build builder, signatures ...string) *Function {
	return &Function{Name: name, Kind: Aggregate, Nulls: NullIsValue, Summary: summary, build: build, Signatures: forms(signatures...)}
}

func window(name, summary string, build builder, signatures ...string) *Function {
	return &Function{Name: name, Kind: Window, Nulls: NullIsValue, Summary: summary, build: build, Signatures: forms(signatures...)}
}

// seesNulls marks a scalar that looks at nulls itself.
func (f *Function) seesNulls() *Function { f.Nulls = NullIsValue; return f }

func (f *Function) volatile() *Function { f.Volatile = true; return f }

// gives computes the result type from the coerced argument types.
func (f *Function) gives(result func([]types.Type) types.Type) *Function {
	f.result = result
	return f
}

// shows computes the time zone of the result from the arguments.
func (f *Function) shows(zone func([]Argument) (string, error)) *Function {
	f.zone = zone
	return f
}

// named is the same function under another name.
func (f *Function) named(name string) *Function {
	alias := *f
	alias.Name = name
	return &alias
}

// double is a floating-point constant by its text in the engine.
func double(text string) ast.Expression { return castText(ast.String(text), "DOUBLE") }

// condition makes CASE WHEN c1 THEN r1 … ELSE otherwise END out of pairs.
func condition(otherwise ast.Expression, pairs ...ast.Expression) ast.Expression {
	c := &ast.Case{Else: otherwise}
	for i := 0; i+1 < len(pairs); i += 2 {
		c.Whens = append(c.Whens, &ast.When{Condition: pairs[i], Result: pairs[i+1]})
	}
	return c
}
