package analyze

import (
	"strconv"
	"strings"
	"time"

	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

// versionMark stands between a table's name and the version of it that FOR … AS OF names. A catalog is asked for, and a
// TableRead names, both together: each version of a table is a table of its own.
const versionMark = "$as of$"

// Version is a state of a table; the zero value is the current one.
type Version struct {
	// ID is a snapshot's number; Reference a branch or tag; Time the moment at which the state was the current one. One of
	// them is set.
	ID        int64
	Reference string
	Time      time.Time
}

// SplitVersion takes a table's name apart that was asked of a Catalog.
func SplitVersion(table string) (name string, version Version) {
	name, text, ok := strings.Cut(table, versionMark)
	if !ok {
		return name, version
	}
	switch kind, value, _ := strings.Cut(text, ":"); kind {
	case "version":
		version.ID, _ = strconv.ParseInt(value, 10, 64)
	case "reference":
		version.Reference = value
	case "time":
		version.Time, _ = time.Parse(time.RFC3339Nano, value)
	}
	return name, version
}

// versioned is a table's name with the version that a statement asks for.
func (a *analyzer) versioned(table string, v *ast.TableVersion) (string, error) {
	if v.Timestamp {
		at, ok := a.constantMoment(v.Value)
		if !ok {
			return "", unsupported(v, "A table's time has to be a constant date or timestamp")
		}
		return table + versionMark + "time:" + at.UTC().Format(time.RFC3339Nano), nil
	}
	switch x := v.Value.(type) {
	case *ast.IntegerLiteral:
		return table + versionMark + "version:" + strconv.FormatInt(x.Value, 10), nil
	case *ast.StringLiteral:
		return table + versionMark + "reference:" + x.Value, nil
	}
	return "", unsupported(v, "A table's version has to be the number of a snapshot or the name of a branch or tag")
}

// constantMoment evaluates what a table's time is given by: a literal, the statement's time, and such moved by an interval.
func (a *analyzer) constantMoment(e ast.Expression) (time.Time, bool) {
	switch x := e.(type) {
	case *ast.TypedLiteral:
		if k := x.Type.Type.Kind; k == types.Timestamp || k == types.TimestampTZ {
			m, ok := function.ParseTimestamp(x.Value)
			return m.At, ok
		}
	case *ast.Cast:
		if s, ok := x.Operand.(*ast.StringLiteral); ok && (x.Type.Type.Kind == types.Timestamp || x.Type.Type.Kind == types.TimestampTZ) {
			m, ok := function.ParseTimestamp(s.Value)
			return m.At, ok
		}
	case *ast.Current:
		if x.Kind == ast.CurrentTimestamp && !a.options.Now.IsZero() {
			return a.options.Now, true
		}
	case *ast.Call:
		if x.Name.Key() == "now" && len(x.Arguments) == 0 && !a.options.Now.IsZero() {
			return a.options.Now, true
		}
	case *ast.Binary:
		base, ok := a.constantMoment(x.Left)
		i, isInterval := x.Right.(*ast.IntervalLiteral)
		if !ok || !isInterval || i.To != ast.NoUnit || x.Operator > ast.Subtract {
			break
		}
		n, err := strconv.Atoi(i.Value)
		if err != nil {
			break
		}
		if i.Negative != (x.Operator == ast.Subtract) {
			n = -n
		}
		return moved(base, n, i.From)
	}
	return constantDate(e, a.options.Now)
}

// moved adds an interval to a moment.
func moved(base time.Time, n int, unit ast.IntervalUnit) (time.Time, bool) {
	switch unit {
	case ast.Hour:
		return base.Add(time.Duration(n) * time.Hour), true
	case ast.Minute:
		return base.Add(time.Duration(n) * time.Minute), true
	case ast.Second:
		return base.Add(time.Duration(n) * time.Second), true
	}
	base = base.UTC()
	day, ok := shift(base.Truncate(24*time.Hour), n, unit)
	return day.Add(base.Sub(base.Truncate(24 * time.Hour))), ok
}
