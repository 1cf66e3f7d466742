package policy

import (
	"maps"
	"slices"
	"strings"
)

// condition is one operator with one key. The conditions of a statement are joined by AND.
type condition struct {
	operatorName, keyName string
	source                Values
	key                   string // lower case
	operator              operator
	set                   quantifier
	ifExists              bool
	values                []operand
	problem               string // not empty: not understood, so its truth is unknown
}

// compileConditions puts operators and keys in order of their names, so that reasons come out in a fixed order.
func compileConditions(c Condition, variables bool) []condition {
	var list []condition
	for _, operatorName := range slices.Sorted(maps.Keys(c)) {
		keys := c[operatorName]
		for _, keyName := range slices.Sorted(maps.Keys(keys)) {
			list = append(list, compileCondition(operatorName, keyName, keys[keyName], variables))
		}
	}
	return list
}

func compileCondition(operatorName, keyName string, values Values, variables bool) condition {
	c := condition{operatorName: operatorName, keyName: keyName, source: values, key: strings.ToLower(keyName)}
	var ok bool
	if c.operator, c.set, c.ifExists, ok = parseOperator(operatorName); !ok {
		c.problem = "there is no such condition operator"
		return c
	}
	for _, v := range values {
		o, problem := compileOperand(c.operator, v, variables)
		if problem != "" {
			c.problem = problem
			return c
		}
		c.values = append(c.values, o)
	}
	return c
}

// truth evaluates the condition (User Guide, "Conditions with multiple context keys or values" and "Multivalued
// context keys").
func (c *condition) truth(e *evaluation) truth {
	if c.problem != "" {
		return unknown
	}
	values, state := e.lookup(c.key)
	if state == unknown {
		return unknown
	}
	present := state == yes
	if c.operator.family == nullFamily {
		return c.null(present && len(values) > 0)
	}
	if !present && c.ifExists {
		return yes
	}
	switch c.set {
	case forAllValues: // true of no values
		all := yes
		for _, v := range values {
			all = all.and(c.holds(e, v))
		}
		return all
	case forAnyValue: // false of no values
		any := no
		for _, v := range values {
			any = any.or(c.holds(e, v))
		}
		return any
	}
	switch len(values) {
	case 0:
		return truthOf(c.operator.negated)
	case 1:
		return c.holds(e, values[0])
	}
	// AWS documents several values under a set prefix only.
	return unknown
}

// holds asks one value of the request: a positive operator is true when some value of the policy fits, a negated
// one when none does.
func (c *condition) holds(e *evaluation, v string) truth {
	any := no
	for i := range c.values {
		if any = any.or(c.values[i].fits(e, c.operator, v)); any == yes {
			break
		}
	}
	if c.operator.negated {
		return any.not()
	}
	return any
}

// null is the operator Null: "true" asks for a key without a value, "false" for one with.
func (c *condition) null(hasValue bool) truth {
	for i := range c.values {
		if c.values[i].flag != hasValue {
			return yes
		}
	}
	return no
}
