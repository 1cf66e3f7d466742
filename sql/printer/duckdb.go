package printer

import (
	"fmt"
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/types"
)

func duckBinary(value []byte) string {
	var b strings.Builder
	b.WriteString("'")
	for _, c := range value {
		fmt.Fprintf(&b, `\x%02X`, c)
	}
	b.WriteString("'::BLOB")
	return b.String()
}

func duckTyped(t *ast.DataType) string {
	switch t.Type.Kind {
	case types.Date:
		return "DATE"
	case types.Time, types.TimeTZ:
		return "TIME"
	case types.Timestamp:
		return "TIMESTAMP"
	case types.TimestampTZ:
		return "TIMESTAMPTZ"
	}
	return ""
}

var duckKinds = map[types.Kind]string{
	types.Boolean: "BOOLEAN", types.Tinyint: "TINYINT", types.Smallint: "SMALLINT", types.Integer: "INTEGER",
	types.Bigint: "BIGINT", types.Real: "FLOAT", types.Double: "DOUBLE", types.Varchar: "VARCHAR", types.Char: "VARCHAR",
	types.Varbinary: "BLOB", types.JSON: "JSON", types.Date: "DATE", types.Time: "TIME", types.TimeTZ: "TIME", types.Timestamp: "TIMESTAMP",
	types.TimestampTZ: "TIMESTAMPTZ", types.UUID: "UUID", types.IPAddress: "BLOB", types.IntervalDaySecond: "INTERVAL",
	types.IntervalYearMonth: "INTERVAL", types.Geometry: "BLOB", types.SphericalGeography: "BLOB", types.BingTile: "BIGINT",
}

// duckType writes the type in which DuckDB holds values of a Trino type. It does not cut: the length of varchar and
// char and a precision below the microsecond are the translator's affair.
func duckType(t types.Type) string {
	switch t.Kind {
	case types.Decimal:
		return fmt.Sprintf("DECIMAL(%d, %d)", t.Precision, t.Scale)
	case types.Array:
		return with(duckType(*t.Element), "%s[]")
	case types.Map:
		key, value := duckType(*t.Key), duckType(*t.Value)
		if key == "" || value == "" {
			return ""
		}
		return "MAP(" + key + ", " + value + ")"
	case types.Row:
		fields := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			name := f.Name
			if name == "" {
				name = fmt.Sprintf("field%d", i) // as Trino names a row's fields that have no name
			}
			fields[i] = with(duckType(f.Type), quote(strings.ReplaceAll(name, "%", "%%"), `"`)+" %s")
			if fields[i] == "" {
				return ""
			}
		}
		return "STRUCT(" + strings.Join(fields, ", ") + ")"
	}
	return duckKinds[t.Kind]
}

// with puts a text that is not empty into a form.
func with(text, form string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf(form, text)
}
