package geospatial

import (
	"slices"
	"strings"

	"github.com/peterstace/simplefeatures/geom"
)

// members are the geometries that one consists of; nil for a point, line string or polygon.
func members(g geom.Geometry) []geom.Geometry {
	switch g.Type() {
	case geom.TypeMultiPoint:
		return eachOf(g.MustAsMultiPoint().Dump(), geom.Point.AsGeometry)
	case geom.TypeMultiLineString:
		return eachOf(g.MustAsMultiLineString().Dump(), geom.LineString.AsGeometry)
	case geom.TypeMultiPolygon:
		return eachOf(g.MustAsMultiPolygon().Dump(), geom.Polygon.AsGeometry)
	case geom.TypeGeometryCollection:
		c := g.MustAsGeometryCollection()
		out := make([]geom.Geometry, c.NumGeometries())
		for i := range out {
			out[i] = c.GeometryN(i)
		}
		return out
	}
	return nil
}

func eachOf[T, U any](items []T, f func(T) U) []U {
	out := make([]U, len(items))
	for i, item := range items {
		out[i] = f(item)
	}
	return out
}

func points(s geom.Sequence) []geom.XY {
	out := make([]geom.XY, s.Length())
	for i := range out {
		out[i] = s.GetXY(i)
	}
	return out
}

func sequence(points []geom.XY) geom.Sequence {
	flat := make([]float64, 0, 2*len(points))
	for _, p := range points {
		flat = append(flat, p.X, p.Y)
	}
	return geom.NewSequence(flat, geom.DimXY)
}

func lineOf(points ...geom.XY) geom.LineString { return geom.NewLineString(sequence(points)) }

// sequences are the paths of a geometry: rings, lines and points of their own.
func sequences(g geom.Geometry) []geom.Sequence {
	var out []geom.Sequence
	for _, part := range g.Dump() {
		switch part.Type() {
		case geom.TypePoint:
			if xy, ok := part.MustAsPoint().XY(); ok {
				out = append(out, sequence([]geom.XY{xy}))
			}
		case geom.TypeLineString:
			out = append(out, part.MustAsLineString().Coordinates())
		default:
			out = append(out, part.MustAsPolygon().Coordinates()...)
		}
	}
	return out
}

// vertices counts what sequences hold.
func vertices(gs ...geom.Geometry) int {
	n := 0
	for _, g := range gs {
		for _, s := range sequences(g) {
			n += s.Length()
		}
	}
	return n
}

// typeNames are Trino's words for types in sentences.
var typeNames = map[geom.GeometryType]string{
	geom.TypePoint: "POINT", geom.TypeMultiPoint: "MULTI_POINT", geom.TypeLineString: "LINE_STRING",
	geom.TypeMultiLineString: "MULTI_LINE_STRING", geom.TypePolygon: "POLYGON", geom.TypeMultiPolygon: "MULTI_POLYGON",
	geom.TypeGeometryCollection: "GEOMETRY_COLLECTION",
}

// only refuses geometries of other types than a function takes, in Trino's words.
func only(function string, g geom.Geometry, want ...geom.GeometryType) error {
	if slices.Contains(want, g.Type()) {
		return nil
	}
	return invalid("%s only applies to %s. Input type is: %s", function, typeList(want), typeNames[g.Type()])
}

func typeList(types []geom.GeometryType) string {
	return strings.Join(eachOf(types, func(t geom.GeometryType) string { return typeNames[t] }), " or ")
}
