package geospatial

import (
	"slices"

	"github.com/peterstace/simplefeatures/geom"
)

func envelope(g *shape) (any, error) {
	low, high, ok := g.box().MinMaxXYs()
	if !ok {
		return geom.Polygon{}.AsGeometry(), nil
	}
	return rectangle(low, high), nil
}

// rectangle is a polygon of four corners also where it has no area.
func rectangle(low, high geom.XY) geom.Geometry {
	ring := lineOf(low, geom.XY{X: high.X, Y: low.Y}, high, geom.XY{X: low.X, Y: high.Y}, low)
	return geom.NewPolygon([]geom.LineString{ring}).AsGeometry()
}

func envelopeAsPoints(g *shape) (any, error) {
	low, high, ok := g.box().MinMaxXYs()
	if !ok {
		return nil, nil
	}
	return []geom.Geometry{pointOf(low), pointOf(high)}, nil
}

// boundary is of several parts, be it one: Trino's library keeps it so.
func boundary(g *shape) (any, error) {
	switch g.Dimension() {
	case 0:
		return geom.MultiPoint{}.AsGeometry(), nil
	case 1:
		if g.Type() == geom.TypeGeometryCollection {
			break
		}
		ends := g.Boundary()
		if ends.Type() == geom.TypePoint {
			return geom.NewMultiPoint([]geom.Point{ends.MustAsPoint()}).AsGeometry(), nil
		}
		return ends, nil
	}
	if g.Type() == geom.TypeGeometryCollection {
		return nil, unsupported("ST_Boundary of a collection is not supported")
	}
	return geom.NewMultiLineString(eachOf(sequences(g.Geometry), geom.NewLineString)).AsGeometry(), nil
}

// convexHull begins with the first vertex that lies on it.
func convexHull(g *shape) (any, error) {
	if g.IsEmpty() || g.Type() == geom.TypePoint {
		return g.Geometry, nil
	}
	hull := g.ConvexHull()
	order := map[geom.XY]int{}
	for _, s := range sequences(g.Geometry) {
		for _, p := range points(s) {
			if _, ok := order[p]; !ok {
				order[p] = len(order)
			}
		}
	}
	earlier := func(a, b geom.XY) int { return order[a] - order[b] }
	switch hull.Type() {
	case geom.TypeLineString:
		line := points(hull.MustAsLineString().Coordinates())
		slices.SortFunc(line, earlier)
		return lineOf(line...).AsGeometry(), nil
	case geom.TypePolygon:
		ring := orientedPolygon(hull.MustAsPolygon()).ExteriorRing().Coordinates()
		return geom.NewPolygon([]geom.LineString{geom.NewLineString(turned(ring, earlier))}).AsGeometry(), nil
	}
	return hull, nil
}

func hullOfAll(a []any) (any, error) {
	var all []geom.Geometry
	for _, g := range a[0].([]*shape) {
		if g != nil {
			all = append(all, g.Geometry)
		}
	}
	switch len(all) {
	case 0:
		return nil, nil
	case 1:
		return convexHull(shapeOf(all[0]))
	}
	return convexHull(shapeOf(geom.NewGeometryCollection(all).AsGeometry()))
}

// centroid is that of the highest dimension that has a measure: an area without one is taken as its lines, lines
// without length as their points.
func centroid(g *shape) (any, error) {
	if g.Type() == geom.TypeGeometryCollection {
		return nil, only("ST_Centroid", g.Geometry, geom.TypePoint, geom.TypeMultiPoint, geom.TypeLineString, geom.TypeMultiLineString, geom.TypePolygon, geom.TypeMultiPolygon)
	}
	of := g.Geometry
	if of.Dimension() == 2 && of.Area() != 0 {
		return pointOf(centreOf(sequences(of))), nil
	}
	if of.Dimension() == 2 {
		of = geom.NewMultiLineString(eachOf(sequences(of), geom.NewLineString)).AsGeometry()
	}
	if of.Dimension() == 1 && of.Length() == 0 {
		var all []geom.Point
		for _, s := range sequences(of) {
			all = append(all, eachOf(points(s), geom.XY.AsPoint)...)
		}
		of = geom.NewMultiPoint(all).AsGeometry()
	}
	return of.Centroid().AsGeometry(), nil
}

// centreOf is the centre of gravity of rings that go around areas to the left and around holes to the right: that of the
// triangles from one point to their segments.
func centreOf(rings []geom.Sequence) geom.XY {
	base := rings[0].GetXY(0)
	var moment geom.XY
	area := 0.0
	for _, r := range rings {
		for i := 1; i < r.Length(); i++ {
			p, q := r.GetXY(i-1), r.GetXY(i)
			twice := p.Sub(base).Cross(q.Sub(base))
			moment = moment.Add(base.Add(p).Add(q).Scale(twice))
			area += twice
		}
	}
	return geom.XY{X: moment.X / 3 / area, Y: moment.Y / 3 / area}
}
