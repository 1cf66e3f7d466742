package calc

import (
	"slices"
	"strconv"
	"strings"

	"interlaken/fault"
)

// Meaning is what Check finds out about an expression.
type Meaning struct {
	Type  Type
	Level Level
}

// Check resolves the names of an expression and types it. Errors name the place in the expression and, where something
// near exists, what was probably meant. The tree is not changed.
func Check(n Node, scope Scope) (Meaning, error) {
	c := &checker{scope}
	m, err := c.node(n)
	if err == nil && m.several {
		err = invalid(n.At(), "The parameter may have several values; it can stand in in() and notIn() only.")
	}
	return m.Meaning, err
}

type checker struct{ scope Scope }

// meaning of a part; several tells that it is a parameter with several values.
type meaning struct {
	Meaning
	several bool
}

func (c *checker) node(n Node) (meaning, error) {
	switch n := n.(type) {
	case *Literal:
		return meaning{Meaning: Meaning{n.Type, Constant}}, nil
	case *Field:
		return c.field(n)
	case *Parameter:
		t, several, err := c.scope.Parameter(n.Name)
		if err != nil {
			return meaning{}, located(n.at, err)
		}
		return meaning{Meaning{t, Constant}, several}, nil
	case *Unary:
		return c.unary(n)
	case *Binary:
		return c.binary(n)
	case *Call:
		m, err := c.call(n)
		return meaning{Meaning: m}, err
	case *List:
		return meaning{}, invalid(n.at, "A list stands among the arguments of a function only.")
	}
	return meaning{}, invalid(n.At(), "$visualDimensions stands in a list of dimensions only.")
}

func (c *checker) field(n *Field) (meaning, error) {
	t, level, err := c.scope.Field(n.Name)
	switch {
	case err == nil:
		return meaning{Meaning: Meaning{t, level}}, nil
	case !fault.Is(err, fault.NotFound):
		return meaning{}, located(n.at, err)
	}
	if word := strings.ToUpper(n.Name); n.Bare && (levels[word] || matchings[word]) {
		return meaning{}, invalid(n.at, "%s has no meaning here.", word)
	}
	return meaning{}, invalid(n.at, "There is no field {%s}.%s", n.Name, suggestion(n.Name, c.scope.Names()))
}

// located gives an error of a scope its place.
func located(at Position, err error) error {
	return problem(at, fault.CodeOf(err), "%s", fault.Public(err))
}

// single is the meaning of a part that has one value.
func (c *checker) single(n Node) (Meaning, error) {
	m, err := c.node(n)
	if err == nil && m.several {
		err = invalid(n.At(), "The parameter may have several values; it can stand in in() and notIn() only.")
	}
	return m.Meaning, err
}

func (c *checker) unary(n *Unary) (meaning, error) {
	m, err := c.single(n.X)
	if err != nil {
		return meaning{}, err
	}
	want := numeric
	if n.Operator == "NOT" {
		want = condition
	}
	if !want.accepts(m.Type) {
		return meaning{}, invalid(n.X.At(), "%s takes %s, not %s.", n.Operator, want, m.Type)
	}
	return meaning{Meaning: m}, nil
}

func (c *checker) binary(n *Binary) (meaning, error) {
	x, err := c.single(n.X)
	if err != nil {
		return meaning{}, err
	}
	y, err := c.single(n.Y)
	if err != nil {
		return meaning{}, err
	}
	level, err := together(n.at, x.Level, y.Level)
	if err != nil {
		return meaning{}, err
	}
	m := Meaning{Boolean, level}
	switch n.Operator {
	case "AND", "OR":
		for i, side := range []Meaning{x, y} {
			if !condition.accepts(side.Type) {
				return meaning{}, invalid([]Node{n.X, n.Y}[i].At(), "%s takes %s, not %s.", n.Operator, condition, side.Type)
			}
		}
	case "=", "<>", "<", "<=", ">", ">=":
		if _, ok := common(x.Type, y.Type); !ok {
			return meaning{}, invalid(n.at, "%s cannot be compared with %s; toString() and the like convert.", x.Type, y.Type)
		}
	default:
		for i, side := range []Meaning{x, y} {
			if !numeric.accepts(side.Type) {
				return meaning{}, invalid([]Node{n.X, n.Y}[i].At(), "%s takes %s, not %s.%s", n.Operator, numeric, side.Type, insteadOfPlus(n.Operator, side.Type))
			}
		}
		m.Type, _ = common(x.Type, y.Type)
		if n.Operator == "/" || n.Operator == "^" {
			m.Type = Decimal
		}
	}
	return meaning{Meaning: m}, nil
}

