package geospatial

import (
	"encoding/binary"
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

// A shape of the Spatial Framework for Hadoop, which Athena's guide calls legacy binary, is four bytes of a reference
// system, one of the geometry's type, and a shape of Esri's shapefiles (ESRI Shapefile Technical Description) in little
// endian: its kind, then a point, or a bounding box, counts and points.

// The kinds of shape.
const (
	shapePoint      = 1
	shapeLine       = 3
	shapePolygon    = 5
	shapeMultiPoint = 8
)

// hadoopTypes are the geometry types in the order of their numbers, from 1.
var hadoopTypes = []geom.GeometryType{
	geom.TypePoint, geom.TypeLineString, geom.TypePolygon, geom.TypeMultiPoint, geom.TypeMultiLineString, geom.TypeMultiPolygon,
}

var shapeKinds = map[geom.GeometryType]uint32{
	geom.TypePoint: shapePoint, geom.TypeLineString: shapeLine, geom.TypePolygon: shapePolygon,
	geom.TypeMultiPoint: shapeMultiPoint, geom.TypeMultiLineString: shapeLine, geom.TypeMultiPolygon: shapePolygon,
}

// noPlace is what stands for the coordinates of an empty point.
const noPlace = -math.MaxFloat64

func fromHadoop(a []any) (any, error) {
	b := a[0].([]byte)
	if len(b) > MaxBytes {
		return nil, tooLarge()
	}
	if len(b) <= 5 {
		return nil, invalid("Hadoop shape input is too short")
	}
	number := int8(b[4])
	if number < 0 || int(number) > len(hadoopTypes) {
		return nil, invalid("Invalid Hadoop shape type: %d", number)
	}
	r := shapeReader{b[5:], false}
	kind := r.integer()
	if number == 0 || r.short || kind != shapeKinds[hadoopTypes[number-1]] {
		return nil, invalid("Invalid Hadoop shape")
	}
	g := r.geometry(hadoopTypes[number-1], kind)
	if r.short {
		return nil, invalid("Invalid Hadoop shape")
	}
	return oriented(g), nil
}

// shapeReader reads numbers; short is set when there were too few bytes, or a count of what cannot be there.
type shapeReader struct {
	rest  []byte
	short bool
}

func (r *shapeReader) take(n int) []byte {
	if n < 0 || len(r.rest) < n {
		r.short = true
		return make([]byte, max(0, min(n, 32)))
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *shapeReader) integer() uint32 { return binary.LittleEndian.Uint32(r.take(4)) }

// count reads a number of things of a size.
func (r *shapeReader) count(size int) int {
	n := r.integer()
	if uint64(n)*uint64(size) > uint64(len(r.rest)) {
		r.short = true
		return 0
	}
	return int(n)
}

func (r *shapeReader) point() geom.XY {
	b := r.take(16)
	return geom.XY{X: math.Float64frombits(binary.LittleEndian.Uint64(b)), Y: math.Float64frombits(binary.LittleEndian.Uint64(b[8:]))}
}

func (r *shapeReader) geometry(t geom.GeometryType, kind uint32) geom.Geometry {
	if kind == shapePoint {
		if xy := r.point(); !r.short && xy.X > noPlace && xy.Y > noPlace {
			return pointOf(xy)
		}
		return geom.Point{}.AsGeometry()
	}
	r.take(32) // bounding box
	if kind == shapeMultiPoint {
		all := make([]geom.Point, r.count(16))
		for i := range all {
			all[i] = r.point().AsPoint()
		}
		return geom.NewMultiPoint(all).AsGeometry()
	}
	paths := r.paths()
	switch t {
	case geom.TypeLineString:
		if len(paths) == 0 {
			return geom.LineString{}.AsGeometry()
		}
		r.short = r.short || len(paths) > 1
		return paths[0].AsGeometry()
	case geom.TypeMultiLineString:
		return geom.NewMultiLineString(paths).AsGeometry()
	}
	var polygons []geom.Polygon
	var rings []geom.LineString
	for i, p := range paths { // a ring that goes to the right begins a polygon, those after it are its holes
		if i > 0 && signedArea(p.Coordinates()) <= 0 {
			polygons, rings = append(polygons, geom.NewPolygon(rings)), nil
		}
		rings = append(rings, p)
	}
	if len(rings) > 0 {
		polygons = append(polygons, geom.NewPolygon(rings))
	}
	if t == geom.TypeMultiPolygon {
		return geom.NewMultiPolygon(polygons).AsGeometry()
	}
	if len(polygons) == 0 {
		return geom.Polygon{}.AsGeometry()
	}
	r.short = r.short || len(polygons) > 1
	return polygons[0].AsGeometry()
}

func (r *shapeReader) paths() []geom.LineString {
	parts := r.integer()
	total := r.integer()
	if uint64(parts)*4+uint64(total)*16 > uint64(len(r.rest)) {
		r.short = true
		return nil
	}
	starts := make([]int, parts, parts+1)
	for i := range starts {
		starts[i] = int(r.integer())
	}
	starts = append(starts, int(total))
	all := make([]geom.XY, total)
	for i := range all {
		all[i] = r.point()
	}
	out := make([]geom.LineString, parts)
	for i := range out {
		if starts[i] > starts[i+1] || starts[i+1] > len(all) {
			r.short = true
			return nil
		}
		out[i] = lineOf(all[starts[i]:starts[i+1]]...)
	}
	return out
}

func toHadoop(g *shape) (any, error) {
	kind, ok := shapeKinds[g.Type()]
	if !ok {
		return nil, unsupported("A legacy binary of a collection is not supported")
	}
	b := []byte{0, 0, 0, 0, 0}
	for i, t := range hadoopTypes {
		if t == g.Type() {
			b[4] = byte(i + 1)
		}
	}
	order := binary.LittleEndian
	b = order.AppendUint32(b, kind)
	appendPoint := func(p geom.XY) {
		b = order.AppendUint64(order.AppendUint64(b, math.Float64bits(p.X)), math.Float64bits(p.Y))
	}
	if kind == shapePoint {
		xy, ok := g.MustAsPoint().XY()
		if !ok {
			xy = geom.XY{X: noPlace, Y: noPlace}
		}
		appendPoint(xy)
		return b, nil
	}
	low, high, ok := g.box().MinMaxXYs()
	if !ok {
		low, high = geom.XY{X: math.NaN(), Y: math.NaN()}, geom.XY{X: math.NaN(), Y: math.NaN()}
	}
	appendPoint(low)
	appendPoint(high)
	paths := sequences(kept(g.Geometry))
	if g.IsEmpty() {
		paths = nil
	}
	total := 0
	for _, p := range paths {
		total += p.Length()
	}
	if kind != shapeMultiPoint {
		b = order.AppendUint32(b, uint32(len(paths)))
	}
	b = order.AppendUint32(b, uint32(total))
	start := 0
	for _, p := range paths {
		if kind != shapeMultiPoint {
			b = order.AppendUint32(b, uint32(start))
		}
		start += p.Length()
	}
	for _, p := range paths {
		for _, xy := range points(p) {
			appendPoint(xy)
		}
	}
	return b, nil
}
