package result

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"interlaken/fault"
	"interlaken/sql/types"
)

// column makes an Arrow array out of JSON, or fails the test.
func column(t *testing.T, kind arrow.DataType, json string) arrow.Array {
	t.Helper()
	values, _, err := array.FromJSON(memory.DefaultAllocator, kind, strings.NewReader(json))
	if err != nil {
		t.Fatalf("%s: %v", json, err)
	}
	t.Cleanup(values.Release)
	return values
}

func binary(t *testing.T, values ...[]byte) arrow.Array {
	b := array.NewBinaryBuilder(memory.DefaultAllocator, arrow.BinaryTypes.Binary)
	defer b.Release()
	b.AppendValues(values, nil)
	values2 := b.NewArray()
	t.Cleanup(values2.Release)
	return values2
}

func microseconds(t *testing.T, zone string, values ...string) arrow.Array {
	b := array.NewTimestampBuilder(memory.DefaultAllocator, &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: zone})
	defer b.Release()
	for _, v := range values {
		at, err := time.Parse("2006-01-02 15:04:05.999999", v)
		if err != nil {
			t.Fatal(err)
		}
		b.Append(arrow.Timestamp(at.UnixMicro()))
	}
	out := b.NewArray()
	t.Cleanup(out.Release)
	return out
}

func intervals(t *testing.T, values ...arrow.MonthDayNanoInterval) arrow.Array {
	b := array.NewMonthDayNanoIntervalBuilder(memory.DefaultAllocator)
	defer b.Release()
	b.AppendValues(values, nil)
	out := b.NewArray()
	t.Cleanup(out.Release)
	return out
}

