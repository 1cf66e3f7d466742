package types

import (
	"strconv"
	"strings"
)

// Hive returns the type's name in Hive's spelling, as a catalog stores it: string, array<int>, struct<a:bigint>; false
// where no table's column can have the type, such as a time or a moment with a zone. What it returns reads as the type
// again by ParseHive. A timestamp must be of milliseconds, the precision of Athena's Hive tables.
func (t Type) Hive() (string, bool) {
	switch t.Kind {
	case Boolean, Tinyint, Smallint, Bigint, Double, Date:
		return t.Kind.Name(), true
	case Integer:
		return "int", true
	case Real:
		return "float", true
	case Varbinary:
		return "binary", true
	case Decimal, Char:
		return strings.ReplaceAll(t.String(), " ", ""), true
	case Varchar:
		if t.Length > maxHiveVarchar {
			return "string", true
		}
		return "varchar(" + strconv.Itoa(t.Length) + ")", t.Length > 0
	case Timestamp:
		return "timestamp", t.Precision == 3
	case Array:
		return hiveOf("array<", *t.Element)
	case Map:
		return hiveOf("map<", *t.Key, *t.Value)
	case Row:
		parts := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			name, ok := f.Type.Hive()
			if !ok || f.Name == "" {
				return "", false
			}
			parts[i] = strings.ToLower(f.Name) + ":" + name
		}
		return "struct<" + strings.Join(parts, ",") + ">", true
	}
	return "", false
}

// maxHiveVarchar is the longest varchar of Hive (Athena User Guide, "Data types in Amazon Athena": varchar).
const maxHiveVarchar = 65535

func hiveOf(opening string, inner ...Type) (string, bool) {
	names := make([]string, len(inner))
	for i, t := range inner {
		name, ok := t.Hive()
		if !ok {
			return "", false
		}
		names[i] = name
	}
	return opening + strings.Join(names, ",") + ">", true
}
