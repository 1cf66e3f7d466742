package iceberg

import (
	"fmt"
	"strings"

	apache "github.com/apache/iceberg-go"

	"interlaken/fault"
	"interlaken/sql/types"
)

// Column is a column of a table's schema.
type Column struct {
	Name string // in lower case, as the catalog has it
	Type types.Type
	// Hive is the type as the catalog has it.
	Hive    string
	Comment string
	// ID is the number by which data files know the column.
	ID       int
	Required bool
}

// columnsOf are the columns of a schema. Names that differ in case only cannot be told apart in SQL.
func columnsOf(schema *apache.Schema, table string) ([]Column, error) {
	seen := map[string]bool{}
	var all []Column
	for _, f := range schema.Fields() {
		c := Column{Name: strings.ToLower(f.Name), Comment: f.Doc, ID: f.ID, Required: f.Required}
		if seen[c.Name] {
			return nil, fault.New(NotSupported, "Table %s has two columns of the name %s", table, c.Name)
		}
		seen[c.Name] = true
		var err error
		if c.Type, c.Hive, err = typeOf(f.Type); err != nil {
			return nil, fault.Wrap(err, fault.CodeOf(err), "Column '%s' of table %s cannot be read: %s", c.Name, table, fault.Public(err))
		}
		all = append(all, c)
	}
	return all, nil
}

// microseconds is the precision of Iceberg's times.
const microseconds = 6

// typeOf is what Athena sees a type as (Athena User Guide, "Supported data types for Iceberg tables in Athena"), and how a
// Glue catalog spells it (Iceberg, IcebergToGlueConverter.toTypeString).
func typeOf(t apache.Type) (types.Type, string, error) {
	switch t := t.(type) {
	case apache.BooleanType:
		return types.Simple(types.Boolean), "boolean", nil
	case apache.Int32Type:
		return types.Simple(types.Integer), "int", nil
	case apache.Int64Type:
		return types.Simple(types.Bigint), "bigint", nil
	case apache.Float32Type:
		return types.Simple(types.Real), "float", nil
	case apache.Float64Type:
		return types.Simple(types.Double), "double", nil
	case apache.StringType:
		return types.Simple(types.Varchar), "string", nil
	case apache.DateType:
		return types.Simple(types.Date), "date", nil
	case apache.TimeType:
		return types.Type{Kind: types.Time, Precision: microseconds}, "string", nil
	case apache.TimestampType:
		return types.Type{Kind: types.Timestamp, Precision: microseconds}, "timestamp", nil
	case apache.TimestampTzType:
		return types.Type{Kind: types.TimestampTZ, Precision: microseconds}, "timestamp", nil
	case apache.BinaryType, apache.FixedType:
		return types.Simple(types.Varbinary), "binary", nil
	case apache.UUIDType:
		return types.Simple(types.UUID), "string", nil
	case apache.DecimalType:
		return types.DecimalOf(t.Precision(), t.Scale()), fmt.Sprintf("decimal(%d,%d)", t.Precision(), t.Scale()), nil
	case *apache.ListType:
		element, hive, err := typeOf(t.Element)
		return types.ArrayOf(element), "array<" + hive + ">", err
	case *apache.MapType:
		key, hiveKey, err := typeOf(t.KeyType)
		if err != nil {
			return types.Type{}, "", err
		}
		value, hiveValue, err := typeOf(t.ValueType)
		return types.MapOf(key, value), "map<" + hiveKey + "," + hiveValue + ">", err
	case *apache.StructType:
		return structOf(t)
	}
	return types.Type{}, "", fault.New(NotSupported, "the type %s is not supported", t)
}

func structOf(t *apache.StructType) (types.Type, string, error) {
	var fields []types.Field
	var parts []string
	for _, f := range t.FieldList {
		inner, hive, err := typeOf(f.Type)
		if err != nil {
			return types.Type{}, "", err
		}
		name := strings.ToLower(f.Name)
		fields, parts = append(fields, types.Field{Name: name, Type: inner}), append(parts, name+":"+hive)
	}
	return types.RowOf(fields...), "struct<" + strings.Join(parts, ",") + ">", nil
}

// typeFor is the Iceberg type that holds values of a type of SQL. Names of what is inside begin at next, which counts on.
func typeFor(t types.Type, next func() int) (apache.Type, error) {
	switch t.Kind {
	case types.Boolean:
		return apache.PrimitiveTypes.Bool, nil
	case types.Integer:
		return apache.PrimitiveTypes.Int32, nil
	case types.Bigint:
		return apache.PrimitiveTypes.Int64, nil
	case types.Real:
		return apache.PrimitiveTypes.Float32, nil
	case types.Double:
		return apache.PrimitiveTypes.Float64, nil
	case types.Varchar, types.Char:
		return apache.PrimitiveTypes.String, nil
	case types.Date:
		return apache.PrimitiveTypes.Date, nil
	case types.Time:
		return apache.PrimitiveTypes.Time, nil
	case types.Timestamp:
		return apache.PrimitiveTypes.Timestamp, nil
	case types.TimestampTZ:
		return apache.PrimitiveTypes.TimestampTz, nil
	case types.Varbinary:
		return apache.PrimitiveTypes.Binary, nil
	case types.Decimal:
		return apache.DecimalTypeOf(t.Precision, t.Scale), nil
	case types.Array:
		id := next()
		element, err := typeFor(*t.Element, next)
		return &apache.ListType{ElementID: id, Element: element}, err
	case types.Map:
		keyID, valueID := next(), next()
		key, err := typeFor(*t.Key, next)
		if err != nil {
			return nil, err
		}
		value, err := typeFor(*t.Value, next)
		return &apache.MapType{KeyID: keyID, KeyType: key, ValueID: valueID, ValueType: value}, err
	case types.Row:
		out := &apache.StructType{}
		for _, f := range t.Fields {
			id := next()
			inner, err := typeFor(f.Type, next)
			if err != nil {
				return nil, err
			}
			if f.Name == "" {
				return nil, fault.New(NotSupported, "Row type field does not have a name: %s", t)
			}
			out.FieldList = append(out.FieldList, apache.NestedField{ID: id, Name: strings.ToLower(f.Name), Type: inner})
		}
		return out, nil
	}
	return nil, fault.New(NotSupported, "Type not supported for Iceberg: %s", t)
}
