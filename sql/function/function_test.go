package function

import (
	"testing"

	"interlaken/fault"
	"interlaken/sql/types"
)

// typed makes arguments of types by their names.
func typed(t *testing.T, names ...string) []Argument {
	t.Helper()
	out := make([]Argument, len(names))
	for i, n := range names {
		typ, err := types.ParseTrino(n)
		if err != nil {
			t.Fatal(err)
		}
		out[i] = Argument{Type: typ}
	}
	return out
}

func TestResolve(t *testing.T) {
	for _, c := range []struct {
		name      string
		arguments []string
		want      string // the result type, or the fault's code
	}{
		{"abs", []string{"integer"}, "integer"},
		{"ABS", []string{"decimal(10,2)"}, "decimal(10,2)"},
		{"ceil", []string{"decimal(10,2)"}, "decimal(9,0)"},
		{"round", []string{"decimal(10,2)", "integer"}, "decimal(11,2)"},
		{"sum", []string{"integer"}, "bigint"},
		{"sum", []string{"real"}, "real"},
		{"sum", []string{"decimal(10,2)"}, "decimal(38,2)"},
		{"avg", []string{"smallint"}, "double"},
		{"avg", []string{"decimal(10,2)"}, "decimal(10,2)"},
		{"count", nil, "bigint"},
		{"upper", []string{"varchar(5)"}, "varchar(5)"},
		{"concat", []string{"varchar(5)", "varchar(2)"}, "varchar"},
		{"concat", []string{"array(integer)", "array(bigint)"}, "array(bigint)"},
		{"coalesce", []string{"unknown", "integer", "bigint"}, "bigint"},
		{"if", []string{"boolean", "date"}, "date"},
		{"nullif", []string{"integer", "bigint"}, "integer"},
		{"date_trunc", []string{"varchar(5)", "date"}, "date"},
		{"date_trunc", []string{"varchar(5)", "timestamp(6)"}, "timestamp(6)"},
		{"date_diff", []string{"varchar(3)", "date", "timestamp(3)"}, "bigint"},
		{"max_by", []string{"varchar", "date"}, "varchar"},
		{"element_at", []string{"map(varchar, bigint)", "varchar"}, "bigint"},
		{"histogram", []string{"varchar(3)"}, "map(varchar(3), bigint)"},
		{"length", []string{"integer"}, "FUNCTION_NOT_FOUND"},
		{"sum", []string{"varchar"}, "FUNCTION_NOT_FOUND"},
		{"crc32", []string{"varbinary"}, "NOT_SUPPORTED"},
		{"read_csv", []string{"varchar"}, "FUNCTION_NOT_FOUND"},
		{"list_transform", []string{"array(integer)"}, "FUNCTION_NOT_FOUND"},
	} {
		m, err := Resolve(c.name, typed(t, c.arguments...))
		got := ""
		if err != nil {
			got = string(fault.CodeOf(err))
		} else {
			got = m.Result.String()
		}
		if got != c.want {
			t.Errorf("%s%v = %s, want %s", c.name, c.arguments, got, c.want)
		}
	}
}

// TestTable holds that every entry can be documented and chosen.
func TestTable(t *testing.T) {
	if n := len(All()); n < 150 {
		t.Fatalf("only %d functions in the table", n)
	}
	for _, f := range All() {
		if absent[f.Name] {
			t.Errorf("%s is said to be absent", f.Name)
		}
		if f.Summary == "" || f.build == nil || len(f.Signatures) == 0 {
			t.Errorf("%s has no summary, form or signature", f.Name)
		}
	}
}

// TestEngineList holds that nothing that reaches files, settings or the network is on the engine's list.
func TestEngineList(t *testing.T) {
	for _, name := range []string{
		"read_csv", "read_parquet", "read_text", "read_blob", "glob", "query", "query_table", "getenv", "duckdb_settings",
		"current_setting", "sniff_csv", "parquet_metadata", "disable_logging", "sql_auto_complete", "dbgen", "tpch", "nextval", "error",
	} {
		if EngineAllowed(name) {
			t.Errorf("%s is on the engine's list", name)
		}
	}
}
