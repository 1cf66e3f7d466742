package wire

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"interlaken/fault"
)

// mostViolations bounds the sentence about an input with many faults in it.
const mostViolations = 20

// Validate checks an input against what the service's model says: required members, lengths, ranges, patterns and
// enum values. The error is fault.Validation, worded as AWS words it: "1 validation error detected: Value 'x' at
// 'field' failed to satisfy constraint: Member must …". Values of sensitive members are left out of it.
func Validate(o *Operation, input any) error {
	v := reflect.Indirect(reflect.ValueOf(input))
	if v.Type() != o.input {
		return fmt.Errorf("wire: %s.%s takes %s, not %s", o.service.ID, o.Name, o.input, v.Type())
	}
	c := &checker{service: o.service}
	c.members(v, "", false)
	if c.count == 0 {
		return nil
	}
	noun := "errors"
	if c.count == 1 {
		noun = "error"
	}
	return fault.New(fault.Validation, "%d validation %s detected: %s", c.count, noun, strings.Join(c.violations, "; "))
}

// checker walks an input and gathers violations.
type checker struct {
	service    *Service
	count      int
	violations []string
}

func (c *checker) violated(value, path, constraint string) {
	c.count++
	if len(c.violations) < mostViolations {
		c.violations = append(c.violations,
			fmt.Sprintf("Value%s at '%s' failed to satisfy constraint: %s", value, path, constraint))
	}
}

// members checks the members of a struct; below a sensitive member all are sensitive.
func (c *checker) members(v reflect.Value, path string, sensitive bool) {
	sh := c.service.shapeOf(v.Type())
	for i := range sh.fields {
		f := &sh.fields[i]
		value := v.Field(f.index)
		place := join(path, lowerFirst(f.wire))
		// In a struct of our own an empty string is a missing one; the SDK's has a pointer to tell them apart.
		if !f.isSet(value) || f.required && value.Kind() == reflect.String && value.Len() == 0 {
			if f.required {
				c.violated(" null", place, "Member must not be null")
			}
			continue
		}
		c.value(value, place, f.limit, sensitive || f.sensitive)
	}
}

// value checks one value and what stands below it.
func (c *checker) value(v reflect.Value, path string, limit *Constraint, sensitive bool) {
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	for _, text := range limit.violations(v) {
		c.violated(quoted(v, sensitive), path, text)
	}
	c.enum(v, path, sensitive)
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() != timeType {
			c.members(v, path, sensitive)
		}
	case reflect.Slice:
		if v.Type() == bytesType {
			return
		}
		c.list(v, path, limit, sensitive)
	case reflect.Map:
		c.entries(v, path, limit, sensitive)
	case reflect.Interface:
		if c.service.unions[v.Type()] == nil {
			return
		}
		if name, member, err := c.service.unionMember(v); err == nil {
			c.value(member, join(path, lowerFirst(name)), nil, sensitive)
		}
	}
}

func (c *checker) list(v reflect.Value, path string, limit *Constraint, sensitive bool) {
	element := v.Type().Elem()
	if limit != nil && limit.Element != nil && isScalar(element) {
		// AWS reports the elements of a list of plain values as one violation of the list.
		for i := range v.Len() {
			if len(limit.Element.violations(v.Index(i))) > 0 {
				c.violated(quoted(v, sensitive), path, "Member must satisfy constraint: "+limit.Element.text(element))
				break
			}
		}
		return
	}
	for i := range v.Len() {
		c.value(v.Index(i), path+"."+strconv.Itoa(i+1)+".member", limit.element(), sensitive)
	}
}

func (c *checker) entries(v reflect.Value, path string, limit *Constraint, sensitive bool) {
	for _, part := range []struct {
		name  string
		limit *Constraint
		of    func(key reflect.Value) reflect.Value
	}{
		{"Map keys", limit.key(), func(key reflect.Value) reflect.Value { return key }},
		{"Map value", limit.element(), v.MapIndex},
	} {
		for _, key := range sortedKeys(v) {
			if len(part.limit.violations(part.of(key))) > 0 {
				c.violated(quoted(v, sensitive), path, part.name+" must satisfy constraint: "+part.limit.text(part.of(key).Type()))
				break
			}
		}
	}
	if isScalar(v.Type().Elem()) {
		return
	}
	for _, key := range sortedKeys(v) {
		c.value(v.MapIndex(key), path+"."+printable(key.String())+".member", nil, sensitive)
	}
}

