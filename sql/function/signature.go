package function

import (
	"strings"

	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// Signature is one form of a function: what it takes and what it gives.
type Signature struct {
	// Text is the form as documentation shows it: (array(T), function(T, boolean)) -> array(T). The last
	// parameter may end in "..." for one or more, and parameters in brackets may be left out.
	Text       string
	parameters []pattern
	optional   int // how many of the last parameters may be left out
	variadic   bool
	result     pattern
}

func parseSignature(text string) Signature {
	left, right, found := strings.Cut(text, "->")
	if !found {
		panic("function: signature without a result: " + text)
	}
	s := Signature{Text: text, result: parsePattern(right)}
	left = strings.TrimSpace(left)
	for _, p := range split(left[1 : len(left)-1]) {
		if strings.HasPrefix(p, "[") {
			s.optional++
			p = strings.Trim(p, "[]")
		}
		if strings.HasSuffix(p, "...") {
			s.variadic = true
			p = strings.TrimSuffix(p, "...")
		}
		s.parameters = append(s.parameters, parsePattern(p))
	}
	return s
}

// at returns the pattern at an argument's place.
func (s Signature) at(i int) pattern {
	return s.parameters[min(i, len(s.parameters)-1)]
}

func (s Signature) takes(n int) bool {
	if s.variadic {
		return n >= len(s.parameters)
	}
	return n <= len(s.parameters) && n >= len(s.parameters)-s.optional
}

// Argument is what a caller knows of an argument before the function is chosen. A lambda has its number of
// parameters only; its type is asked for when theirs are known.
type Argument struct {
	Type types.Type
	// Lambda is set for a lambda: it types the body for the given parameter types.
	Lambda     func(parameters []types.Type) (types.Type, error)
	Parameters int
	// Source is the argument as the statement has it; nil where it is not known.
	Source ast.Expression
}

// Match is the outcome of choosing a signature.
type Match struct {
	Function  *Function
	Signature Signature
	// Parameters are the types that the arguments are coerced to, Result the type of the call.
	Parameters []types.Type
	Result     types.Type
}

// match tries one signature. The error is that of a lambda's body.
func (s Signature) match(arguments []Argument, mayCoerce bool) (*Match, bool, error) {
	if !s.takes(len(arguments)) {
		return nil, false, nil
	}
	b := bindings{}
	for i, a := range arguments {
		if (a.Lambda != nil) != (s.at(i).kind == types.Function) {
			return nil, false, nil
		}
		if a.Lambda == nil && !b.bind(s.at(i), a.Type) {
			return nil, false, nil
		}
	}
	for i, a := range arguments {
		if a.Lambda == nil {
			if !mayCoerce && !b.exact(s.at(i), a.Type) {
				return nil, false, nil
			}
			continue
		}
		if ok, err := b.bindLambda(s.at(i), a); !ok {
			return nil, false, err
		}
	}
	m := &Match{Signature: s}
	for i, a := range arguments {
		t, ok := b.resolve(s.at(i))
		switch {
		case s.at(i).any:
			t = a.Type
		case a.Lambda != nil:
			t = types.Type{Kind: types.Function}
		case !ok || !types.CanCoerce(a.Type, t):
			return nil, false, nil
		}
		m.Parameters = append(m.Parameters, types.KeepZones(a.Type, withoutZone(t)))
	}
	result, ok := b.resolve(s.result)
	m.Result = result
	return m, ok, nil
}

// withoutZone makes UTC of the zone that several arguments have in common: each argument keeps its own, and one without
// zone stands in UTC.
func withoutZone(t types.Type) types.Type {
	if t.HasZone() {
		t.Zone = ""
	}
	return t
}

// bindLambda types a lambda's body and binds the result.
func (b bindings) bindLambda(p pattern, a Argument) (bool, error) {
	n := len(p.inner) - 1
	if a.Parameters != n {
		return false, nil
	}
	parameters := make([]types.Type, n)
	for i := range n {
		t, ok := b.resolve(p.inner[i])
		if !ok {
			return false, nil
		}
		parameters[i] = t
	}
	body, err := a.Lambda(parameters)
	if err != nil {
		return false, err
	}
	if bound, ok := b[p.inner[n].variable]; ok && p.inner[n].variable != "" {
		// The body was typed with the variable as it is, and is not coerced.
		common, _ := types.Common(body, bound)
		if body.Kind != types.Unknown && common.HasMixedZones() && !bound.HasMixedZones() {
			return false, fault.New("NOT_SUPPORTED", "A function that gives values in another time zone than it takes is not supported")
		}
		return body.Kind == types.Unknown || body.Equal(bound), nil
	}
	return b.bind(p.inner[n], body), nil
}
