package geospatial

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/peterstace/simplefeatures/geom"

	"interlaken/fault"
)

// run calls a function as an engine does.
func run(t *testing.T, name string, values ...any) (any, error) {
	t.Helper()
	for i := range Functions {
		if Functions[i].Name == name {
			return Functions[i].Caller()(values)
		}
	}
	t.Fatalf("no function %s", name)
	return nil, nil
}

func must(t *testing.T, name string, values ...any) any {
	t.Helper()
	v, err := run(t, name, values...)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return v
}

// blocks are random rectangles with whole corners, as geometries, and the unit squares that each covers.
func blocks(random *rand.Rand, n int) (all []any, covered []map[[2]int]bool) {
	for range n {
		x, y, w, h := random.IntN(12), random.IntN(12), 1+random.IntN(6), 1+random.IntN(6)
		g := rectangle(geom.XY{X: float64(x), Y: float64(y)}, geom.XY{X: float64(x + w), Y: float64(y + h)})
		all = append(all, g.AsBinary())
		squares := map[[2]int]bool{}
		for i := range w {
			for j := range h {
				squares[[2]int{x + i, y + j}] = true
			}
		}
		covered = append(covered, squares)
	}
	return all, covered
}

func merged(sets []map[[2]int]bool) map[[2]int]bool {
	out := map[[2]int]bool{}
	for _, s := range sets {
		for k := range s {
			out[k] = true
		}
	}
	return out
}

func count(a, b map[[2]int]bool, both, onlyA, onlyB bool) float64 {
	n := 0.0
	for k := range merged([]map[[2]int]bool{a, b}) {
		if a[k] && b[k] && both || a[k] && !b[k] && onlyA || b[k] && !a[k] && onlyB {
			n++
		}
	}
	return n
}

// TestOverlaysOfBlocks counts unit squares, which is an oracle of the areas of unions and overlays and of where points lie.
func TestOverlaysOfBlocks(t *testing.T) {
	const seed = 7
	random := rand.New(rand.NewPCG(seed, seed))
	for round := range 150 {
		left, inLeft := blocks(random, 1+random.IntN(8))
		right, inRight := blocks(random, 1+random.IntN(8))
		a, b := must(t, "geo_union_all", left), must(t, "geo_union_all", right)
		setA, setB := merged(inLeft), merged(inRight)
		for _, c := range []struct {
			name string
			want float64
		}{
			{"geo_union", count(setA, setB, true, true, true)},
			{"geo_intersection", count(setA, setB, true, false, false)},
			{"geo_difference", count(setA, setB, false, true, false)},
			{"geo_sym_difference", count(setA, setB, false, true, true)},
		} {
			if got := must(t, "geo_area", must(t, c.name, a, b)); math.Abs(got.(float64)-c.want) > 1e-9 {
				t.Fatalf("seed %d, round %d: %s has area %v, want %v", seed, round, c.name, got, c.want)
			}
		}
		for range 20 {
			x, y := random.IntN(18), random.IntN(18)
			p := must(t, "geo_point", float64(x)+0.5, float64(y)+0.5)
			for _, name := range []string{"geo_contains", "geo_intersects"} {
				if got := must(t, name, a, p); got != setA[[2]int{x, y}] {
					t.Fatalf("seed %d, round %d: %s of the square at %d, %d is %v", seed, round, name, x, y, got)
				}
			}
		}
		if got, want := must(t, "geo_intersects", a, b), must(t, "geo_distance", a, b) == 0.0; got != want {
			t.Fatalf("seed %d, round %d: intersects %v, at distance 0 %v", seed, round, got, want)
		}
	}
}

// TestBuffer holds the area that the union of a polygon with the band around its border has.
func TestBuffer(t *testing.T) {
	g := must(t, "geo_polygon", "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (3 3, 3 6, 6 6, 6 3, 3 3))")
	circle := must(t, "geo_area", must(t, "geo_buffer", must(t, "geo_point", 0.0, 0.0), 1.0)).(float64)
	if got := must(t, "geo_area", must(t, "geo_buffer", g, 1.0)).(float64); math.Abs(got-(81+4*9+circle-1)) > 1e-9 {
		t.Errorf("area %v", got)
	}
	if math.Abs(circle-math.Pi) > 0.003 {
		t.Errorf("a circle of radius 1 has area %v", circle)
	}
}

