package translate

import (
	"strconv"

	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

// literal translates a constant; false for what is none.
func (t *translator) literal(e ast.Expression) (ast.Expression, bool, error) {
	switch x := e.(type) {
	case *ast.NullLiteral:
		return &ast.NullLiteral{}, true, nil
	case *ast.BooleanLiteral:
		return &ast.BooleanLiteral{Value: x.Value}, true, nil
	case *ast.IntegerLiteral:
		return ast.Integer(x.Value), true, nil
	case *ast.DoubleLiteral:
		return &ast.DoubleLiteral{Text: x.Text}, true, nil
	case *ast.StringLiteral:
		return ast.String(x.Value), true, nil
	case *ast.BinaryLiteral:
		return &ast.BinaryLiteral{Value: x.Value}, true, nil
	case *ast.DecimalLiteral:
		out, err := decimal(x.Text, t.TypeOf(x))
		return out, true, err
	case *ast.IntervalLiteral:
		out, err := interval(x)
		return out, true, err
	case *ast.TypedLiteral:
		out, err := t.typedLiteral(x)
		return out, true, err
	}
	return nil, false, nil
}

// decimal names the type: the engine would count a leading zero as a digit.
func decimal(text string, typ types.Type) (ast.Expression, error) {
	return function.EngineCast(ast.String(text), typ)
}

func (t *translator) typedLiteral(x *ast.TypedLiteral) (ast.Expression, error) {
	typ := t.TypeOf(x)
	switch typ.Kind {
	case types.Date:
		day, _ := function.ParseDate(x.Value)
		return &ast.TypedLiteral{Type: ast.TypeOf(typ), Value: day.Format("2006-01-02")}, nil
	case types.Timestamp, types.TimestampTZ, types.Time, types.TimeTZ:
		return moment(x, typ)
	case types.Decimal:
		return decimal(x.Value, typ)
	case types.JSON:
		return jsonLiteral(x)
	case types.IPAddress:
		address, _ := function.AddressLiteral(x.Value)
		return address, nil
	case types.Tinyint, types.Smallint, types.Integer, types.Bigint:
		if n, err := strconv.ParseInt(x.Value, 10, 64); err == nil {
			return function.EngineCast(ast.Integer(n), typ)
		}
	}
	return function.Cast(t, x.Pos(), ast.String(x.Value), types.Simple(types.Varchar), typ)
}

// moment prints a timestamp or time literal in one form for all spellings, in UTC where it names a zone.
func moment(x *ast.TypedLiteral, typ types.Type) (ast.Expression, error) {
	read := function.ParseTimestamp
	if typ.Kind == types.Time || typ.Kind == types.TimeTZ {
		read = function.ParseTime
	}
	m, ok := read(x.Value)
	if !ok || typ.Precision > 6 {
		return nil, function.Unsupported(x.Pos(), "Unsupported type: %s", typ)
	}
	return m.Literal(), nil
}