// enum checks a value of a named string type against the values that the SDK lists for it.
func (c *checker) enum(v reflect.Value, path string, sensitive bool) {
	if v.Kind() != reflect.String || v.Type().PkgPath() == "" || v.Len() == 0 {
		return
	}
	if known := enumValues(v.Type()); known != nil && !slices.Contains(known, v.String()) {
		c.violated(quoted(v, sensitive), path, "Member must satisfy enum value set: ["+strings.Join(known, ", ")+"]")
	}
}

var enums sync.Map // named string type → []string

// enumValues returns what the type's method Values lists, nil where it has none.
func enumValues(t reflect.Type) []string {
	if known, ok := enums.Load(t); ok {
		return known.([]string)
	}
	var known []string
	if method, ok := t.MethodByName("Values"); ok {
		values := method.Func.Call([]reflect.Value{reflect.Zero(t)})[0]
		for i := range values.Len() {
			known = append(known, values.Index(i).String())
		}
	}
	enums.Store(t, known)
	return known
}

func (c *Constraint) key() *Constraint {
	if c == nil {
		return nil
	}
	return c.Key
}

func (c *Constraint) element() *Constraint {
	if c == nil {
		return nil
	}
	return c.Element
}

// violations returns the sentence of each limit that a value breaks.
func (c *Constraint) violations(v reflect.Value) []string {
	if c == nil {
		return nil
	}
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	var broken []string
	size, numeric := int64(0), false
	switch v.Kind() {
	case reflect.String:
		size = int64(utf8.RuneCountInString(v.String()))
	case reflect.Slice, reflect.Map:
		size = int64(v.Len())
	case reflect.Int, reflect.Int32, reflect.Int64:
		size, numeric = v.Int(), true
	case reflect.Float32, reflect.Float64:
		if c.Max != nil && v.Float() > float64(*c.Max) {
			broken = append(broken, c.most(true))
		}
		if c.Min != nil && v.Float() < float64(*c.Min) {
			broken = append(broken, c.least(true))
		}
		return broken
	default:
		return nil
	}
	if c.Max != nil && size > *c.Max {
		broken = append(broken, c.most(numeric))
	}
	if c.Min != nil && size < *c.Min {
		broken = append(broken, c.least(numeric))
	}
	if c.Pattern != "" && v.Kind() == reflect.String && !matches(c.Pattern, v.String()) {
		broken = append(broken, c.shape())
	}
	return broken
}

// text lists all limits of the values in a list or map, which have type t, in AWS's brackets.
func (c *Constraint) text(t reflect.Type) string {
	var parts []string
	numeric := isNumber(t)
	if c.Max != nil {
		parts = append(parts, c.most(numeric))
	}
	if c.Min != nil {
		parts = append(parts, c.least(numeric))
	}
	if c.Pattern != "" {
		parts = append(parts, c.shape())
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func (c *Constraint) most(numeric bool) string {
	return fmt.Sprintf("Member must have %s less than or equal to %d", measure(numeric), *c.Max)
}

func (c *Constraint) least(numeric bool) string {
	return fmt.Sprintf("Member must have %s greater than or equal to %d", measure(numeric), *c.Min)
}

func (c *Constraint) shape() string {
	return "Member must satisfy regular expression pattern: " + c.Pattern
}

func measure(numeric bool) string {
	if numeric {
		return "value"
	}
	return "length"
}

func isNumber(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Int, reflect.Int32, reflect.Int64, reflect.Float32, reflect.Float64:
		return true
	}
	return false
}

func isScalar(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Struct:
		return t == timeType
	case reflect.Slice:
		return t == bytesType
	case reflect.Map, reflect.Interface:
		return false
	}
	return true
}

// quoted shows a value as AWS does, bounded; nothing of a sensitive one.
func quoted(v reflect.Value, sensitive bool) string {
	if sensitive {
		return ""
	}
	return " '" + printable(plain(v)) + "'"
}

func plain(v reflect.Value) string {
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return "null"
		}
		v = v.Elem()
	}
	if v.Type() == timeType {
		return formatTime(v.Interface().(time.Time))
	}
	switch v.Kind() {
	case reflect.Slice:
		if v.Type() == bytesType {
			return strconv.Itoa(v.Len()) + " bytes"
		}
		parts := make([]string, min(v.Len(), 10))
		for i := range parts {
			parts[i] = plain(v.Index(i))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case reflect.Map:
		var parts []string
		for _, key := range sortedKeys(v) {
			parts = append(parts, key.String()+"="+plain(v.MapIndex(key)))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case reflect.Struct, reflect.Interface:
		return v.Type().Name() // members below it may be sensitive
	}
	text, err := scalarText(v)
	if err != nil {
		return v.Type().Name()
	}
	return text
}
