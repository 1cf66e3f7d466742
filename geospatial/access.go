package geospatial

import (
	"github.com/peterstace/simplefeatures/geom"
)

// of makes a function of one geometry.
func of(f func(g *shape) (any, error)) func(a []any) (any, error) {
	return func(a []any) (any, error) { return f(a[0].(*shape)) }
}

// nth is f of the index that stands second, which counts from 1 and lies within the count; null else.
func nth[T any](items []T, index int64, f func(T) geom.Geometry) any {
	if index < 1 || index > int64(len(items)) {
		return nil
	}
	return f(items[index-1])
}

func same(g geom.Geometry) geom.Geometry { return g }

// parts are the members, or the geometry itself where it has none; nil for an empty one.
func parts(g *shape) []geom.Geometry {
	switch {
	case g.IsEmpty():
		return nil
	case members(g.Geometry) == nil:
		return []geom.Geometry{g.Geometry}
	}
	return members(g.Geometry)
}

func geometryN(a []any) (any, error) { return nth(parts(a[0].(*shape)), a[1].(int64), same), nil }

func geometries(g *shape) (any, error) {
	if p := parts(g); p != nil {
		return p, nil
	}
	return nil, nil
}

func numGeometries(g *shape) (any, error) { return int64(len(parts(g))), nil }

func pointN(a []any) (any, error) {
	g := a[0].(*shape)
	if err := only("ST_PointN", g.Geometry, geom.TypeLineString); err != nil {
		return nil, err
	}
	return nth(points(g.MustAsLineString().Coordinates()), a[1].(int64), pointOf), nil
}

func pointOf(p geom.XY) geom.Geometry { return p.AsPoint().AsGeometry() }

// end is the first or last point of a line.
func end(function string, of func(geom.LineString) geom.Point) func(a []any) (any, error) {
	return func(a []any) (any, error) {
		g := a[0].(*shape)
		if err := only(function, g.Geometry, geom.TypeLineString); err != nil || g.IsEmpty() {
			return nil, err
		}
		return of(g.MustAsLineString()).AsGeometry(), nil
	}
}

// holes are the interior rings of a polygon; nil and no error for an empty one.
func holes(function string, g *shape) ([]geom.LineString, error) {
	if err := only(function, g.Geometry, geom.TypePolygon); err != nil || g.IsEmpty() {
		return nil, err
	}
	return g.MustAsPolygon().DumpRings()[1:], nil
}

func interiorRingN(a []any) (any, error) {
	rings, err := holes("ST_InteriorRingN", a[0].(*shape))
	return nth(rings, a[1].(int64), geom.LineString.AsGeometry), err
}

func interiorRings(g *shape) (any, error) {
	rings, err := holes("ST_InteriorRings", g)
	if err != nil || g.IsEmpty() {
		return nil, err
	}
	return eachOf(rings, geom.LineString.AsGeometry), nil
}

func numInteriorRing(g *shape) (any, error) {
	rings, err := holes("ST_NumInteriorRing", g)
	if err != nil || g.IsEmpty() {
		return nil, err
	}
	return int64(len(rings)), nil
}

func exteriorRing(g *shape) (any, error) {
	if err := only("ST_ExteriorRing", g.Geometry, geom.TypePolygon); err != nil || g.IsEmpty() {
		return nil, err
	}
	return g.MustAsPolygon().ExteriorRing().AsGeometry(), nil
}

// numPoints counts the vertices, of a ring without the one that closes it.
func numPoints(g *shape) (any, error) {
	n := vertices(g.Geometry)
	for _, part := range g.Dump() {
		if part.Type() == geom.TypePolygon {
			n -= len(part.MustAsPolygon().Coordinates())
		}
	}
	return int64(n), nil
}

// allPoints are the vertices. Those of rings come in the order in which Trino keeps them, which is not the one it shows.
func allPoints(g *shape) (any, error) {
	if g.IsEmpty() {
		return nil, nil
	}
	var out []geom.Geometry
	for _, s := range sequences(kept(g.Geometry)) {
		out = append(out, eachOf(points(s), pointOf)...)
	}
	return out, nil
}

// kept turns the rings of what Trino shows into the other direction.
func kept(g geom.Geometry) geom.Geometry {
	switch g.Type() {
	case geom.TypePolygon:
		return geom.NewPolygon(eachOf(g.MustAsPolygon().DumpRings(), geom.LineString.Reverse)).AsGeometry()
	case geom.TypeMultiPolygon:
		return geom.NewMultiPolygon(eachOf(members(g), func(p geom.Geometry) geom.Polygon { return kept(p).MustAsPolygon() })).AsGeometry()
	case geom.TypeGeometryCollection:
		return geom.NewGeometryCollection(eachOf(members(g), kept)).AsGeometry()
	}
	return g
}

// ordinate is X or Y of a point.
func ordinate(function string, of func(geom.XY) float64) func(a []any) (any, error) {
	return func(a []any) (any, error) {
		g := a[0].(*shape)
		if err := only(function, g.Geometry, geom.TypePoint); err != nil || g.IsEmpty() {
			return nil, err
		}
		xy, _ := g.MustAsPoint().XY()
		return of(xy) + 0, nil
	}
}

// bound is an edge of the bounding box.
func bound(of func(low, high geom.XY) float64) func(a []any) (any, error) {
	return func(a []any) (any, error) {
		low, high, ok := a[0].(*shape).box().MinMaxXYs()
		if !ok {
			return nil, nil
		}
		return of(low, high), nil
	}
}

func isClosed(g *shape) (any, error) {
	if err := only("ST_IsClosed", g.Geometry, geom.TypeLineString, geom.TypeMultiLineString); err != nil {
		return nil, err
	}
	for _, s := range sequences(g.Geometry) {
		if n := s.Length(); n > 0 && s.GetXY(0) != s.GetXY(n-1) {
			return false, nil
		}
	}
	return true, nil
}

// standardNames are the names that ST_GeometryType gives (ISO/IEC 13249-3).
var standardNames = map[geom.GeometryType]string{
	geom.TypePoint: "ST_Point", geom.TypeMultiPoint: "ST_MultiPoint", geom.TypeLineString: "ST_LineString",
	geom.TypeMultiLineString: "ST_MultiLineString", geom.TypePolygon: "ST_Polygon", geom.TypeMultiPolygon: "ST_MultiPolygon",
	geom.TypeGeometryCollection: "ST_GeomCollection",
}
