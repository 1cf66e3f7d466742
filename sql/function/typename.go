package function

import (
	"strconv"
	"strings"

	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// EngineType returns the DuckDB type in which values of a Trino type live. Types that DuckDB cannot hold exactly
// (fractions of a second past microseconds) are NOT_SUPPORTED.
func EngineType(t types.Type) (string, error) {
	switch t.Kind {
	case types.Unknown:
		return "INTEGER", nil
	case types.Decimal:
		return "DECIMAL(" + strconv.Itoa(t.Precision) + "," + strconv.Itoa(t.Scale) + ")", nil
	case types.Time, types.TimeTZ, types.Timestamp, types.TimestampTZ:
		if t.Precision <= 6 {
			return map[types.Kind]string{types.Time: "TIME", types.TimeTZ: "TIME", types.Timestamp: "TIMESTAMP", types.TimestampTZ: "TIMESTAMPTZ"}[t.Kind], nil
		}
	case types.IntervalYearMonth, types.IntervalDaySecond:
		return "INTERVAL", nil
	case types.Array:
		e, err := EngineType(*t.Element)
		return e + "[]", err
	case types.Map:
		k, err := EngineType(*t.Key)
		if err != nil {
			return "", err
		}
		v, err := EngineType(*t.Value)
		return "MAP(" + k + ", " + v + ")", err
	case types.Row:
		return engineStruct(t)
	default:
		if name, ok := engineNames[t.Kind]; ok {
			return name, nil
		}
	}
	return "", fault.New("NOT_SUPPORTED", "Unsupported type: %s", t)
}

var engineNames = map[types.Kind]string{
	types.Boolean: "BOOLEAN", types.Tinyint: "TINYINT", types.Smallint: "SMALLINT", types.Integer: "INTEGER",
	types.Bigint: "BIGINT", types.Real: "FLOAT", types.Double: "DOUBLE", types.Varchar: "VARCHAR", types.Char: "VARCHAR",
	types.Varbinary: "BLOB", types.JSON: "JSON", types.Date: "DATE", types.UUID: "UUID", types.IPAddress: "BLOB",
	types.Geometry: "BLOB", types.SphericalGeography: "BLOB", types.BingTile: "BIGINT",
}

// engineStruct names fields by their place where a row has none or repeats one, so that every member can be reached.
func engineStruct(t types.Type) (string, error) {
	parts := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		e, err := EngineType(f.Type)
		if err != nil {
			return "", err
		}
		parts[i] = `"` + strings.ReplaceAll(FieldName(t, i), `"`, `""`) + `" ` + e
	}
	return "STRUCT(" + strings.Join(parts, ", ") + ")", nil
}

// FieldName is the name that member i of a row has in the engine's struct.
func FieldName(t types.Type, i int) string {
	name := t.Fields[i].Name
	if name == "" {
		return "_f" + strconv.Itoa(i+1)
	}
	for j, f := range t.Fields {
		if j < i && strings.EqualFold(f.Name, name) {
			return name + "_f" + strconv.Itoa(i+1)
		}
	}
	return name
}

// EngineCast makes CAST(e AS type) in the engine's types.
func EngineCast(e ast.Expression, t types.Type) (ast.Expression, error) {
	name, err := EngineType(t)
	if err != nil {
		return nil, err
	}
	return castText(e, name), nil
}

func castText(e ast.Expression, name string) ast.Expression {
	if c, ok := e.(*ast.Cast); ok && !c.Try && c.Type.Text == name {
		return e
	}
	return &ast.Cast{Operand: e, Type: &ast.DataType{Text: name}}
}
