package geospatial

import (
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

// maxSimplified is how many vertices simplify_geometry takes: it holds each shortcut against all segments.
const maxSimplified = 10_000

// simplified leaves out vertices within a tolerance, by Douglas and Peucker's algorithm, where no lines or rings come to
// meet that did not; a ring keeps three corners.
func simplified(a []any) (any, error) {
	g, tolerance := a[0].(*shape), a[1].(float64)
	switch {
	case math.IsNaN(tolerance):
		return nil, invalid("distanceTolerance is NaN")
	case tolerance < 0:
		return nil, invalid("distanceTolerance is negative")
	case tolerance == 0:
		return g.Geometry, nil
	case vertices(g.Geometry) > maxSimplified:
		return nil, unsupported("simplify_geometry of more than %d vertices is not supported", maxSimplified)
	}
	s := simplifier{tolerance: tolerance}
	s.collect(kept(g.Geometry))
	for i := range s.paths {
		s.paths[i].simplify(&s)
	}
	return oriented(s.rebuild(kept(g.Geometry))), nil
}

// simplifier works on all paths of a geometry, in their order.
type simplifier struct {
	tolerance float64
	paths     []simplifiedPath
	shortcuts []segment
	next      int // of rebuild
}

// simplifiedPath is a line or ring: its vertices, which of its segments still stand, and what is left of it.
type simplifiedPath struct {
	points []geom.XY
	gone   []bool
	least  int // vertices that stay at least
	result []geom.XY
}

func (s *simplifier) collect(g geom.Geometry) {
	for _, part := range g.Dump() {
		least := map[geom.GeometryType]int{geom.TypeLineString: 2, geom.TypePolygon: 4}[part.Type()]
		if least == 0 {
			continue
		}
		for _, path := range sequences(part) {
			s.paths = append(s.paths, simplifiedPath{points: points(path), gone: make([]bool, path.Length()), least: least})
		}
	}
}

func (p *simplifiedPath) simplify(s *simplifier) {
	if len(p.points) == 0 {
		return
	}
	p.result = p.points[:1:1]
	if len(p.points) > 1 {
		p.section(s, 0, len(p.points)-1, 0)
	}
}

// section goes from vertex i to j: by a shortcut where it may, else by way of the vertex farthest from it.
func (p *simplifiedPath) section(s *simplifier, i, j, depth int) {
	if i+1 == j {
		p.result = append(p.result, p.points[j])
		return
	}
	shortcut := segment{p.points[i], p.points[j]}
	farthest, away := i+1, -1.0
	for k := i + 1; k < j; k++ {
		if d := shortcut.distance(p.points[k]); d > away {
			farthest, away = k, d
		}
	}
	size := len(p.result)
	if size == 1 {
		size = 0 // no segment stands yet
	}
	enough := size >= p.least || depth+2 >= p.least
	if enough && away <= s.tolerance && !s.blocked(p, i, j, shortcut) {
		for k := i; k < j; k++ {
			p.gone[k] = true
		}
		s.shortcuts = append(s.shortcuts, shortcut)
		p.result = append(p.result, p.points[j])
		return
	}
	p.section(s, i, farthest, depth+1)
	p.section(s, farthest, j, depth+1)
}

// blocked reports a shortcut that meets another shortcut or a segment that stands, other than at ends of both.
func (s *simplifier) blocked(of *simplifiedPath, i, j int, shortcut segment) bool {
	for _, t := range s.shortcuts {
		if shortcut.meetsInside(t) {
			return true
		}
	}
	for n := range s.paths {
		p := &s.paths[n]
		for k := 0; k+1 < len(p.points); k++ {
			if p.gone[k] || p == of && k >= i && k < j {
				continue
			}
			if shortcut.meetsInside(segment{p.points[k], p.points[k+1]}) {
				return true
			}
		}
	}
	return false
}

// meetsInside reports segments that have a point in common that is not an end of both.
func (s segment) meetsInside(t segment) bool {
	if boxDistance(s, t) > 0 {
		return false
	}
	if _, ok := s.crossing(t); ok {
		return true
	}
	for i := range 2 {
		if s.holds(t[i]) || t.holds(s[i]) {
			return true
		}
	}
	return false
}

// holds reports a point on a segment other than its ends.
func (s segment) holds(p geom.XY) bool {
	return p != s[0] && p != s[1] && s[1].Sub(s[0]).Cross(p.Sub(s[0])) == 0 && between(s[0].X, p.X, s[1].X) && between(s[0].Y, p.Y, s[1].Y)
}

// rebuild puts the simplified paths in place of a geometry's own.
func (s *simplifier) rebuild(g geom.Geometry) geom.Geometry {
	take := func() geom.LineString {
		s.next++
		return lineOf(s.paths[s.next-1].result...)
	}
	switch g.Type() {
	case geom.TypeLineString:
		return take().AsGeometry()
	case geom.TypePolygon:
		rings := g.MustAsPolygon().DumpRings()
		for i := range rings {
			rings[i] = take()
		}
		return geom.NewPolygon(rings).AsGeometry()
	case geom.TypeMultiLineString:
		return geom.NewMultiLineString(eachOf(members(g), func(m geom.Geometry) geom.LineString { return s.rebuild(m).MustAsLineString() })).AsGeometry()
	case geom.TypeMultiPolygon:
		return geom.NewMultiPolygon(eachOf(members(g), func(m geom.Geometry) geom.Polygon { return s.rebuild(m).MustAsPolygon() })).AsGeometry()
	case geom.TypeGeometryCollection:
		return geom.NewGeometryCollection(eachOf(members(g), s.rebuild)).AsGeometry()
	}
	return g
}
