package geospatial

import (
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

// quarter is how many corners a quarter of a circle has, as in the results that Trino's tests have (TestGeoFunctions,
// ST_Buffer): 96 go around.
const quarter = 24

// buffered is all that lies within a distance of a geometry: the union of the geometry and of what a disk passes over
// that moves along its paths. Null for an empty geometry.
func buffered(a []any) (any, error) {
	g, distance := a[0].(*shape), a[1].(float64)
	switch {
	case math.IsNaN(distance):
		return nil, invalid("distance is NaN")
	case distance < 0:
		return nil, invalid("distance is negative")
	case distance == 0:
		return g.Geometry, nil
	case g.IsEmpty():
		return nil, nil
	case math.IsInf(distance, 1):
		return noArea(g.Geometry), nil
	}
	low, high, _ := g.box().MinMaxXYs()
	if math.IsInf(max(high.X, high.Y, -low.X, -low.Y)+distance, 0) {
		return nil, unsupported("A buffer that reaches beyond the largest number is not supported")
	}
	along := segments(g.Geometry)
	if len(along)*4*quarter > maxVertices {
		return nil, unsupported("A buffer around more than %d segments is not supported", maxVertices/4/quarter)
	}
	pieces := make([]*shape, 0, len(along)+1)
	if g.Dimension() == 2 {
		pieces = append(pieces, g)
	}
	for _, s := range along {
		around := disk(s[0], distance)
		if s[0] != s[1] {
			both := geom.NewMultiPolygon([]geom.Polygon{around, disk(s[1], distance)})
			hull := both.ConvexHull()
			if hull.Type() != geom.TypePolygon {
				return nil, unsupported("A buffer that is too small for the numbers of its geometry is not supported")
			}
			around = hull.MustAsPolygon()
		}
		pieces = append(pieces, shapeOf(around.AsGeometry()))
	}
	if len(along) == 1 && len(pieces) == 1 && along[0][0] == along[0][1] {
		return pieces[0], nil
	}
	return union(pieces)
}

// disk begins at the right and goes to the left around its centre.
func disk(centre geom.XY, radius float64) geom.Polygon {
	var ring []geom.XY
	for turn := range 4 {
		for i := range quarter {
			sin, cos := math.Sincos(float64(i) * (math.Pi / 2 / quarter))
			d := [4]geom.XY{{X: cos, Y: sin}, {X: -sin, Y: cos}, {X: -cos, Y: -sin}, {X: sin, Y: -cos}}[turn]
			ring = append(ring, centre.Add(d.Scale(radius)))
		}
	}
	return geom.NewPolygon([]geom.LineString{lineOf(append(ring, ring[0])...)})
}
