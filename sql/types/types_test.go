package types

import "testing"

func TestParse(t *testing.T) {
	for _, c := range []struct{ hive, want string }{
		{"int", "integer"},
		{"STRING", "varchar"},
		{"decimal", "decimal(10,0)"},
		{"decimal(10, 2)", "decimal(10,2)"},
		{"array<struct<a:int,B:array<string>>>", "array(row(a integer, b array(varchar)))"},
		{"map<string,double>", "map(varchar, double)"},
		{"timestamp", "timestamp(3)"},
		{"float", "real"},
		{"varchar(12)", "varchar(12)"},
		{"binary", "varbinary"},
		{"struct<`a b`:bigint>", "row(a b bigint)"},
		{"array<int", ""},
		{"decimal(39,0)", ""},
		{"uniontype<int,string>", ""},
		{"", ""},
		{"int int", ""},
	} {
		got, err := ParseHive(c.hive)
		if err != nil && c.want != "" || err == nil && got.String() != c.want {
			t.Errorf("ParseHive(%q) = %v, %v, want %q", c.hive, got, err, c.want)
		}
	}
	for _, text := range []string{
		"bigint", "decimal(38,4)", "varchar", "varchar(3)", "char(2)", "timestamp(6)", "timestamp(3) with time zone",
		"row(a bigint, varchar)", "map(varchar, array(integer))", "interval day to second", "row(timestamp(3) with time zone, double)", "json", "uuid",
		"time(3) with time zone", "time(6)",
	} {
		got, err := ParseTrino(text)
		if err != nil || got.String() != text {
			t.Errorf("ParseTrino(%q) = %v, %v", text, got, err)
		}
	}
}

func TestCommon(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"integer", "bigint", "bigint"},
		{"bigint", "decimal(5,2)", "decimal(21,2)"},
		{"decimal(10,2)", "decimal(5,4)", "decimal(12,4)"},
		{"decimal(10,2)", "real", "real"},
		{"bigint", "real", "real"},
		{"integer", "double", "double"},
		{"varchar(3)", "varchar(5)", "varchar(5)"},
		{"date", "timestamp(3)", "timestamp(3)"},
		{"date", "timestamp(3) with time zone", "timestamp(3) with time zone"},
		{"unknown", "date", "date"},
		{"time(0)", "time(3) with time zone", "time(3) with time zone"},
		{"time(0)", "timestamp(3)", ""},
		{"array(integer)", "array(bigint)", "array(bigint)"},
		{"row(a integer)", "row(b bigint)", "row(bigint)"},
		{"varchar", "integer", ""},
		{"date", "varchar", ""},
		{"boolean", "integer", ""},
		{"date", "bigint", ""},
	} {
		a, _ := ParseTrino(c.a)
		b, _ := ParseTrino(c.b)
		for _, pair := range [][2]Type{{a, b}, {b, a}} {
			got, ok := Common(pair[0], pair[1])
			if ok != (c.want != "") || ok && got.String() != c.want {
				t.Errorf("Common(%s, %s) = %s, %v, want %q", pair[0], pair[1], got, ok, c.want)
			}
		}
	}
}
