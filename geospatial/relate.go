package geospatial

import "github.com/peterstace/simplefeatures/geom"

// ready refuses geometries that are not valid or cost too much.
func ready(shapes ...*shape) error {
	if err := affordable(shapes...); err != nil {
		return err
	}
	for _, g := range shapes {
		if err := g.valid(); err != nil {
			return err
		}
	}
	return nil
}

// comparable are two geometries that are ready and whose areas do not overlap.
func comparable(a, b *shape) (left, right geom.Geometry, err error) {
	if err = ready(a, b); err != nil {
		return left, right, err
	}
	if left, err = dissolved(a.Geometry); err != nil {
		return left, right, err
	}
	right, err = dissolved(b.Geometry)
	return left, right, err
}

// side is where a point lies to an area.
type side int8

const (
	outside side = iota
	border
	inside
)

// sideOf tells where a point lies to a polygon or several that do not overlap; false for another kind of pair.
func sideOf(area, p *shape) (side, bool) {
	if p.Type() != geom.TypePoint || area.Type() != geom.TypePolygon && area.Type() != geom.TypeMultiPolygon {
		return outside, false
	}
	if area.rings == nil {
		area.rings = sequences(area.Geometry)
	}
	xy, _ := p.MustAsPoint().XY()
	in := false
	for _, ring := range area.rings {
		for i := 1; i < ring.Length(); i++ {
			a, b := ring.GetXY(i-1), ring.GetXY(i)
			turn := b.Sub(a).Cross(xy.Sub(a))
			if turn == 0 && between(a.X, xy.X, b.X) && between(a.Y, xy.Y, b.Y) {
				return border, true
			}
			if (a.Y > xy.Y) != (b.Y > xy.Y) && (turn > 0) == (b.Y > a.Y) {
				in = !in
			}
		}
	}
	if in {
		return inside, true
	}
	return outside, true
}

func between(a, x, b float64) bool { return min(a, b) <= x && x <= max(a, b) }

// relation makes a function of two geometries. near tells of bounding boxes that may hold a relation, byPoint decides
// where one is a point and the other an area, and exact decides the rest.
func relation(near func(a, b geom.Envelope) bool, byPoint func(side) bool, exact func(a, b geom.Geometry) (bool, error)) func(a []any) (any, error) {
	return func(args []any) (any, error) {
		a, b := args[0].(*shape), args[1].(*shape)
		if a.IsEmpty() || b.IsEmpty() || !near(a.box(), b.box()) {
			return false, nil
		}
		if byPoint != nil {
			where, ok := sideOf(a, b)
			area := a
			if !ok {
				where, ok = sideOf(b, a)
				area = b
			}
			if ok {
				if err := area.valid(); err != nil {
					return nil, err
				}
				return byPoint(where), nil
			}
		}
		left, right, err := comparable(a, b)
		if err != nil {
			return nil, err
		}
		return exact(left, right)
	}
}

func meet(a, b geom.Envelope) bool { return a.Intersects(b) }

var intersects = relation(meet, func(s side) bool { return s != outside },
	func(a, b geom.Geometry) (bool, error) { return geom.Intersects(a, b), nil })

// contains: a point never contains an area, whose bounding box it cannot cover.
var contains = relation(geom.Envelope.Covers, func(s side) bool { return s == inside }, geom.Contains)

func swapped(f func(a []any) (any, error)) func(a []any) (any, error) {
	return func(a []any) (any, error) { return f([]any{a[1], a[0]}) }
}

func not(f func(a []any) (any, error)) func(a []any) (any, error) {
	return func(a []any) (any, error) {
		v, err := f(a)
		return v == false, err
	}
}

// equals is of the sets of points; two empty geometries have the same.
func equals(args []any) (any, error) {
	a, b := args[0].(*shape), args[1].(*shape)
	if a.IsEmpty() || b.IsEmpty() {
		return a.IsEmpty() && b.IsEmpty(), nil
	}
	if a.box() != b.box() {
		return false, nil
	}
	left, right, err := comparable(a, b)
	if err != nil {
		return nil, err
	}
	return geom.Equals(left, right)
}

// relate compares with a pattern of the dimensionally extended nine-intersection model.
func relate(args []any) (any, error) {
	a, b := args[0].(*shape), args[1].(*shape)
	left, right, err := comparable(a, b)
	if err != nil {
		return nil, err
	}
	matrix, err := geom.Relate(left, right)
	if err != nil {
		return nil, failed(err)
	}
	matches, err := geom.RelateMatches(matrix, args[2].(string))
	if err != nil {
		return nil, invalid("Invalid relation: %s", abbreviated(args[2].(string)))
	}
	return matches, nil
}

// failed is what the library says of numbers that it cannot decide.
func failed(err error) error {
	return unsupported("This operation on these geometries is not supported: %s", err)
}