// TestText goes through every row of the table in facts/aws.md 4.3.
func TestText(t *testing.T) {
	bigint, text := types.Simple(types.Bigint), types.Simple(types.Varchar)
	row := types.RowOf(types.Field{Name: "a", Type: bigint}, types.Field{Name: "b", Type: text})
	unnamed := types.RowOf(types.Field{Type: bigint}, types.Field{Type: text})
	pair := arrow.StructOf(arrow.Field{Name: "a", Type: arrow.PrimitiveTypes.Int64, Nullable: true}, arrow.Field{Name: "b", Type: arrow.BinaryTypes.String, Nullable: true})
	for _, c := range []struct {
		kind   types.Type
		values arrow.Array
		want   []string // "\x00" stands for NULL
	}{
		{types.Simple(types.Boolean), column(t, arrow.FixedWidthTypes.Boolean, `[true, false, null]`), []string{"true", "false", "\x00"}},
		{types.Simple(types.Tinyint), column(t, arrow.PrimitiveTypes.Int8, `[-128, 127]`), []string{"-128", "127"}},
		{types.Simple(types.Smallint), column(t, arrow.PrimitiveTypes.Int16, `[-32768]`), []string{"-32768"}},
		{types.Simple(types.Integer), column(t, arrow.PrimitiveTypes.Int32, `[0, 2147483647]`), []string{"0", "2147483647"}},
		{bigint, column(t, arrow.PrimitiveTypes.Int64, `[-9223372036854775808, null]`), []string{"-9223372036854775808", "\x00"}},
		{bigint, column(t, arrow.PrimitiveTypes.Uint64, `[7]`), []string{"7"}},
		{bigint, column(t, &arrow.Decimal128Type{Precision: 38}, `["12345678901"]`), []string{"12345678901"}},
		{types.Simple(types.Real), column(t, arrow.PrimitiveTypes.Float32, `[1.5, 0.1, 16777216]`), []string{"1.5", "0.1", "1.6777216E7"}},
		{
			types.Simple(types.Double), column(t, arrow.PrimitiveTypes.Float64, `[1.5, 1e20, 1e-7, 0, -2, 9999999, 10000000, 0.001, 0.0009, 1.25e-5, 100]`),
			[]string{"1.5", "1.0E20", "1.0E-7", "0.0", "-2.0", "9999999.0", "1.0E7", "0.001", "9.0E-4", "1.25E-5", "100.0"},
		},
		{
			types.DecimalOf(10, 2), column(t, &arrow.Decimal128Type{Precision: 10, Scale: 2}, `["1.10", "-0.05", "0", "12345678.90", null]`),
			[]string{"1.10", "-0.05", "0.00", "12345678.90", "\x00"},
		},
		{
			types.DecimalOf(38, 2), column(t, &arrow.Decimal128Type{Precision: 38, Scale: 2}, `["92233720368547758.07", "-92233720368547758.08", "92233720368547758.08", "-92233720368547758.09", "-999999999999999999999999999999999999.99"]`),
			[]string{"92233720368547758.07", "-92233720368547758.08", "92233720368547758.08", "-92233720368547758.09", "-999999999999999999999999999999999999.99"},
		},
		{types.DecimalOf(3, 3), column(t, &arrow.Decimal128Type{Precision: 3, Scale: 3}, `["0.001", "-0.12"]`), []string{"0.001", "-0.120"}},
		{types.DecimalOf(5, 3), column(t, &arrow.Decimal128Type{Precision: 5, Scale: 1}, `["1.5"]`), []string{"1.500"}},
		{types.DecimalOf(5, 0), column(t, &arrow.Decimal128Type{Precision: 5}, `["-17"]`), []string{"-17"}},
		{text, column(t, arrow.BinaryTypes.String, `["", "a \"b\"", "ü", null]`), []string{"", `a "b"`, "ü", "\x00"}},
		{types.Type{Kind: types.Char, Length: 3}, column(t, arrow.BinaryTypes.String, `["ü", "abc"]`), []string{"ü  ", "abc"}},
		{types.Simple(types.Date), column(t, arrow.FixedWidthTypes.Date32, `["2024-01-31", "0001-01-01"]`), []string{"2024-01-31", "0001-01-01"}},
		{types.Simple(types.Timestamp), microseconds(t, "", "2024-01-31 00:00:00", "1969-12-31 23:59:59.987654"), []string{"2024-01-31 00:00:00.000", "1969-12-31 23:59:59.987"}},
		{types.Type{Kind: types.Timestamp, Precision: 6}, microseconds(t, "", "2024-01-31 00:00:00.5"), []string{"2024-01-31 00:00:00.500000"}},
		{types.Type{Kind: types.Timestamp}, microseconds(t, "", "2024-01-31 01:02:03"), []string{"2024-01-31 01:02:03"}},
		{types.Simple(types.TimestampTZ), microseconds(t, "UTC", "2024-01-31 10:20:30.4"), []string{"2024-01-31 10:20:30.400 UTC"}},
		{types.Simple(types.Time), column(t, arrow.FixedWidthTypes.Time64us, `["01:02:03", "23:59:59.999"]`), []string{"01:02:03.000", "23:59:59.999"}},
		{types.Simple(types.TimestampTZ).In("Asia/Kathmandu"), microseconds(t, "UTC", "2024-01-31 20:20:30.4"), []string{"2024-02-01 02:05:30.400 Asia/Kathmandu"}},
		{types.Simple(types.TimestampTZ).In("-08:30"), microseconds(t, "UTC", "2024-01-31 10:20:30"), []string{"2024-01-31 01:50:30.000 -08:30"}},
		{types.Simple(types.TimeTZ), column(t, arrow.FixedWidthTypes.Time64us, `["01:02:03"]`), []string{"01:02:03.000+00:00"}},
		{types.Simple(types.TimeTZ).In("-01:30"), column(t, arrow.FixedWidthTypes.Time64us, `["01:02:03"]`), []string{"23:32:03.000-01:30"}},
		{types.Simple(types.Varbinary), binary(t, []byte("abc"), []byte{}, []byte{0, 255}), []string{"61 62 63", "", "00 ff"}},
		{types.Simple(types.Geometry), binary(t, []byte("\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\xf0\x3f\x00\x00\x00\x00\x00\x00\x04\xc0")), []string{"POINT (1 -2.5)"}},
		{types.Simple(types.SphericalGeography), binary(t, []byte("\x01\x02\x00\x00\x00\x00\x00\x00\x00")), []string{"LINESTRING EMPTY"}},
		{types.Simple(types.BingTile), column(t, arrow.PrimitiveTypes.Int64, `[2684355212]`), []string{`{"x":10,"y":20,"zoom":12}`}},
		{types.Simple(types.IPAddress), binary(t, []byte("\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x01"), []byte("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x01\x02\x03\x04")), []string{"2001:db8::1:0:0:1", "1.2.3.4"}},
		{types.Simple(types.JSON), column(t, arrow.BinaryTypes.String, `["{\"a\": 1}"]`), []string{`{"a": 1}`}},
		{types.Simple(types.IntervalYearMonth), intervals(t, arrow.MonthDayNanoInterval{Months: 14}, arrow.MonthDayNanoInterval{Months: -1}), []string{"1-2", "-0-1"}},
		{types.Simple(types.IntervalDaySecond), intervals(t, arrow.MonthDayNanoInterval{Days: 1}, arrow.MonthDayNanoInterval{Nanoseconds: -90_061_001_000_000}), []string{"1 00:00:00.000", "-1 01:01:01.001"}},
		{types.ArrayOf(bigint), column(t, arrow.ListOf(arrow.PrimitiveTypes.Int64), `[[1, 2, null], [], null]`), []string{"[1, 2, null]", "[]", "\x00"}},
		{types.MapOf(text, bigint), column(t, arrow.MapOf(arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64), `[[{"key": "k", "value": 1}, {"key": "k2", "value": null}], []]`), []string{"{k=1, k2=null}", "{}"}},
		{row, column(t, pair, `[{"a": 1, "b": "2, x"}, {"a": null, "b": ""}, null]`), []string{"{a=1, b=2, x}", "{a=null, b=}", "\x00"}},
		{unnamed, column(t, pair, `[{"a": 1, "b": "x"}]`), []string{"{1, x}"}},
		{types.ArrayOf(row), column(t, arrow.ListOf(pair), `[[{"a": 1, "b": "x"}], [null, {"a": 2, "b": null}]]`), []string{"[{a=1, b=x}]", "[null, {a=2, b=null}]"}},
		{types.MapOf(bigint, types.ArrayOf(text)), column(t, arrow.MapOf(arrow.PrimitiveTypes.Int64, arrow.ListOf(arrow.BinaryTypes.String)),
			`[[{"key": 1, "value": ["a", "b"]}]]`), []string{"{1=[a, b]}"}},
		{types.Simple(types.Unknown), column(t, arrow.PrimitiveTypes.Int32, `[1]`), []string{"\x00"}},
	} {
		if c.values.Len() != len(c.want) {
			t.Fatalf("%s: %d values, %d expected", c.kind, c.values.Len(), len(c.want))
		}
		for i, want := range c.want {
			got, ok, err := AppendText([]byte("before "), c.values, i, c.kind)
			if err != nil {
				t.Errorf("%s: %v", c.kind, err)
				continue
			}
			if text := strings.TrimPrefix(string(got), "before "); !ok && (want != "\x00" || text != "") || ok && text != want {
				t.Errorf("%s: got %q, %v, want %q", c.kind, text, ok, want)
			}
		}
	}
}