// insteadOfPlus says what + is for other types.
func insteadOfPlus(operator string, t Type) string {
	switch {
	case operator == "+" && t == String:
		return " Texts are joined by concat()."
	case (operator == "+" || operator == "-") && t == DateTime:
		return " Dates are moved by addDateTime() and compared by dateDiff()."
	}
	return ""
}

// common is the type of which values of both are, as in the branches of ifelse.
func common(a, b Type) (Type, bool) {
	switch {
	case a == b || b == Unknown:
		return a, true
	case a == Unknown:
		return b, true
	case numeric.accepts(a) && numeric.accepts(b):
		return Decimal, true
	}
	return Unknown, false
}

// together is the level of what is computed from both. Rows and groups of them do not mix (User Guide, "Using aggregate
// functions": an expression is aggregated wholly or not at all).
func together(at Position, a, b Level) (Level, error) {
	a, b = min(a, b), max(a, b)
	if a == Row && b > Row {
		return 0, invalid(at, "Mismatched aggregation: aggregated and not aggregated values cannot be combined. Aggregate the fields too, such as sum({field}).")
	}
	return b, nil
}

// call checks the arguments of a call.
func (c *checker) call(n *Call) (Meaning, error) {
	f := n.Function
	if !f.fits(len(n.Arguments)) {
		return Meaning{}, invalid(n.at, "%s has %d arguments; it is called as %s.", f.Name, len(n.Arguments), f.Signature())
	}
	m := Meaning{Level: Constant}
	var first, sames Type
	calculation := ""
	for i, a := range n.Arguments {
		form := f.argument(i, len(n.Arguments))
		got, err := c.argument(n, form, a)
		if err != nil {
			return m, err
		}
		switch form.form {
		case level:
			calculation = strings.ToUpper(a.(*Field).Name)
			continue
		case same:
			t, ok := common(sames, got.Type)
			if !ok {
				return m, invalid(a.At(), "%s takes values of one type, and %s is not %s.", f.Name, got.Type, sames)
			}
			sames = t
		case dimensions:
			continue // what a partition is made of need not be of the measure's level
		}
		if i == 0 {
			first = got.Type
		}
		if f.Kind == TableCalculation {
			continue // what it sorts by and counts periods of are dimensions beside the measure
		}
		if m.Level, err = together(a.At(), m.Level, got.Level); err != nil {
			return m, err
		}
	}
	var err error
	m.Type = [...]Type{asFirst: first, asSame: sames, asText: String, asWhole: Integer, asDecimal: Decimal, asMoment: DateTime, asTruth: Boolean}[f.result]
	m.Level, err = f.level(n, m.Level, calculation)
	return m, err
}

