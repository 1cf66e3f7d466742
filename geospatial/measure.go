package geospatial

import (
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

func length(g *shape) (any, error) {
	if err := only("ST_Length", g.Geometry, geom.TypeLineString, geom.TypeMultiLineString); err != nil {
		return nil, err
	}
	return g.Length(), nil
}

// distance is null where one geometry is empty.
func distance(args []any) (any, error) {
	a, b := args[0].(*shape), args[1].(*shape)
	if a.IsEmpty() || b.IsEmpty() {
		return nil, nil
	}
	if err := affordable(a, b); err != nil {
		return nil, err
	}
	p, q, err := nearest(a.Geometry, b.Geometry)
	if err != nil {
		return nil, err
	}
	return p.Sub(q).Length(), nil
}

func nearestPoints(args []any) (any, error) {
	a, b := args[0].(*shape), args[1].(*shape)
	if a.IsEmpty() || b.IsEmpty() {
		return nil, nil
	}
	p, q, err := nearest(a.Geometry, b.Geometry)
	if err != nil {
		return nil, err
	}
	return []geom.Geometry{pointOf(p), pointOf(q)}, nil
}

// nearest finds a pair of points of least distance: one point of both where one lies within an area of the other, else
// on the paths of both.
func nearest(a, b geom.Geometry) (p, q geom.XY, err error) {
	if p, ok := within(b, a); ok {
		return p, p, nil
	}
	if p, ok := within(a, b); ok {
		return p, p, nil
	}
	left, right := segments(a), segments(b)
	if len(left)*len(right) > maxPairs {
		return p, q, unsupported("The distance of geometries of more than %d pairs of segments is not supported", maxPairs)
	}
	least := math.Inf(1)
	for _, s := range left {
		for _, t := range right {
			if boxDistance(s, t) >= least {
				continue
			}
			if x, y, d := s.nearest(t); d < least {
				p, q, least = x, y, d
			}
		}
	}
	return p, q, nil
}

// within finds a point of the inner geometry's parts that lies in an area of the outer.
func within(outer, inner geom.Geometry) (geom.XY, bool) {
	for _, area := range outer.Dump() {
		if area.Type() != geom.TypePolygon {
			continue
		}
		s := shapeOf(area)
		for _, path := range sequences(inner) {
			if path.Length() == 0 || !s.box().Contains(path.GetXY(0)) {
				continue
			}
			if where, _ := sideOf(s, shapeOf(pointOf(path.GetXY(0)))); where != outside {
				return path.GetXY(0), true
			}
		}
	}
	return geom.XY{}, false
}

// segment is a line between two points, which may be one.
type segment [2]geom.XY

func segments(g geom.Geometry) []segment {
	var out []segment
	for _, s := range sequences(g) {
		if s.Length() == 1 {
			out = append(out, segment{s.GetXY(0), s.GetXY(0)})
		}
		for i := 1; i < s.Length(); i++ {
			out = append(out, segment{s.GetXY(i - 1), s.GetXY(i)})
		}
	}
	return out
}

// boxDistance is at most the distance of two segments.
func boxDistance(s, t segment) float64 {
	gap := func(a, b, c, d float64) float64 {
		return max(0, min(c, d)-max(a, b), min(a, b)-max(c, d))
	}
	return math.Hypot(gap(s[0].X, s[1].X, t[0].X, t[1].X), gap(s[0].Y, s[1].Y, t[0].Y, t[1].Y))
}

// along is where on a segment the point nearest to another lies, as a fraction of its length.
func (s segment) along(p geom.XY) float64 {
	d := s[1].Sub(s[0])
	square := d.Dot(d)
	if square == 0 {
		return 0
	}
	return min(1, max(0, p.Sub(s[0]).Dot(d)/square))
}

func (s segment) at(fraction float64) geom.XY {
	switch fraction {
	case 0:
		return s[0]
	case 1:
		return s[1]
	}
	return s[0].Add(s[1].Sub(s[0]).Scale(fraction))
}

func (s segment) distance(p geom.XY) float64 { return s.at(s.along(p)).Sub(p).Length() }

// nearest is a pair of points of least distance and the distance.
func (s segment) nearest(t segment) (p, q geom.XY, distance float64) {
	if x, ok := s.crossing(t); ok {
		return x, x, 0
	}
	distance = math.Inf(1)
	try := func(a, b geom.XY) {
		if d := a.Sub(b).Length(); d < distance {
			p, q, distance = a, b, d
		}
	}
	for i := range 2 {
		try(s.at(s.along(t[i])), t[i])
		try(s[i], t.at(t.along(s[i])))
	}
	return p, q, distance
}

// crossing is the point in which two segments cross, each within the other's length and without an end on the other.
func (s segment) crossing(t segment) (geom.XY, bool) {
	d, e := s[1].Sub(s[0]), t[1].Sub(t[0])
	a, b := d.Cross(t[0].Sub(s[0])), d.Cross(t[1].Sub(s[0]))
	f, g := e.Cross(s[0].Sub(t[0])), e.Cross(s[1].Sub(t[0]))
	if a*b >= 0 || f*g >= 0 {
		return geom.XY{}, false
	}
	return s.at(f / (f - g)), true
}
