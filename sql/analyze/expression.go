package analyze

import (
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

var boolean = types.Simple(types.Boolean)

// expr types an expression and notes the type.
func (a *analyzer) expr(e ast.Expression, s *scope) (types.Type, error) {
	a.depth++
	defer func() { a.depth-- }()
	if a.depth > 1000 {
		return types.Type{}, unsupported(e, "The expression is nested too deep")
	}
	t, ok, err := a.literal(e)
	if !ok {
		t, err = a.compound(e, s)
	}
	if err != nil {
		return types.Type{}, err
	}
	a.exprs[e] = t
	return t, nil
}

// coerce notes that an expression is taken as another type where it stands.
func (a *analyzer) coerce(e ast.Expression, to types.Type) {
	if !a.exprs[e].Equal(to) {
		a.coercions[e] = to
	}
}

// coercible analyses an expression that has to be of a type, or to become it.
func (a *analyzer) coercible(e ast.Expression, s *scope, to types.Type, what string) error {
	t, err := a.expr(e, s)
	if err != nil {
		return err
	}
	if !types.CanCoerce(t, to) {
		return mismatch(e, "%s must evaluate to a %s (actual: %s)", what, to, t)
	}
	a.coerce(e, to)
	return nil
}

func (a *analyzer) compound(e ast.Expression, s *scope) (types.Type, error) {
	switch x := e.(type) {
	case *ast.Identifier, *ast.Dereference:
		return a.reference(e, s)
	case *ast.Unary:
		return a.unary(x, s)
	case *ast.Binary:
		return a.binary(x, s)
	case *ast.Logical:
		for _, t := range x.Terms {
			if err := a.coercible(t, s, boolean, "Logical expression term"); err != nil {
				return types.Type{}, err
			}
		}
		return boolean, nil
	case *ast.Not:
		return boolean, a.coercible(x.Operand, s, boolean, "Value of logical NOT expression")
	case *ast.IsNull:
		_, err := a.expr(x.Operand, s)
		return boolean, err
	case *ast.Like:
		return boolean, a.like(x, s)
	case *ast.Case:
		return a.caseOf(x, s)
	case *ast.Cast:
		return a.cast(x, s)
	case *ast.Row:
		return a.row(x, s)
	case *ast.Array:
		t, err := a.common(x.Items, s, "All ARRAY elements")
		return types.ArrayOf(t), err
	case *ast.Subscript:
		return a.subscript(x, s)
	case *ast.Call:
		return a.call(x, s)
	case *ast.Lambda:
		return types.Type{}, mismatch(x, "Lambda expression must be the argument of a function")
	case *ast.AtTimeZone:
		return a.atTimeZone(x, s)
	case *ast.Extract:
		return a.extract(x, s)
	case *ast.Trim:
		return a.trim(x, s)
	case *ast.Normalize:
		return types.Simple(types.Varchar), a.coercible(x.Operand, s, types.Simple(types.Varchar), "Value of NORMALIZE")
	case *ast.Current:
		return a.current(x)
	}
	return a.predicate(e, s)
}

// predicate types what compares or holds a query.
func (a *analyzer) predicate(e ast.Expression, s *scope) (types.Type, error) {
	switch x := e.(type) {
	case *ast.IsDistinct:
		return boolean, a.compare(x, []ast.Expression{x.Left, x.Right}, s, "IS DISTINCT FROM", types.Type.Comparable)
	case *ast.Between:
		return boolean, a.compare(x, []ast.Expression{x.Operand, x.Low, x.High}, s, "BETWEEN", types.Type.Orderable)
	case *ast.InList:
		return boolean, a.compare(x, append([]ast.Expression{x.Operand}, x.Items...), s, "IN", types.Type.Comparable)
	case *ast.InQuery:
		return boolean, a.compareQuery(x, x.Operand, x.Query, s, types.Type.Comparable)
	case *ast.Quantified:
		able := types.Type.Comparable
		if x.Operator > ast.NotEquals {
			able = types.Type.Orderable
		}
		return boolean, a.compareQuery(x, x.Operand, x.Query, s, able)
	case *ast.Exists:
		_, err := a.query(x.Query, s, nil)
		return boolean, err
	case *ast.ScalarSubquery:
		fields, err := a.query(x.Query, s, nil)
		if err != nil {
			return types.Type{}, err
		}
		if len(fields) != 1 {
			return types.Type{}, unsupported(x, "Multiple columns returned by subquery are not yet supported. Found %d", len(fields))
		}
		return fields[0].Type, nil
	}
	return types.Type{}, unsupported(e, "This expression is not supported")
}

// reference resolves a name: a lambda's parameter, a column, or a field of a column of type row.
func (a *analyzer) reference(e ast.Expression, s *scope) (types.Type, error) {
	parts := nameParts(e)
	if parts != nil {
		f, _, err := a.resolve(e, parts, s)
		if err != nil {
			return types.Type{}, err
		}
		if f != nil {
			a.references[e] = f
			return f.Type, nil
		}
	}
	d, ok := e.(*ast.Dereference)
	if !ok {
		return types.Type{}, a.missing(e, parts, s)
	}
	base, err := a.expr(d.Base, s)
	if err != nil {
		if parts != nil {
			return types.Type{}, a.missing(e, parts, s)
		}
		return types.Type{}, err
	}
	if base.Kind != types.Row {
		return types.Type{}, mismatch(d.Base, "Expression %s is not of type ROW", a.text(d.Base))
	}
	for _, f := range base.Fields {
		if f.Name != "" && strings.EqualFold(f.Name, d.Field.Text) {
			return f.Type, nil
		}
	}
	return types.Type{}, columnNotFound(e, a.text(e))
}

// common types expressions that have to agree and coerces each.
func (a *analyzer) common(items []ast.Expression, s *scope, what string) (types.Type, error) {
	out := types.Simple(types.Unknown)
	for _, e := range items {
		t, err := a.expr(e, s)
		if err != nil {
			return out, err
		}
		c, ok := types.Common(out, t)
		if !ok {
			return out, mismatch(e, "%s must be the same type: %s, %s", what, out, t)
		}
		out = c
	}
	for _, e := range items {
		a.coerce(e, out)
	}
	return out, nil
}

// compare types operands of a comparison and coerces them to their common type.
func (a *analyzer) compare(at ast.Expression, operands []ast.Expression, s *scope, operator string, able func(types.Type) bool) error {
	var out types.Type
	for i, e := range operands {
		t, err := a.expr(e, s)
		if err != nil {
			return err
		}
		if i == 0 {
			out = t
			continue
		}
		c, ok := types.Common(out, t)
		if !ok || !able(c) {
			if operator == "IN" {
				return mismatch(e, "IN value and list items must be the same type: %s, %s", out, t)
			}
			return operatorMismatch(at, out, operator, t)
		}
		out = c
	}
	for _, e := range operands {
		a.coerce(e, out)
	}
	return nil
}

// compareQuery types a comparison with the rows of a query. The query's column is coerced where it is printed, by
// CoercionOf of the comparison itself.
func (a *analyzer) compareQuery(at, operand ast.Expression, q *ast.Query, s *scope, able func(types.Type) bool) error {
	t, err := a.expr(operand, s)
	if err != nil {
		return err
	}
	fields, err := a.query(q, s, nil)
	if err != nil {
		return err
	}
	if len(fields) != 1 {
		return unsupported(at, "Multiple columns returned by subquery are not yet supported. Found %d", len(fields))
	}
	c, ok := types.Common(t, fields[0].Type)
	if !ok || !able(c) {
		return mismatch(at, "value and result of subquery must be of the same type for comparison: %s vs %s", t, fields[0].Type)
	}
	a.coerce(operand, c)
	a.coercions[at] = c
	return nil
}

func (a *analyzer) like(x *ast.Like, s *scope) error {
	t, err := a.expr(x.Operand, s)
	if err != nil {
		return err
	}
	if !t.IsText() && t.Kind != types.Unknown {
		return mismatch(x.Operand, "Left side of LIKE expression must evaluate to a varchar (actual: %s)", t)
	}
	if t.Kind == types.Char {
		a.coerce(x.Operand, types.Type{Kind: types.Varchar, Length: t.Length})
	} else {
		a.coerce(x.Operand, types.Simple(types.Varchar))
	}
	if err := a.coercible(x.Pattern, s, types.Simple(types.Varchar), "Pattern for LIKE expression"); err != nil || x.Escape == nil {
		return err
	}
	return a.coercible(x.Escape, s, types.Simple(types.Varchar), "Escape for LIKE expression")
}

func (a *analyzer) caseOf(x *ast.Case, s *scope) (types.Type, error) {
	var results []ast.Expression
	conditions := []ast.Expression{}
	if x.Operand != nil {
		conditions = append(conditions, x.Operand)
	}
	for _, w := range x.Whens {
		conditions = append(conditions, w.Condition)
		results = append(results, w.Result)
	}
	if x.Operand != nil {
		if err := a.compare(x, conditions, s, "=", types.Type.Comparable); err != nil {
			return types.Type{}, err
		}
	} else {
		for _, c := range conditions {
			if err := a.coercible(c, s, boolean, "CASE WHEN clause"); err != nil {
				return types.Type{}, err
			}
		}
	}
	if x.Else != nil {
		results = append(results, x.Else)
	}
	return a.common(results, s, "All CASE results")
}

func (a *analyzer) cast(x *ast.Cast, s *scope) (types.Type, error) {
	from, err := a.expr(x.Operand, s)
	if err != nil {
		return types.Type{}, err
	}
	to := x.Type.Type
	if to.Kind == types.Invalid {
		return types.Type{}, fail("TYPE_NOT_FOUND", x.Type, "Unknown type: %s", x.Type.Text)
	}
	if !function.CanCast(from, to) {
		return types.Type{}, mismatch(x, "Cannot cast %s to %s", from, to)
	}
	return shownAfter(x.Operand, from, to), nil
}

// shownAfter is the type of a cast, with the time zone that its values show.
func shownAfter(operand ast.Expression, from, to types.Type) types.Type {
	switch x := operand.(type) {
	case *ast.StringLiteral:
		if m, ok := function.ConstantMoment(x.Value, to); ok {
			return m.Type
		}
	case *ast.TypedLiteral:
		if m, ok := function.ParseTimestamp(x.Value); ok && from.Kind == types.TimestampTZ && to.Kind == types.TimeTZ {
			if zone, ok := function.TimeOffset(m); ok {
				return to.In(zone)
			}
		}
	}
	return types.KeepZones(from, to)
}

func (a *analyzer) row(x *ast.Row, s *scope) (types.Type, error) {
	fields := make([]types.Field, len(x.Items))
	for i, e := range x.Items {
		t, err := a.expr(e, s)
		if err != nil {
			return types.Type{}, err
		}
		fields[i] = types.Field{Type: t}
	}
	return types.RowOf(fields...), nil
}

func (a *analyzer) subscript(x *ast.Subscript, s *scope) (types.Type, error) {
	base, err := a.expr(x.Base, s)
	if err != nil {
		return types.Type{}, err
	}
	index, err := a.expr(x.Index, s)
	if err != nil {
		return types.Type{}, err
	}
	switch base.Kind {
	case types.Array:
		if !index.IsInteger() {
			return types.Type{}, operatorMismatch(x, base, "[]", index)
		}
		a.coerce(x.Index, types.Simple(types.Bigint))
		return *base.Element, nil
	case types.Map:
		if !types.CanCoerce(index, *base.Key) {
			return types.Type{}, operatorMismatch(x, base, "[]", index)
		}
		a.coerce(x.Index, *base.Key)
		return *base.Value, nil
	case types.Row:
		n, ok := x.Index.(*ast.IntegerLiteral)
		if !ok || n.Value < 1 || n.Value > int64(len(base.Fields)) {
			return types.Type{}, fail("INVALID_FUNCTION_ARGUMENT", x.Index, "Subscript expression on ROW requires a constant index from 1 to %d", len(base.Fields))
		}
		return base.Fields[n.Value-1].Type, nil
	}
	return types.Type{}, operatorMismatch(x, base, "[]", index)
}

func (a *analyzer) atTimeZone(x *ast.AtTimeZone, s *scope) (types.Type, error) {
	t, err := a.expr(x.Operand, s)
	if err != nil {
		return types.Type{}, err
	}
	if _, err := a.expr(x.Zone, s); err != nil {
		return types.Type{}, err
	}
	shown := types.Type{Kind: types.TimestampTZ, Precision: t.Precision}
	switch t.Kind {
	case types.Time, types.TimeTZ:
		shown.Kind = types.TimeTZ
	case types.Timestamp, types.TimestampTZ:
	default:
		return types.Type{}, mismatch(x, "Type of value must be a time or timestamp with or without time zone (actual %s)", t)
	}
	zone, err := function.ZoneOf(x.Zone)
	if err != nil {
		return types.Type{}, located(err, x.Zone)
	}
	if location, ok := types.ZoneLocation(zone); ok && shown.Kind == types.TimeTZ {
		// A time of day has an offset, that of the zone when the statement begins.
		_, seconds := a.options.Now.In(location).Zone()
		zone = types.OffsetZone(seconds / 60)
	}
	return shown.In(zone), nil
}

// extract is a call of the function that is named as the field.
func (a *analyzer) extract(x *ast.Extract, s *scope) (types.Type, error) {
	t, err := a.expr(x.Operand, s)
	if err != nil {
		return types.Type{}, err
	}
	name := strings.ToLower(x.Field)
	switch name {
	case "timezone_hour", "timezone_minute", "year", "quarter", "month", "week", "day", "day_of_month", "day_of_week", "dow", "day_of_year", "doy", "year_of_week", "yow", "hour", "minute", "second":
	default:
		return types.Type{}, fail("NOT_SUPPORTED", x, "Invalid EXTRACT field: %s", x.Field)
	}
	if IntervalPart(t, x.Field) {
		return types.Simple(types.Bigint), nil
	}
	m, err := function.Resolve(name, []function.Argument{{Type: t}})
	if err != nil {
		return types.Type{}, mismatch(x.Operand, "Cannot extract %s from %s", x.Field, t)
	}
	a.calls[x] = m
	a.coerce(x.Operand, m.Parameters[0])
	return m.Result, nil
}

// IntervalPart reports whether EXTRACT takes a field out of intervals of a type.
func IntervalPart(t types.Type, field string) bool {
	switch strings.ToLower(field) {
	case "year", "month":
		return t.Kind == types.IntervalYearMonth
	case "day", "hour", "minute", "second":
		return t.Kind == types.IntervalDaySecond
	}
	return false
}

func (a *analyzer) trim(x *ast.Trim, s *scope) (types.Type, error) {
	t, err := a.expr(x.Operand, s)
	if err != nil {
		return types.Type{}, err
	}
	if t.Kind == types.Unknown {
		a.coerce(x.Operand, types.Simple(types.Varchar))
		t = types.Simple(types.Varchar)
	}
	if t.Kind != types.Varchar {
		return types.Type{}, fail("FUNCTION_NOT_FOUND", x, "Unexpected parameters (%s) for function trim. Expected: trim(varchar(n)), trim(varchar(n), varchar)", t)
	}
	if x.Characters != nil {
		return t, a.coercible(x.Characters, s, types.Simple(types.Varchar), "Characters of TRIM")
	}
	return t, nil
}

func (a *analyzer) current(x *ast.Current) (types.Type, error) {
	if x.Precision > 3 {
		return types.Type{}, unsupported(x, "%s with a precision above 3 is not supported", x.Kind)
	}
	switch x.Kind {
	case ast.CurrentDate:
		return types.Simple(types.Date), nil
	case ast.CurrentTimestamp:
		return types.Simple(types.TimestampTZ), nil
	case ast.LocalTimestamp:
		return types.Simple(types.Timestamp), nil
	case ast.CurrentTime:
		return types.Simple(types.TimeTZ), nil
	case ast.LocalTime:
		return types.Simple(types.Time), nil
	}
	return types.Type{}, unsupported(x, "%s is not supported", x.Kind)
}