// level is what a call stands on, by that of its arguments and the level of calculation that is named.
func (f *Function) level(n *Call, arguments Level, calculation string) (Level, error) {
	switch f.Kind {
	case Scalar:
		return arguments, nil
	case Aggregate:
		if arguments > Row {
			return 0, invalid(n.at, "%s aggregates what is aggregated already; nest it with dimensions, as in avg(sum({field}, [{dimension}])).", f.Name)
		}
		if last, ok := n.Arguments[len(n.Arguments)-1].(*List); ok && last != nil {
			return Row, nil // a value for each group of its own dimensions, which is a value of each of their rows
		}
		return Group, nil
	case PeriodAggregate:
		if arguments > Row {
			return 0, invalid(n.at, "%s aggregates what is aggregated already.", f.Name)
		}
		return Group, nil
	case Over:
		if calculation == "PRE_FILTER" || calculation == "PRE_AGG" {
			if arguments > Row {
				return 0, invalid(n.at, "%s is computed before aggregation at %s and cannot take aggregated values.", f.Name, calculation)
			}
			return Row, nil
		}
		if arguments == Row && f.arguments[0].form != order {
			return 0, invalid(n.at, "%s is computed after aggregation and takes aggregated values, such as sum({field}); or name PRE_AGG or PRE_FILTER.", f.Name)
		}
		return Table, nil
	}
	return Table, nil
}

// String says what an argument has to be.
func (f form) String() string {
	return [...]string{
		anything: "a value", same: "a value", numeric: "a number", whole: "a whole number", textual: "a text", moment: "a date", condition: "a condition",
		period: "a unit of time", count: "a whole number that is written out", constant: "a constant", matching: "CASE_SENSITIVE or CASE_INSENSITIVE",
		level: "PRE_FILTER, PRE_AGG or POST_AGG_FILTER", dimensions: "a list of dimensions", order: "a list of what is sorted by", values: "a list of values",
		aggregated: "an aggregated number", aggregatedX: "an aggregated value",
	}[f]
}

// accepts reports whether a value of a type will do. INTEGER is DECIMAL too, and Unknown fits everywhere.
func (f form) accepts(t Type) bool {
	switch f {
	case numeric, aggregated:
		return t == Integer || t == Decimal || t == Unknown
	case whole, count:
		return t == Integer || t == Unknown
	case textual:
		return t == String || t == Unknown
	case moment:
		return t == DateTime || t == Unknown
	case condition:
		return t == Boolean || t == Unknown
	}
	return true
}

var (
	levels    = words("PRE_FILTER", "PRE_AGG", "POST_AGG_FILTER")
	matchings = words("CASE_SENSITIVE", "CASE_INSENSITIVE")
	// periods are the units of time of scalar functions, in quotes (User Guide, "truncDate"), and those of period
	// functions, without. extract knows the day of the week, WD, as well.
	periods = words("YYYY", "Q", "MM", "WK", "DD", "HH", "MI", "SS", "MS", "YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND", "SECONDS", "MILLISECOND")
)

func words(all ...string) map[string]bool {
	m := map[string]bool{}
	for _, w := range all {
		m[w] = true
	}
	return m
}

// argument checks one argument of a call.
func (c *checker) argument(n *Call, a argument, x Node) (Meaning, error) {
	wrong := func() (Meaning, error) {
		return Meaning{}, invalid(x.At(), "%s takes %s for %s. It is called as %s.", n.Function.Name, a.form, a.name, n.Function.Signature())
	}
	switch a.form {
	case level, matching:
		if w, ok := x.(*Field); !ok || !w.Bare || !map[form]map[string]bool{level: levels, matching: matchings}[a.form][strings.ToUpper(w.Name)] {
			return wrong()
		}
		return Meaning{}, nil
	case period:
		if name, ok := unit(x); !ok {
			if p, is := x.(*Parameter); is {
				return c.single(p)
			}
			return wrong()
		} else if !periods[name] && !(name == "WD" && n.Function.Name == "extract") {
			return Meaning{}, invalid(x.At(), "%s is no unit of time; there are YYYY, Q, MM, WK, DD, HH, MI, SS and MS.", name)
		}
		return Meaning{}, nil
	case dimensions, order:
		l, ok := x.(*List)
		if !ok {
			return wrong()
		}
		return c.list(a.form, l)
	case values:
		return c.values(x, wrong)
	case count:
		if _, ok := integerOf(x); !ok {
			return wrong()
		}
		return Meaning{}, nil
	}
	m, err := c.single(x)
	if err != nil {
		return m, err
	}
	if !a.form.accepts(m.Type) {
		return Meaning{}, invalid(x.At(), "%s takes %s for %s, and this is %s.", n.Function.Name, a.form, a.name, m.Type)
	}
	if a.form == constant && m.Level != Constant {
		return wrong()
	}
	if (a.form == aggregated || a.form == aggregatedX) && m.Level == Row {
		return Meaning{}, invalid(x.At(), "%s takes %s for %s, such as sum({field}).", n.Function.Name, a.form, a.name)
	}
	return m, nil
}

