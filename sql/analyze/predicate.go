package analyze

import (
	"slices"
	"strconv"
	"strings"

	"interlaken/sql/function"
	"interlaken/sql/types"
)

// Predicate is a condition on the partition columns of one table, as plain data. A partition for which Test is false
// holds no row that matters to the statement.
type Predicate struct {
	// Operator is AND or OR over Terms, or = <> < <= > >= IN of Column with Values.
	Operator string
	Terms    []Predicate
	Column   string
	// Kind is the type in which values are compared: varchar, date, bigint, or timestamp, which no partition is told by.
	Kind   types.Kind
	Values []string
}

// Test reports whether a partition may hold rows that matter. values are the partition's, by lower-case column name; a
// nil value is null. A column that is not there, or a value that cannot be read, passes.
func (p *Predicate) Test(values map[string]*string) bool {
	if p == nil {
		return true
	}
	switch p.Operator {
	case "AND":
		for i := range p.Terms {
			if !p.Terms[i].Test(values) {
				return false
			}
		}
		return true
	case "OR":
		for i := range p.Terms {
			if p.Terms[i].Test(values) {
				return true
			}
		}
		return false
	}
	value, ok := values[p.Column]
	if !ok {
		return true
	}
	if value == nil {
		return false
	}
	if p.Operator == "IN" {
		return slices.ContainsFunc(p.Values, func(v string) bool { return p.holds("=", *value, v) })
	}
	return p.holds(p.Operator, *value, p.Values[0])
}

func (p *Predicate) holds(operator, value, bound string) bool {
	var order int
	switch p.Kind {
	case types.Bigint:
		v, err := strconv.ParseInt(value, 10, 64)
		b, err2 := strconv.ParseInt(bound, 10, 64)
		if err != nil || err2 != nil {
			return true
		}
		order = cmpInt(v, b)
	case types.Date:
		v, ok := function.ParseDate(value)
		b, ok2 := function.ParseDate(bound)
		if !ok || !ok2 {
			return true
		}
		order = v.Compare(b)
	default:
		order = strings.Compare(value, bound)
	}
	switch operator {
	case "=":
		return order == 0
	case "<>":
		return order != 0
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	}
	return order >= 0
}

func cmpInt(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// String is the condition for people to read.
func (p *Predicate) String() string {
	if p.Operator == "AND" || p.Operator == "OR" {
		parts := make([]string, len(p.Terms))
		for i := range p.Terms {
			parts[i] = p.Terms[i].String()
		}
		return "(" + strings.Join(parts, " "+p.Operator+" ") + ")"
	}
	values := strings.Join(p.Values, "', '")
	if p.Operator == "IN" {
		return p.Column + " IN ('" + values + "')"
	}
	return p.Column + " " + p.Operator + " '" + values + "'"
}

// ValuesOf returns the values that a column must have one of, as the condition says by equality; nil where it does not
// say so.
func (p *Predicate) ValuesOf(column string) []string {
	if p == nil {
		return nil
	}
	switch {
	case p.Operator == "AND":
		for i := range p.Terms {
			if values := p.Terms[i].ValuesOf(column); values != nil {
				return values
			}
		}
	case p.Operator == "OR":
		var all []string
		for i := range p.Terms {
			values := p.Terms[i].ValuesOf(column)
			if values == nil {
				return nil
			}
			for _, v := range values {
				if !slices.Contains(all, v) {
					all = append(all, v)
				}
			}
		}
		return all
	case p.Column == column && (p.Operator == "=" || p.Operator == "IN"):
		return slices.Clone(p.Values)
	}
	return nil
}