func TestTextOfSpecialNumbers(t *testing.T) {
	b := array.NewFloat64Builder(memory.DefaultAllocator)
	defer b.Release()
	for _, v := range []string{"NaN", "Inf", "-Inf", "-0", "1.7976931348623157e308", "5e-324"} {
		if err := b.AppendValueFromString(v); err != nil {
			t.Fatal(err)
		}
	}
	values := b.NewArray()
	defer values.Release()
	for i, want := range []string{"NaN", "Infinity", "-Infinity", "-0.0", "1.7976931348623157E308", "5.0E-324"} {
		got, _, err := AppendText(nil, values, i, types.Simple(types.Double))
		if err != nil || string(got) != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	}
}

func TestTextOfAnotherKind(t *testing.T) {
	text := column(t, arrow.BinaryTypes.String, `["x"]`)
	for _, kind := range []types.Type{types.Simple(types.Bigint), types.Simple(types.Date), types.ArrayOf(types.Simple(types.Date)), types.DecimalOf(3, 1), types.RowOf()} {
		if got, ok, err := AppendText(nil, text, 0, kind); !fault.Is(err, fault.Internal) || ok {
			t.Errorf("%s: got %q, %v, %v", kind, got, ok, err)
		}
	}
	finer := column(t, &arrow.Decimal128Type{Precision: 5, Scale: 3}, `["1.234"]`)
	if _, _, err := AppendText(nil, finer, 0, types.DecimalOf(5, 2)); !fault.Is(err, fault.Internal) {
		t.Errorf("digits were lost: %v", err)
	}
}

// TestCSV compares with a file as Athena writes it (facts/aws.md 4.4).
func TestCSV(t *testing.T) {
	columns := []Column{{Name: "id", Type: types.Simple(types.Bigint)}, {Name: `a "name"`, Type: types.Simple(types.Varchar)}}
	ids := column(t, arrow.PrimitiveTypes.Int64, `[1, null, 3, null]`)
	names := column(t, arrow.BinaryTypes.String, `["x,\"y\"\nz", "", null, null]`)
	schema := arrow.NewSchema([]arrow.Field{{Name: "0", Type: ids.DataType()}, {Name: "1", Type: names.DataType()}}, nil)
	batch := array.NewRecordBatch(schema, []arrow.Array{ids, names}, 4)
	defer batch.Release()
	var out bytes.Buffer
	w := NewCSV(&out, columns)
	for range 2 {
		if err := w.Write(batch); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	rows := "\"1\",\"x,\"\"y\"\"\nz\"\n,\"\"\n\"3\",\n,\n"
	if want := "\"id\",\"a \"\"name\"\"\"\n" + rows + rows; out.String() != want {
		t.Errorf("got\n%q\nwant\n%q", out.String(), want)
	}
	narrow := NewCSV(&out, columns[:1])
	if err := narrow.Write(batch); !fault.Is(err, fault.Internal) {
		t.Errorf("a batch of two columns for one gave %v", err)
	}
}

func BenchmarkCSV(b *testing.B) {
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{
		{Name: "i", Type: arrow.PrimitiveTypes.Int64}, {Name: "s", Type: arrow.BinaryTypes.String}, {Name: "f", Type: arrow.PrimitiveTypes.Float64},
	}, nil))
	defer builder.Release()
	for i := range 2048 {
		builder.Field(0).(*array.Int64Builder).Append(int64(i))
		builder.Field(1).(*array.StringBuilder).Append("a name")
		builder.Field(2).(*array.Float64Builder).Append(float64(i) / 7)
	}
	batch := builder.NewRecordBatch()
	defer batch.Release()
	var out bytes.Buffer
	w := NewCSV(&out, []Column{{"i", types.Simple(types.Bigint)}, {"s", types.Simple(types.Varchar)}, {"f", types.Simple(types.Double)}})
	b.ReportAllocs()
	for b.Loop() {
		out.Reset()
		if err := w.Write(batch); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(batch.NumRows())*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
