package geospatial

import "github.com/peterstace/simplefeatures/geom"

func point(a []any) (any, error) {
	x, y := a[0].(float64), a[1].(float64)
	if !inRange(x) || !inRange(y) {
		return nil, outOfRange()
	}
	return pointOf(geom.XY{X: x, Y: y}), nil
}

// lineString joins points; it is empty for fewer than two.
func lineString(a []any) (any, error) {
	var line []geom.XY
	for i, g := range a[0].([]*shape) {
		switch {
		case g == nil:
			return nil, invalid("Invalid input to ST_LineString: null point at index %d", i+1)
		case g.Type() != geom.TypePoint:
			return nil, invalid("ST_LineString takes only an array of valid points, %s was passed", g.Type())
		case g.IsEmpty():
			return nil, invalid("Invalid input to ST_LineString: empty point at index %d", i+1)
		}
		xy, _ := g.MustAsPoint().XY()
		if i > 0 && xy == line[i-1] {
			return nil, invalid("Invalid input to ST_LineString: consecutive duplicate points at index %d", i+1)
		}
		line = append(line, xy)
	}
	if len(line) < 2 {
		line = nil
	}
	return lineOf(line...).AsGeometry(), nil
}

// multiPoint is null for no points.
func multiPoint(a []any) (any, error) {
	var all []geom.Point
	for i, g := range a[0].([]*shape) {
		switch {
		case g == nil:
			return nil, invalid("Invalid input to ST_MultiPoint: null at index %d", i+1)
		case g.Type() != geom.TypePoint:
			return nil, invalid("Invalid input to ST_MultiPoint: geometry is not a point: %s at index %d", g.Type(), i+1)
		case g.IsEmpty():
			return nil, invalid("Invalid input to ST_MultiPoint: empty point at index %d", i+1)
		}
		all = append(all, g.MustAsPoint())
	}
	if len(all) == 0 {
		return nil, nil
	}
	return geom.NewMultiPoint(all).AsGeometry(), nil
}
