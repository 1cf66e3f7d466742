package function

import (
	"slices"
	"strconv"
	"strings"

	"interlaken/sql/types"
)

// pattern is a type in a signature: a type with variables in it. An upper-case letter is a type variable, lower-case
// letters in the places of a number are number variables (varchar(n), decimal(p,s)), and function(A, B) is a lambda
// of A that gives B.
type pattern struct {
	variable string // a type variable
	any      bool   // each argument at a variadic place has a type of its own
	kind     types.Kind
	fixed    types.Type // for kinds without inner patterns
	numbers  string     // the number variables, as one key: "n", "p,s"
	inner    []pattern  // array, map, row, function (parameters then result)
}

// parsePattern reads a pattern; signatures are constants of this package, so a fault in one is a panic at start.
func parsePattern(text string) pattern {
	text = strings.TrimSpace(text)
	if len(text) == 1 && text[0] >= 'A' && text[0] <= 'Z' {
		return pattern{variable: text}
	}
	if text == "any" {
		return pattern{any: true}
	}
	switch text {
	case "timestamp(p) with time zone":
		return pattern{kind: types.TimestampTZ, numbers: text}
	case "time(p) with time zone":
		return pattern{kind: types.TimeTZ, numbers: text}
	}
	name, arguments, found := strings.Cut(text, "(")
	if found {
		arguments = strings.TrimSuffix(arguments, ")")
		switch name {
		case "array", "map", "row", "function":
			p := pattern{kind: map[string]types.Kind{"array": types.Array, "map": types.Map, "row": types.Row, "function": types.Function}[name]}
			for _, a := range split(arguments) {
				p.inner = append(p.inner, parsePattern(a))
			}
			return p
		case "varchar", "char", "decimal", "timestamp", "time":
			if arguments != "" && arguments[0] >= 'a' && arguments[0] <= 'z' && !strings.Contains(text, "with") {
				kinds := map[string]types.Kind{
					"varchar": types.Varchar, "char": types.Char, "decimal": types.Decimal,
					"timestamp": types.Timestamp, "time": types.Time,
				}
				return pattern{kind: kinds[name], numbers: name + ":" + arguments}
			}
		}
	}
	t, err := types.ParseTrino(text)
	if err != nil {
		panic("function: pattern " + strconv.Quote(text) + ": " + err.Error())
	}
	return pattern{kind: t.Kind, fixed: t}
}

// generic reports a type variable in the pattern.
func (p pattern) generic() bool {
	return p.variable != "" || slices.ContainsFunc(p.inner, pattern.generic)
}

// split cuts at the commas that stand outside parentheses.
func split(text string) []string {
	var out []string
	depth, start := 0, 0
	for i, c := range text {
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				out = append(out, strings.TrimSpace(text[start:i]))
				start = i + 1
			}
		}
	}
	if rest := strings.TrimSpace(text[start:]); rest != "" {
		out = append(out, rest)
	}
	return out
}

// bindings are the variables that arguments have fixed so far.
type bindings map[string]types.Type

// bind fixes variables from an argument's type; false when the argument cannot stand there.
func (b bindings) bind(p pattern, t types.Type) bool {
	switch {
	case p.any:
		return true
	case p.variable != "":
		return b.unify(p.variable, t)
	case t.Kind == types.Unknown:
		return true
	case p.numbers != "":
		return b.bindNumbers(p, t)
	case p.kind == types.Array && t.Kind == types.Array:
		return b.bind(p.inner[0], *t.Element)
	case p.kind == types.Map && t.Kind == types.Map:
		return b.bind(p.inner[0], *t.Key) && b.bind(p.inner[1], *t.Value)
	case p.kind == types.Row && t.Kind == types.Row && len(p.inner) == len(t.Fields):
		for i, f := range t.Fields {
			if !b.bind(p.inner[i], f.Type) {
				return false
			}
		}
		return true
	case len(p.inner) > 0:
		return false
	}
	return types.CanCoerce(t, p.fixed)
}

func (b bindings) unify(variable string, t types.Type) bool {
	old, ok := b[variable]
	if !ok {
		b[variable] = t
		return true
	}
	c, ok := types.Common(old, t)
	b[variable] = c
	return ok
}

func (b bindings) bindNumbers(p pattern, t types.Type) bool {
	if p.kind == types.Decimal {
		d, ok := types.AsDecimal(t)
		return ok && b.unify(p.numbers, d)
	}
	if p.kind == types.Char && t.Kind == types.Varchar && t.Length <= 65536 {
		t = types.Type{Kind: types.Char, Length: t.Length}
	}
	if p.kind == types.TimeTZ && t.Kind == types.Time || p.kind == types.Timestamp && t.Kind == types.Date || p.kind == types.TimestampTZ && (t.Kind == types.Date || t.Kind == types.Timestamp) {
		t = types.Type{Kind: p.kind, Precision: t.Precision}
	}
	return t.Kind == p.kind && b.unify(p.numbers, t)
}

// resolve puts the bound variables in; false while one is open.
func (b bindings) resolve(p pattern) (types.Type, bool) {
	switch {
	case p.variable != "":
		t, ok := b[p.variable]
		return t, ok
	case p.numbers != "":
		if t, ok := b[p.numbers]; ok {
			return t, true
		}
		// Only NULL stood there: the least type of the kind.
		switch p.kind {
		case types.Decimal:
			return types.DecimalOf(1, 0), true
		case types.Varchar, types.Char:
			return types.Type{Kind: p.kind}, true
		}
		return types.Type{Kind: p.kind}, true
	case p.kind == types.Array:
		e, ok := b.resolve(p.inner[0])
		return types.ArrayOf(e), ok
	case p.kind == types.Map:
		k, ok := b.resolve(p.inner[0])
		v, ok2 := b.resolve(p.inner[1])
		return types.MapOf(k, v), ok && ok2
	case p.kind == types.Row:
		fields := make([]types.Field, len(p.inner))
		for i, inner := range p.inner {
			t, ok := b.resolve(inner)
			if !ok {
				return types.Type{}, false
			}
			fields[i].Type = t
		}
		return types.RowOf(fields...), true
	}
	return p.fixed, true
}

// exact reports whether the argument needs no coercion to stand at the pattern.
func (b bindings) exact(p pattern, t types.Type) bool {
	if p.any {
		return true
	}
	if p.kind == types.Varchar && t.Kind == types.Varchar {
		return true
	}
	r, ok := b.resolve(p)
	return ok && r.Equal(t)
}
