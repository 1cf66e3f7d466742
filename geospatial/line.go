package geospatial

import (
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

// locatePoint is where on lines the point nearest to another lies, as a fraction of their length; of several the first.
func locatePoint(a []any) (any, error) {
	line, p := a[0].(*shape), a[1].(*shape)
	if line.IsEmpty() || p.IsEmpty() {
		return nil, nil
	}
	if line.Type() != geom.TypeLineString && line.Type() != geom.TypeMultiLineString {
		return nil, invalid("First argument to line_locate_point must be a LineString or a MultiLineString. Got: %s", line.Type())
	}
	if p.Type() != geom.TypePoint {
		return nil, invalid("Second argument to line_locate_point must be a Point. Got: %s", p.Type())
	}
	xy, _ := p.MustAsPoint().XY()
	least, found, passed := math.Inf(1), 0.0, 0.0
	for _, s := range segments(line.Geometry) {
		along, size := s.along(xy), s[1].Sub(s[0]).Length()
		if d := s.at(along).Sub(xy).Length(); d < least {
			least, found = d, passed+along*size
		}
		passed += size
	}
	if passed == 0 {
		return math.NaN(), nil // as Java divides
	}
	return found / passed, nil
}

// interpolated makes line_interpolate_point, or of repeated steps line_interpolate_points.
func interpolated(repeated bool) func(a []any) (any, error) {
	return func(a []any) (any, error) {
		g, step := a[0].(*shape), a[1].(float64)
		if g.IsEmpty() {
			return nil, nil
		}
		if err := only("line_interpolate_point", g.Geometry, geom.TypeLineString); err != nil {
			return nil, err
		}
		if !(step >= 0 && step <= 1) {
			return nil, invalid("fraction must be between 0 and 1")
		}
		count := 1
		if repeated && step > 0 && step < 1 {
			if 1/step > maxVertices {
				return nil, unsupported("More than %d points of a line are not supported", maxVertices)
			}
			count = int(1 / step)
		}
		found := interpolate(g.MustAsLineString(), step, count)
		if repeated {
			return eachOf(found, pointOf), nil
		}
		return pointOf(found[0]), nil
	}
}

// interpolate goes along a line in steps of a fraction of its length, with the sums in Trino's order.
func interpolate(line geom.LineString, step float64, count int) []geom.XY {
	path := points(line.Coordinates())
	switch step {
	case 0:
		return path[:1]
	case 1:
		return path[len(path)-1:]
	}
	var found []geom.XY
	whole, next, passed := line.Length(), step, 0.0
	for i := 1; i < len(path) && len(found) < count; i++ {
		d := path[i].Sub(path[i-1])
		size := d.Length() / whole
		for next < passed+size && len(found) < count {
			at := (next - passed) / size
			found = append(found, geom.XY{X: path[i-1].X + d.X*at, Y: path[i-1].Y + d.Y*at})
			next += step
		}
		passed += size
	}
	if len(found) < count {
		found = append(found, path[len(path)-1])
	}
	return found
}
