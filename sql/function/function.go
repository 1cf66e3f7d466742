// Package function is the one table of SQL functions that the product knows: signatures, null rule, determinism and
// the form in which the DuckDB engine evaluates each. Which calls are allowed, what the documentation says and what
// completion offers come from here; what is not in the table cannot reach an engine. It parses no text and prints
// none, and knows neither columns nor scopes: sql/analyze chooses signatures with Resolve, sql/translate builds calls
// with Match.Build. It imports sql/ast, sql/types and fault.
package function

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"interlaken/fault"
	"interlaken/sql/types"
)

// Kind is how a function is called.
type Kind uint8

// The kinds of function. An aggregate may also stand before OVER.
const (
	Scalar Kind = iota
	Aggregate
	Window
)

// String names the kind as SHOW FUNCTIONS does.
func (k Kind) String() string { return [...]string{"scalar", "aggregate", "window"}[k] }

// Nulls is what a null argument does to a scalar's result.
type Nulls uint8

// The null rules.
const (
	NullIsNull  Nulls = iota // a null argument makes the result null
	NullIsValue              // the function looks at nulls itself
)

// Function is one entry of the table.
type Function struct {
	Name       string
	Kind       Kind
	Signatures []Signature
	Nulls      Nulls
	// Volatile functions may give another result for the same arguments (random, uuid). All others are
	// deterministic within a statement.
	Volatile bool
	// Summary is one sentence for documentation and completion.
	Summary string
	build   builder
	// result computes the result type where a signature cannot say it; nil elsewhere.
	result func(arguments []types.Type) types.Type
	// zone computes the time zone that the result shows where it is not the arguments'; nil elsewhere.
	zone func(arguments []Argument) (string, error)
}

// builder makes the engine's form of a call.
type builder func(c *Call) (engineExpression, error)

var table = map[string]*Function{}

func register(functions ...*Function) {
	for _, f := range functions {
		if _, ok := table[f.Name]; ok {
			panic("function: " + f.Name + " stands twice in the table")
		}
		table[f.Name] = f
	}
}

// forms parses signatures.
func forms(texts ...string) []Signature {
	out := make([]Signature, len(texts))
	for i, t := range texts {
		out[i] = parseSignature(t)
	}
	return out
}

// Lookup returns the entry of a name, which is compared without regard to case.
func Lookup(name string) (*Function, bool) {
	f, ok := table[strings.ToLower(name)]
	return f, ok
}

// All returns the table in the order of names.
func All() []*Function {
	out := make([]*Function, 0, len(table))
	for _, name := range slices.Sorted(maps.Keys(table)) {
		out = append(out, table[name])
	}
	return out
}

// Resolve chooses the signature of a call. The error is fault code FUNCTION_NOT_FOUND when there is no such function or
// no signature takes the arguments (as in Trino; the sentence differs), NOT_SUPPORTED for a function of Trino's that is
// not in the table, or the error of a lambda's body.
func Resolve(name string, arguments []Argument) (*Match, error) {
	f, ok := Lookup(name)
	if !ok {
		if absent[strings.ToLower(name)] {
			return nil, fault.New("NOT_SUPPORTED", "Function '%s' is not supported", strings.ToLower(name))
		}
		return nil, fault.New("FUNCTION_NOT_FOUND", "Function '%s' not registered", strings.ToLower(name))
	}
	var failure error
	for _, coerce := range []bool{false, true} {
		for _, s := range f.Signatures {
			m, ok, err := s.match(arguments, coerce)
			if err != nil && failure == nil {
				failure = err
			}
			if !ok {
				continue
			}
			if m.Function = f; !m.mayCarry() {
				continue
			}
			if f.result != nil {
				m.Result = f.result(m.Parameters)
			}
			if f.zone != nil {
				zone, err := f.zone(arguments)
				if err != nil {
					return nil, err
				}
				m.Result = m.Result.In(zone)
			}
			return m, nil
		}
	}
	if failure != nil {
		return nil, failure
	}
	return nil, fault.New("FUNCTION_NOT_FOUND", "%s", f.unexpected(arguments))
}

// unexpected is Trino's sentence for a call that fits no signature.
func (f *Function) unexpected(arguments []Argument) string {
	given := make([]string, len(arguments))
	for i, a := range arguments {
		given[i] = a.Type.String()
		if a.Lambda != nil {
			given[i] = "function"
		}
	}
	expected := make([]string, len(f.Signatures))
	for i, s := range f.Signatures {
		parameters, _, _ := strings.Cut(s.Text, "->")
		expected[i] = f.Name + strings.TrimSpace(parameters)
	}
	return fmt.Sprintf("Unexpected parameters (%s) for function %s. Expected: %s",
		strings.Join(given, ", "), f.Name, strings.Join(expected, ", "))
}