// TestHostile sends what no function made. Each must be refused, and none may allocate by what it claims to hold.
func TestHostile(t *testing.T) {
	little := func(code byte, rest ...byte) []byte { return append([]byte{1, code, 0, 0, 0}, rest...) }
	nest := func(depth int) []byte {
		around := string(little(codeCollection, 1, 0, 0, 0))
		return append([]byte(strings.Repeat(around, depth)), little(codeCollection, 0, 0, 0, 0)...)
	}
	nan := []byte{0, 0, 0, 0, 0, 0, 0xf8, 0x7f}
	infinity := []byte{0, 0, 0, 0, 0, 0, 0xf0, 0x7f}
	for name, b := range map[string][]byte{
		"nothing": {}, "order": {2, 1, 0, 0, 0}, "code 0": little(0), "code 8": little(8), "three dimensions": {1, 0xe9, 3, 0, 0},
		"a line of 4 billion points": little(codeLineString, 0xff, 0xff, 0xff, 0xff), "4 billion rings": little(codePolygon, 0xff, 0xff, 0xff, 0xff),
		"4 billion members": little(codeCollection, 0xff, 0xff, 0xff, 0xff), "a ring of 4 billion points": little(codePolygon, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff),
		"a million collections in each other": nest(1_000_000), "33 collections in each other": nest(33),
		"a multi-point of lines": append(little(codeMultiPoint, 1, 0, 0, 0), little(codeLineString, 0, 0, 0, 0)...),
		"a line with NaN":        append(append(little(codeLineString, 1, 0, 0, 0), nan...), nan...),
		"half a point":           append(append(little(codePoint), nan...), make([]byte, 8)...),
		"an infinite point":      append(append(little(codePoint), infinity...), infinity...),
		"bytes that follow":      append(nest(0), 0), "too large": make([]byte, MaxBytes+1),
	} {
		for _, function := range []string{"geo_from_binary", "geo_text", "geo_area"} {
			if v, err := run(t, function, b); err == nil || fault.CodeOf(err) == "GENERIC_INTERNAL_ERROR" {
				t.Errorf("%s of %s gave %v, %v", function, name, v, err)
			}
		}
	}
	if _, err := run(t, "geo_from_binary", nest(32)); err != nil {
		t.Errorf("32 collections in each other: %v", err)
	}
	for name, text := range map[string]string{
		"nesting": strings.Repeat("GEOMETRYCOLLECTION(", 1_000_000), "numbers": "POINT (1e999 0)", "nan": "POINT (NaN 0)", "hexadecimal": "POINT (0x10 0)",
		"trailing": "POINT (1 2) POINT (1 2)", "comma": "LINESTRING (1 2,)", "none": "", "size": strings.Repeat(" ", MaxBytes+1), "zero byte": "POINT (1 2)\x00",
	} {
		if v, err := run(t, "geo_from_text", text); err == nil || fault.CodeOf(err) == "GENERIC_INTERNAL_ERROR" || len(fault.Public(err)) > 300 {
			t.Errorf("%s gave %v, %v", name, v, err)
		}
	}
	for _, text := range []string{strings.Repeat("[", 100_000), `{"type":"GeometryCollection","geometries":` + strings.Repeat(`[{"type":"GeometryCollection","geometries":`, 40) + "[]" + strings.Repeat("}]", 40) + "}", `{"type":"Point","coordinates":[1e999,0]}`, `{"type":"Polygon","coordinates":[1]}`} {
		if v, err := run(t, "geo_from_json", text); err == nil || fault.CodeOf(err) == "GENERIC_INTERNAL_ERROR" {
			t.Errorf("%.60s gave %v, %v", text, v, err)
		}
	}
	shape := func(kind byte, rest ...byte) []byte {
		return append([]byte{0, 0, 0, 0, kind, shapePolygon, 0, 0, 0}, append(make([]byte, 32), rest...)...)
	}
	for name, b := range map[string][]byte{
		"4 billion parts": shape(3, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0), "4 billion points": shape(3, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff),
		"a part that starts outside": shape(3, 1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0), "a negative start": shape(3, 1, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff),
	} {
		if v, err := run(t, "geo_from_hadoop", b); err == nil || fault.CodeOf(err) == "GENERIC_INTERNAL_ERROR" {
			t.Errorf("%s gave %v, %v", name, v, err)
		}
	}
	for _, text := range []string{strings.Repeat("~", 100), "_", "\xff\xff", "_p~iF~ps|U_"} {
		if v, err := run(t, "geo_from_polyline", text); err == nil || fault.CodeOf(err) == "GENERIC_INTERNAL_ERROR" {
			t.Errorf("%q gave %v, %v", text, v, err)
		}
	}
}

