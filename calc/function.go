package calc

import (
	"iter"
	"maps"
	"strings"
)

// Kind is how a function computes.
type Kind uint8

// The kinds of function.
const (
	// Scalar functions have a value for each row, or for each group if their arguments do.
	Scalar Kind = iota
	// Aggregate functions have one for a group: that of the visual, or of a list of dimensions.
	Aggregate
	// PeriodAggregate functions aggregate the rows of a period up to a date.
	PeriodAggregate
	// Over functions aggregate over a partition, on a level of calculation; ranks are among them.
	Over
	// TableCalculation functions compute with what a visual shows, in the order of its rows.
	TableCalculation
)

// String names the kind.
func (k Kind) String() string {
	return [...]string{"scalar", "aggregate", "period", "over", "table calculation"}[k]
}

// form is what an argument may be.
type form uint8

const (
	anything    form = iota // of any type
	same                    // of one type with the others of this form
	numeric                 // INTEGER or DECIMAL
	whole                   // INTEGER
	textual                 // STRING
	moment                  // DATETIME
	condition               // BOOLEAN
	period                  // the name of a unit of time
	count                   // a constant INTEGER
	constant                // a constant of any type
	matching                // CASE_SENSITIVE or CASE_INSENSITIVE
	level                   // PRE_FILTER, PRE_AGG or POST_AGG_FILTER
	dimensions              // a list of dimensions
	order                   // a list of what is sorted by
	values                  // a list of constants, or a parameter with several values
	aggregated              // a numeric expression that is aggregated
	aggregatedX             // an aggregated expression of any type
)

// argument is one of a function's.
type argument struct {
	name string
	form form
	// optional arguments may be left out, with all after them.
	optional bool
}

// result is how the type of a call follows from its arguments.
type result uint8

const (
	asFirst result = iota // the first argument's
	asSame                // that of the arguments of form same
	asText
	asWhole
	asDecimal
	asMoment
	asTruth
)

// Function is one of the language's.
type Function struct {
	// Name is as the User Guide writes it; calls may write it in any case.
	Name string
	Kind Kind
	// Summary is one sentence for lists and completion.
	Summary   string
	arguments []argument
	// repeated is how many of the last arguments may be repeated together; 0: none.
	repeated int
	// otherwise tells that one more argument of form same follows what is repeated.
	otherwise bool
	result    result
}

// Lookup returns the function of a name in any case, or nil.
func Lookup(name string) *Function { return table[strings.ToLower(name)] }

// Functions returns all functions, in no order.
func Functions() iter.Seq[*Function] { return maps.Values(table) }

func functionNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, f := range table {
			if !yield(f.Name) {
				return
			}
		}
	}
}

var table = map[string]*Function{}

// forms are the words that declare below writes arguments with.
var forms = map[string]form{
	"any": anything, "same": same, "number": numeric, "integer": whole, "string": textual, "datetime": moment, "boolean": condition,
	"period": period, "count": count, "constant": constant, "matching": matching, "level": level, "dimensions": dimensions, "order": order,
	"values": values, "measure": aggregated, "aggregate": aggregatedX,
}

var results = map[string]result{
	"first": asFirst, "same": asSame, "string": asText, "integer": asWhole, "decimal": asDecimal, "datetime": asMoment, "boolean": asTruth,
}

// declare adds a function: its arguments as "name form", those that may be left out with a question mark, those that
// come once or more in parentheses with a star, and one of form same that follows them with a plus.
//
//	declare(Scalar, "switch(value any, (when any, then same)*, otherwise+ same) same", "…")
func declare(k Kind, signature, summary string) {
	name, rest, _ := strings.Cut(signature, "(")
	end := strings.LastIndexByte(rest, ')')
	f := &Function{Name: name, Kind: k, Summary: summary}
	var ok bool
	if f.result, ok = results[strings.TrimSpace(rest[end+1:])]; !ok {
		panic("calc: " + signature + ": no type")
	}
	repeating := false
	for part := range strings.SplitSeq(rest[:end], ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		part, begins := strings.CutPrefix(part, "(")
		part, ends := strings.CutSuffix(part, ")*")
		repeating = repeating || begins
		name, word, _ := strings.Cut(part, " ")
		a := argument{}
		a.name, a.optional = strings.CutSuffix(name, "?")
		if a.form, ok = forms[word]; !ok {
			panic("calc: " + signature + ": " + word)
		}
		if last, follows := strings.CutSuffix(a.name, "+"); follows && last != "" {
			f.otherwise = true
			continue
		}
		f.arguments = append(f.arguments, a)
		if repeating {
			f.repeated++
		}
		repeating = repeating && !ends
	}
	if table[strings.ToLower(name)] != nil {
		panic("calc: " + name + " stands twice")
	}
	table[strings.ToLower(name)] = f
}

// fits reports whether a call may have n arguments.
func (f *Function) fits(n int) bool {
	if f.otherwise {
		n--
	}
	least := 0
	for _, a := range f.arguments {
		if !a.optional {
			least++
		}
	}
	if f.repeated == 0 {
		return n >= least && n <= len(f.arguments)
	}
	return n >= least && (n-least)%f.repeated == 0
}

// argument returns what the i-th of n arguments stands for.
func (f *Function) argument(i, n int) argument {
	if f.otherwise && i == n-1 {
		return argument{name: "otherwise", form: same}
	}
	if i >= len(f.arguments) {
		fixed := len(f.arguments) - f.repeated
		i = fixed + (i-fixed)%f.repeated
	}
	return f.arguments[i]
}

// Signature shows how the function is called: optional arguments in brackets.
func (f *Function) Signature() string {
	var b strings.Builder
	b.WriteString(f.Name + "(")
	for i, a := range f.arguments {
		if i > 0 {
			b.WriteString(", ")
		}
		if a.optional {
			b.WriteString("[" + a.name + "]")
		} else {
			b.WriteString(a.name)
		}
	}
	if f.repeated > 0 {
		b.WriteString(", …")
	}
	if f.otherwise {
		b.WriteString(", otherwise")
	}
	b.WriteByte(')')
	return b.String()
}