// unit returns the unit of time that an argument names, in capital letters.
func unit(x Node) (string, bool) {
	switch x := x.(type) {
	case *Literal:
		return strings.ToUpper(x.Text), x.Type == String
	case *Field:
		return strings.ToUpper(x.Name), x.Bare
	}
	return "", false
}

// integerOf returns a whole number that is written out.
func integerOf(x Node) (int64, bool) {
	sign := int64(1)
	if u, ok := x.(*Unary); ok && u.Operator == "-" {
		sign, x = -1, u.X
	}
	l, ok := x.(*Literal)
	if !ok || l.Type != Integer {
		return 0, false
	}
	v, err := strconv.ParseInt(l.Text, 10, 64)
	return sign * v, err == nil
}

// list checks dimensions or what is sorted by; its level is the highest of its members.
func (c *checker) list(f form, l *List) (Meaning, error) {
	m := Meaning{}
	for _, item := range l.Items {
		if f == dimensions && item.Descending {
			return m, invalid(item.X.At(), "DESC stands in a list of what is sorted by, not in one of dimensions.")
		}
		if _, ok := item.X.(*Dimensions); ok && f == dimensions {
			continue
		}
		got, err := c.single(item.X)
		if err != nil {
			return m, err
		}
		m.Level = max(m.Level, got.Level)
	}
	if f == order && len(l.Items) == 0 {
		return m, invalid(l.at, "The list is empty; it needs what is sorted by, such as [{field} DESC].")
	}
	return m, nil
}

// values checks a list of constants, or a parameter with several values.
func (c *checker) values(x Node, wrong func() (Meaning, error)) (Meaning, error) {
	switch x := x.(type) {
	case *Parameter:
		m, err := c.node(x)
		return m.Meaning, err
	case *List:
		for _, item := range x.Items {
			m, err := c.single(item.X)
			if err != nil {
				return m, err
			}
			if m.Level != Constant || item.Descending || item.Excluded {
				return wrong()
			}
		}
		if len(x.Items) > 0 {
			return Meaning{}, nil
		}
	}
	return wrong()
}

// walk calls f with each part of a tree that has a value or is a call, parts before what they are parts of.
func walk(n Node, f func(Node)) {
	switch n := n.(type) {
	case *Unary:
		walk(n.X, f)
	case *Binary:
		walk(n.X, f)
		walk(n.Y, f)
	case *Call:
		for i, a := range n.Arguments {
			switch n.Function.argument(i, len(n.Arguments)).form {
			case level, matching, period:
				if _, bare := a.(*Field); bare {
					continue // a word of the language
				}
			}
			walk(a, f)
		}
	case *List:
		for _, item := range n.Items {
			walk(item.X, f)
		}
	}
	f(n)
}

// Uses lists the fields and parameters that a tree names, each once, in the order in which they occur.
func Uses(n Node) (fields, parameters []string) {
	walk(n, func(n Node) {
		switch n := n.(type) {
		case *Field:
			if !slices.Contains(fields, n.Name) {
				fields = append(fields, n.Name)
			}
		case *Parameter:
			if !slices.Contains(parameters, n.Name) {
				parameters = append(parameters, n.Name)
			}
		}
	})
	return fields, parameters
}