// comb is a polygon of n teeth, which lie side by side or on top of each other.
func comb(n int, upright bool) any {
	ring := []geom.XY{{X: -1, Y: -1}}
	for i := range n {
		ring = append(ring, geom.XY{X: float64(n + 1), Y: float64(2 * i)}, geom.XY{X: 0, Y: float64(2*i + 1)})
	}
	ring = append(ring, geom.XY{X: -1, Y: float64(2 * n)})
	ring = append(ring, ring[0])
	if upright {
		for i, p := range ring {
			ring[i] = geom.XY{X: p.Y, Y: p.X}
		}
	}
	return geom.NewPolygon([]geom.LineString{lineOf(ring...)}).AsGeometry().AsBinary()
}

// TestCostIsBounded sends geometries of few vertices whose overlay has millions.
func TestCostIsBounded(t *testing.T) {
	a, b := comb(2000, false), comb(2000, true)
	for _, name := range []string{"geo_intersection", "geo_union", "geo_touches", "geo_equals", "geo_distance"} {
		if name == "geo_equals" {
			a, b = comb(40_000, false), comb(40_000, false)
		}
		v, err := run(t, name, a, b)
		if !fault.Is(err, "NOT_SUPPORTED") && name != "geo_equals" {
			t.Errorf("%s gave %.40v, %v", name, v, err)
		}
	}
	if _, err := run(t, "geo_buffer", comb(2000, false), 1.0); !fault.Is(err, "NOT_SUPPORTED") {
		t.Errorf("a buffer gave %v", err)
	}
	if _, err := run(t, "geo_simplify", comb(20_000, false), 1.0); !fault.Is(err, "NOT_SUPPORTED") {
		t.Errorf("simplify gave %v", err)
	}
	if _, err := run(t, "geo_interpolate_all", must(t, "geo_line_from_text", "LINESTRING (0 0, 1 1)"), 1e-12); !fault.Is(err, "NOT_SUPPORTED") {
		t.Errorf("interpolation gave %v", err)
	}
}

// TestDefectIsAFault gives a function values that its caller never has.
func TestDefectIsAFault(t *testing.T) {
	if _, err := run(t, "geo_x", "no bytes"); !fault.Is(err, "GENERIC_INTERNAL_ERROR") {
		t.Errorf("got %v", err)
	}
}

func BenchmarkContains(b *testing.B) {
	var ring []geom.XY
	for i := range 100 {
		sin, cos := math.Sincos(float64(i) * 2 * math.Pi / 100)
		ring = append(ring, geom.XY{X: cos, Y: sin})
	}
	area := any(geom.NewPolygon([]geom.LineString{lineOf(append(ring, ring[0])...)}).AsGeometry().AsBinary())
	for i := range Functions {
		if f := &Functions[i]; f.Name == "geo_contains" {
			call := f.Caller()
			for n := 0; b.Loop(); n++ {
				p := pointOf(geom.XY{X: float64(n%100) / 100, Y: 0.3}).AsBinary()
				if _, err := call([]any{area, p}); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}
