package geospatial

import (
	"testing"

	"github.com/peterstace/simplefeatures/geom"

	"interlaken/fault"
)

// FuzzFunctions gives two geometries to every function of geometries: none may fail by a defect of this program, and what
// one gives must be a geometry again.
func FuzzFunctions(f *testing.F) {
	for _, pair := range [][2]string{
		{"POINT (1 2)", "POLYGON ((0 0, 4 0, 4 4, 0 4), (1 1, 1 2, 2 2, 2 1))"},
		{"LINESTRING (0 0, 1 1, 1 0, 0 1)", "MULTIPOINT (0 0, 1 1, 1 1)"},
		{"POLYGON ((0 0, 1 1, 0 1, 1 0, 0 0))", "MULTILINESTRING ((0 0, 3 3), (0 0, 0 0), EMPTY)"},
		{"GEOMETRYCOLLECTION (POLYGON ((0 0, 9 0, 9 9)), POINT EMPTY, LINESTRING (3 3, 4 4), GEOMETRYCOLLECTION EMPTY)", "POLYGON ((1 1))"},
		{"MULTIPOLYGON (((0 0, 1 0, 1 1)), EMPTY)", "POLYGON ((0 0, 0 0, 0 0, 0 0))"},
		{"LINESTRING (0 0)", "LINESTRING EMPTY"},
		{"POINT (1e100 -1e100)", "LINESTRING (1e100 0, -1e100 1e-300)"},
	} {
		var binary [2][]byte
		for i, text := range pair {
			g, err := fromText(text)
			if err != nil {
				f.Fatal(err)
			}
			binary[i] = g.(geom.Geometry).AsBinary()
		}
		f.Add(binary[0], binary[1], 0.5)
		f.Add(binary[1], binary[0], 1.0)
	}
	f.Fuzz(func(t *testing.T, a, b []byte, number float64) {
		if len(a)+len(b) > 2000 {
			return // the fuzzer seeks forms, not sizes
		}
		for i := range Functions {
			function := &Functions[i]
			values := make([]any, len(function.Parameters))
			geometries := 0
			for n, p := range function.Parameters {
				switch p {
				case Geometry, Bytes:
					values[n] = [][]byte{a, b}[geometries%2]
					geometries++
				case Geometries:
					values[n] = []any{a, nil, b}
				case Text:
					values[n] = string(b)
				case Double:
					values[n] = number
				case Integer:
					values[n] = int64(n + 1)
				}
			}
			v, err := function.Caller()(values)
			if fault.CodeOf(err) == "GENERIC_INTERNAL_ERROR" || fault.CodeOf(err) == fault.Internal {
				t.Fatalf("%s of %x, %x and %v: %v", function.Name, a, b, number, err)
			}
			if g, ok := v.([]byte); ok && err == nil && function.Result == Geometry {
				if _, err := decode(g); err != nil {
					t.Fatalf("%s of %x, %x and %v gives %x: %v", function.Name, a, b, number, g, err)
				}
			}
		}
	})
}
