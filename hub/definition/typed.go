package definition

import (
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/calc"
	"interlaken/fault"
)

// typed holds a query to the columns of its data set: every name is there, every expression has a type and a level, and
// figures and filters fit them. A column without a type fits everywhere. What does not fit is fault.Validation.
func typed(q *Query, columns []Column, def *types.DashboardVersionDefinition) error {
	t := typer{set: calc.NewSet()}
	for _, c := range columns {
		t.set.AddColumn(c.Name, calcTypes[c.Type])
	}
	for _, f := range q.Calculated {
		t.set.AddFormula(f.Name, f.Expression)
	}
	for _, p := range parameterTypes(def) {
		t.set.AddParameter(p.name, calc.ParameterType{Type: calcTypes[p.kind], Several: p.several})
	}
	for _, f := range q.Calculated {
		if _, err := t.set.Resolve(f.Name); err != nil {
			return fault.Wrap(err, fault.Validation, "The calculated field %q: %s", f.Name, fault.Public(err))
		}
	}
	for _, g := range q.Groups {
		m, err := t.meaning(g.Column)
		if err != nil {
			return err
		}
		if g.Granularity != "" && !isOf(m, calc.DateTime) {
			return fault.New(fault.Validation, "The field %q is grouped by %s and is %s.", g.Column, strings.ToLower(g.Granularity), m.Type)
		}
	}
	for _, m := range q.Measures {
		if err := t.figure(Figure{Column: m.Column, Aggregation: m.Aggregation}, q.Plain); err != nil {
			return err
		}
	}
	return t.filters(q.Filters)
}

type typer struct{ set *calc.Set }

// meaning is the type and level of a column or calculated field.
func (t typer) meaning(name string) (calc.Meaning, error) {
	m, err := t.set.Check(&calc.Field{Name: name})
	if err != nil {
		return m, fault.Wrap(err, fault.Validation, "The data set: %s", fault.Public(err))
	}
	return m, nil
}

func isOf(m calc.Meaning, wanted ...calc.Type) bool {
	for _, w := range wanted {
		if m.Type == w {
			return true
		}
	}
	return m.Type == calc.Unknown
}

func (t typer) figure(f Figure, plain bool) error {
	if f.Column == "" {
		return nil // the number of rows
	}
	m, err := t.meaning(f.Column)
	if err != nil {
		return err
	}
	switch f.Aggregation {
	case "":
		if m.Level <= calc.Row && !plain {
			return fault.New(fault.Validation, "The figure %q has no aggregation and is not aggregated itself.", f.Column)
		}
		return nil
	case Count, DistinctCount, Min, Max:
	default:
		if !isOf(m, calc.Integer, calc.Decimal) {
			return fault.New(fault.Validation, "The aggregation %s takes numbers, and %q is %s.", f.Aggregation, f.Column, m.Type)
		}
	}
	if m.Level > calc.Row {
		return fault.New(fault.Validation, "The figure %q is aggregated itself.", f.Column)
	}
	return nil
}

func (t typer) filters(filters []Filter) error {
	for _, f := range filters {
		if err := t.filter(f); err != nil {
			return err
		}
	}
	return nil
}

func (t typer) filter(f Filter) error {
	for _, list := range f.AnyOf {
		if err := t.filters(list); err != nil {
			return err
		}
	}
	if f.AnyOf != nil {
		return nil
	}
	m, err := t.meaning(f.Column)
	if err != nil {
		return err
	}
	if f.Aggregation != "" {
		if err := t.figure(Figure{Column: f.Column, Aggregation: f.Aggregation}, false); err != nil {
			return err
		}
		if f.Aggregation != Min && f.Aggregation != Max {
			m = calc.Meaning{Type: calc.Decimal}
		}
	}
	wrong := func(what string) error {
		return fault.New(fault.Validation, "A filter compares %q with %s, and it is %s.", f.Column, what, m.Type)
	}
	switch {
	case f.Top != nil:
		for _, by := range f.Top.By {
			if err := t.figure(by, false); err != nil {
				return err
			}
		}
	case f.Nested != nil:
		return t.filter(f.Nested.Inner)
	case f.Range != nil && f.Range.Date && !isOf(m, calc.DateTime):
		return wrong("dates")
	case f.Range != nil && !f.Range.Date && !isOf(m, calc.Integer, calc.Decimal, calc.Boolean):
		return wrong("numbers")
	case f.MatchOperator != "" && !isOf(m, calc.String):
		return wrong("parts of texts")
	}
	for _, value := range append(append([]string{}, f.In...), f.NotIn...) {
		if !fits(value, m.Type) {
			return wrong(strconv.Quote(value))
		}
	}
	return nil
}

// fits reports whether a text is a value of a type.
func fits(text string, t calc.Type) bool {
	var err error
	switch t {
	case calc.Integer:
		_, err = strconv.ParseInt(text, 10, 64)
	case calc.Decimal:
		_, err = strconv.ParseFloat(text, 64)
	case calc.DateTime:
		if _, err = time.Parse(moment, strings.TrimSuffix(text, "Z")); err != nil {
			_, err = time.Parse(time.DateOnly, text)
		}
	case calc.Boolean:
		_, err = strconv.ParseBool(text)
	}
	return err == nil
}
