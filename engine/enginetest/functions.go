package enginetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"interlaken/engine"
	"interlaken/fault"
)

// functions calls the functions that are this program's own: for many rows on several threads, in an instance that is
// already locked, and with values that no function made. Each of those must fail with its code, within the limits, and
// must not keep the engine from serving the next statement.
func functions(t *testing.T, e engine.Engine) {
	key := engine.Key{Account: "333333333333", Objects: "functions"}
	ask1 := func(statement string) engine.Request { return engine.Request{Statement: statement, Key: key} }
	expect(t, e, ask1("SELECT 1"), "1") // locks an instance that knows no function yet
	const good = "SELECT geo_text(geo_point(1, 2)), geo_x(NULL), TRY(geo_text(geo_from_text('POINT')))"
	expect(t, e, ask1(good), "POINT (1 2)|(null)|(null)")
	t.Run("Rows", func(t *testing.T) {
		// Half of the points lie within the left half of a square; NULL is not among them.
		expect(t, e, ask1(`SELECT count(*) FILTER (geo_contains(area, geo_point(x, 0.5))), count(*) FILTER (geo_contains(area, geo_point(x, NULL)) IS NULL)
			FROM (SELECT (i % 100 + 0.5) / 100 AS x, geo_polygon('POLYGON ((0 0, 0.5 0, 0.5 1, 0 1))') AS area FROM range(200000) t(i))`), "100000|200000")
	})
	t.Run("Lists", func(t *testing.T) {
		expect(t, e, ask1(`SELECT geo_text(geo_union_all(list(geo_point(i, 0)))), len(geo_tiles_around(0, 0, 3)) FROM range(3) t(i)`),
			"MULTIPOINT ((0 0), (1 0), (2 0))|9")
	})
	for name, c := range map[string]struct {
		argument string
		code     string
	}{
		"Nothing":         {"geo_from_binary(''::BLOB)", "INVALID_FUNCTION_ARGUMENT"},
		"Counts":          {"geo_from_binary(unhex('0102000000FFFFFFFF'))", "INVALID_FUNCTION_ARGUMENT"},
		"CountsOfRings":   {"geo_from_binary(unhex('0103000000FFFFFFFF'))", "INVALID_FUNCTION_ARGUMENT"},
		"NotANumber":      {"geo_from_binary(unhex('010200000001000000000000000000F87F000000000000F87F'))", "INVALID_FUNCTION_ARGUMENT"},
		"DeepBinary":      {"geo_from_binary(unhex(repeat('010700000001000000', 1000000)))", "NOT_SUPPORTED"},
		"DeepText":        {"geo_from_text(repeat('GEOMETRYCOLLECTION(', 800000))", "NOT_SUPPORTED"},
		"DeepJSON":        {"geo_from_json(repeat('[', 1000000))", "INVALID_FUNCTION_ARGUMENT"},
		"LargeText":       {"geo_from_text(repeat(' ', 17000000))", "NOT_SUPPORTED"},
		"Infinite":        {"geo_point('Infinity'::DOUBLE, 0)", "INVALID_FUNCTION_ARGUMENT"},
		"Tiles":           {"geo_tiles_within(0, 0, 23, 1000)::VARCHAR::BLOB", "INVALID_FUNCTION_ARGUMENT"},
		"Crossings":       {"geo_intersection(" + teeth(3000, "i % 2 * 3000", "i") + ", " + teeth(3000, "i", "i % 2 * 3000") + ")", "NOT_SUPPORTED"},
		"LegacyBinary":    {"geo_from_hadoop(unhex('0000000003050000000000000000000000000000000000000000000000000000000000000000000000FFFFFFFFFFFFFFFF'))", "INVALID_FUNCTION_ARGUMENT"},
		"BrokenPolyline":  {"geo_from_polyline(repeat('~', 100000))", "INVALID_FUNCTION_ARGUMENT"},
		"OtherDimensions": {"geo_from_text('POINT ZM (1 2 3 4)')", "NOT_SUPPORTED"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ask(t.Context(), e, ask1("SELECT octet_length("+c.argument+")"))
			if !fault.Is(err, fault.Validation) || !strings.Contains(fault.Public(err), "A function failed with "+c.code+": ") {
				t.Errorf("got %.300v, want %s", err, c.code)
			}
			expect(t, e, ask1(good), "POINT (1 2)|(null)|(null)")
		})
	}
	t.Run("Time", func(t *testing.T) {
		r := ask1("SELECT sum(geo_distance(" + teeth(900, "i % 2 * 900", "i") + ", geo_point(j, -j))) FROM range(10000000) t(j)")
		r.Limits.Time = 300 * time.Millisecond
		if _, err := ask(t.Context(), e, r); !fault.Is(err, fault.Limit) {
			t.Errorf("got %v", err)
		}
		expect(t, e, ask1(good), "POINT (1 2)|(null)|(null)")
	})
}

// teeth is a line of n vertices, whose coordinates are expressions of i.
func teeth(n int, x, y string) string {
	return fmt.Sprintf("geo_line(list_transform(range(%d), lambda i: geo_point(%s, %s)))", n, x, y)
}
