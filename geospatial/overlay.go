package geospatial

import (
	"cmp"
	"slices"

	"github.com/peterstace/simplefeatures/geom"
)

// overlay makes a function of two geometries that gives a third; nothing is what it gives where no point is left.
func overlay(f func(a, b geom.Geometry) (geom.Geometry, error), nothing func(a geom.Geometry) geom.Geometry) func(a []any) (any, error) {
	return func(args []any) (any, error) {
		a, b := args[0].(*shape), args[1].(*shape)
		left, right, err := comparable(a, b)
		if err != nil {
			return nil, err
		}
		g, err := f(left, right)
		if err != nil {
			return nil, failed(err)
		}
		if g.IsEmpty() {
			return nothing(a.Geometry), nil
		}
		return ordered(g, a, b), nil
	}
}

func noArea(geom.Geometry) geom.Geometry { return geom.MultiPolygon{}.AsGeometry() }

// emptied is a geometry of several parts, without any, of the dimension of the one that lost all.
func emptied(g geom.Geometry) geom.Geometry {
	switch g.Dimension() {
	case 0:
		return geom.MultiPoint{}.AsGeometry()
	case 1:
		return geom.MultiLineString{}.AsGeometry()
	}
	return noArea(g)
}

// union joins geometries, nulls left out; it is null for none.
func union(shapes []*shape) (any, error) {
	shapes = slices.DeleteFunc(slices.Clone(shapes), func(g *shape) bool { return g == nil })
	if len(shapes) == 0 {
		return nil, nil
	}
	if err := ready(shapes...); err != nil {
		return nil, err
	}
	g, err := joinedAll(eachOf(shapes, func(s *shape) geom.Geometry { return s.Geometry }))
	if err != nil {
		return nil, err
	}
	if g.IsEmpty() {
		return shapes[0].Geometry, nil
	}
	return ordered(g, shapes...), nil
}

// dissolved is a geometry whose areas do not overlap, which the library asks of what it takes; those of a collection may.
func dissolved(g geom.Geometry) (geom.Geometry, error) {
	if g.Type() != geom.TypeGeometryCollection {
		return g, nil
	}
	return joinedAll(g.Dump())
}

// joinedAll is the union by pairs of pairs: the library's own union of many loses what lies within areas whose borders are
// all covered.
func joinedAll(all []geom.Geometry) (geom.Geometry, error) {
	switch len(all) {
	case 0:
		return geom.Geometry{}, nil
	case 1:
		return dissolved(all[0])
	}
	left, err := joinedAll(all[:len(all)/2])
	if err != nil {
		return left, err
	}
	right, err := joinedAll(all[len(all)/2:])
	if err != nil {
		return right, err
	}
	g, err := geom.Union(left, right)
	if err != nil {
		return g, failed(err)
	}
	return g, nil
}

func unionOfTwo(a []any) (any, error) { return union([]*shape{a[0].(*shape), a[1].(*shape)}) }

func unionOfAll(a []any) (any, error) { return union(a[0].([]*shape)) }

