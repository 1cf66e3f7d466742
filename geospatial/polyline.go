package geospatial

import (
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

// Encoded polylines are Google's: differences of latitude and longitude in 1e-5 degrees, five bits a letter.

func toPolyline(g *shape) (any, error) {
	if err := only("encode_polyline", g.Geometry, geom.TypeLineString, geom.TypeMultiPoint); err != nil {
		return nil, err
	}
	var text []byte
	var lastX, lastY int64
	for _, s := range sequences(g.Geometry) {
		for _, p := range points(s) {
			if math.Abs(p.X) > 1e12 || math.Abs(p.Y) > 1e12 {
				return nil, invalid("The coordinates of an encoded polyline must be degrees")
			}
			x, y := int64(math.Floor(p.X*1e5+0.5)), int64(math.Floor(p.Y*1e5+0.5))
			text = appendDifference(appendDifference(text, y-lastY), x-lastX)
			lastX, lastY = x, y
		}
	}
	return string(text), nil
}

func appendDifference(text []byte, v int64) []byte {
	v <<= 1
	if v < 0 {
		v = ^v
	}
	for ; v >= 0x20; v >>= 5 {
		text = append(text, byte(0x20|v&0x1f)+63)
	}
	return append(text, byte(v)+63)
}

// fromPolyline gives an empty line for fewer than two points.
func fromPolyline(a []any) (any, error) {
	text := a[0].(string)
	if len(text) > MaxBytes/16 {
		return nil, tooLarge()
	}
	var line []geom.XY
	var x, y int64
	for at := 0; at < len(text); {
		for _, n := range []*int64{&y, &x} {
			v, next, ok := difference(text, at)
			if !ok {
				return nil, invalid("Invalid encoded polyline: %s", abbreviated(text))
			}
			*n, at = *n+v, next
		}
		line = append(line, geom.XY{X: float64(x) * 1e-5, Y: float64(y) * 1e-5})
	}
	if len(line) < 2 {
		line = nil
	}
	return lineOf(line...).AsGeometry(), nil
}

func difference(text string, at int) (v int64, next int, ok bool) {
	for shift := 0; at < len(text) && shift <= 30; shift += 5 {
		bits := int64(text[at]) - 63
		if bits < 0 || bits > 0x3f {
			return 0, 0, false
		}
		at++
		v |= bits & 0x1f << shift
		if bits < 0x20 {
			if v&1 != 0 {
				return ^(v >> 1), at, true
			}
			return v >> 1, at, true
		}
	}
	return 0, 0, false
}
