package types

import "testing"

func TestHive(t *testing.T) {
	for trino, want := range map[string]string{
		"boolean": "boolean", "tinyint": "tinyint", "integer": "int", "bigint": "bigint", "real": "float", "double": "double",
		"varbinary": "binary", "varchar": "string", "varchar(7)": "varchar(7)", "varchar(70000)": "string", "char(3)": "char(3)",
		"decimal(12,2)": "decimal(12,2)", "date": "date", "timestamp(3)": "timestamp", "array(varchar)": "array<string>",
		"map(varchar, array(real))": "map<string,array<float>>", "row(a bigint, b row(c date))": "struct<a:bigint,b:struct<c:date>>",
	} {
		parsed, err := ParseTrino(trino)
		if err != nil {
			t.Fatal(err)
		}
		name, ok := parsed.Hive()
		if !ok || name != want {
			t.Errorf("%s: %q %v, want %q", trino, name, ok, want)
		}
		if back, err := ParseHive(name); err != nil || back.String() != parsed.String() && trino != "varchar(70000)" {
			t.Errorf("%s: %q reads as %s (%v)", trino, name, back, err)
		}
	}
	for _, trino := range []string{"timestamp(6)", "timestamp(3) with time zone", "time(3)", "json", "uuid", "array(json)", "row(bigint)", "map(varchar, uuid)"} {
		parsed, err := ParseTrino(trino)
		if err != nil {
			t.Fatal(err)
		}
		if name, ok := parsed.Hive(); ok {
			t.Errorf("%s is stored as %s", trino, name)
		}
	}
}