// ordered gives one spelling to a set of points: points, lines and polygons in this order, each kind from the lowest
// first vertex on; lines joined where two meet, and they and rings from their lowest vertex on, at one height from the left.
// Vertices that neither made nor bent a line are left out: the library has some where it joins what lies apart.
func ordered(g geom.Geometry, of ...*shape) geom.Geometry {
	own := map[geom.XY]bool{}
	for _, source := range of {
		for _, s := range sequences(source.Geometry) {
			for _, p := range points(s) {
				own[p] = true
			}
		}
	}
	var kinds [3][]geom.Geometry
	var lines []geom.LineString
	for _, part := range g.Dump() {
		switch part.Type() {
		case geom.TypePoint:
			kinds[0] = append(kinds[0], part)
		case geom.TypeLineString:
			lines = append(lines, part.MustAsLineString())
		default:
			rings := orientedPolygon(part.MustAsPolygon()).DumpRings()
			for i, r := range rings {
				rings[i] = lineOf(straightened(points(turned(r.Coordinates(), lower)), own)...)
			}
			kinds[2] = append(kinds[2], geom.NewPolygon(rings).AsGeometry())
		}
	}
	for _, line := range chained(lines) {
		if s := line.Coordinates(); line.IsClosed() {
			line = geom.NewLineString(turned(s, lower))
		} else if lower(s.GetXY(s.Length()-1), s.GetXY(0)) < 0 {
			line = line.Reverse()
		}
		kinds[1] = append(kinds[1], lineOf(straightened(points(line.Coordinates()), own)...).AsGeometry())
	}
	var out []geom.Geometry
	for _, parts := range kinds {
		slices.SortStableFunc(parts, func(a, b geom.Geometry) int { return lower(first(a), first(b)) })
		if len(parts) > 0 {
			out = append(out, joined(parts))
		}
	}
	if len(out) == 1 {
		return out[0]
	}
	return geom.NewGeometryCollection(out).AsGeometry()
}

// straightened leaves out the vertices that are not own and at which a path goes straight on.
func straightened(path []geom.XY, own map[geom.XY]bool) []geom.XY {
	const straight = 1e-12 // sine of the angle
	out := path[:1:1]
	for i := 1; i < len(path); i++ {
		if i+1 < len(path) && !own[path[i]] {
			a, b := path[i].Sub(out[len(out)-1]), path[i+1].Sub(path[i])
			if cross := a.Cross(b); a.Dot(b) > 0 && max(cross, -cross) <= straight*a.Length()*b.Length() {
				continue
			}
		}
		out = append(out, path[i])
	}
	return out
}

// chained joins lines at the points where exactly two of them end.
func chained(lines []geom.LineString) []geom.LineString {
	paths := eachOf(lines, func(l geom.LineString) []geom.XY { return points(l.Coordinates()) })
	at := map[geom.XY][]int{} // the lines that begin or end at a point
	for i, p := range paths {
		at[p[0]], at[p[len(p)-1]] = append(at[p[0]], i), append(at[p[len(p)-1]], i)
	}
	used := make([]bool, len(paths))
	var out []geom.LineString
	for i := range paths {
		if used[i] {
			continue
		}
		used[i] = true
		chain := paths[i]
		for range 2 { // forth, then back
			for {
				tip := chain[len(chain)-1]
				ends := at[tip]
				next := slices.IndexFunc(ends, func(n int) bool { return !used[n] })
				if len(ends) != 2 || next < 0 {
					break
				}
				n := ends[next]
				used[n] = true
				if p := paths[n]; p[0] == tip {
					chain = append(chain, p[1:]...)
				} else {
					slices.Reverse(p)
					chain = append(chain, p[1:]...)
				}
			}
			slices.Reverse(chain)
		}
		out = append(out, lineOf(chain...))
	}
	return out
}

func first(g geom.Geometry) geom.XY { return sequences(g)[0].GetXY(0) }

func lower(a, b geom.XY) int { return cmp.Or(cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X)) }

// turned begins a ring at the least of its vertices in an order.
func turned(ring geom.Sequence, order func(a, b geom.XY) int) geom.Sequence {
	open := points(ring)[1:]
	at := slices.Index(open, slices.MinFunc(open, order))
	return sequence(append(append(open[at:len(open):len(open)], open[:at]...), open[at]))
}

// joined makes one geometry of parts of one dimension.
func joined(parts []geom.Geometry) geom.Geometry {
	switch {
	case len(parts) == 1:
		return parts[0]
	case parts[0].Type() == geom.TypePoint:
		return geom.NewMultiPoint(eachOf(parts, geom.Geometry.MustAsPoint)).AsGeometry()
	case parts[0].Type() == geom.TypeLineString:
		return geom.NewMultiLineString(eachOf(parts, geom.Geometry.MustAsLineString)).AsGeometry()
	}
	return geom.NewMultiPolygon(eachOf(parts, geom.Geometry.MustAsPolygon)).AsGeometry()
}
