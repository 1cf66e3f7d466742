package geospatial

import (
	"encoding/binary"
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

// The codes of well-known binary (OpenGIS Simple Features, 8.2.8).
const (
	codePoint = iota + 1
	codeLineString
	codePolygon
	codeMultiPoint
	codeMultiLineString
	codeMultiPolygon
	codeCollection
)

// decode reads a geometry that encode wrote, or any other well-known binary of two dimensions.
func decode(wkb []byte) (geom.Geometry, error) {
	if len(wkb) > MaxBytes {
		return geom.Geometry{}, tooLarge()
	}
	if rest, err := walk(wkb, 0, 0); err != nil || len(rest) > 0 {
		return geom.Geometry{}, or(err, malformed())
	}
	g, err := geom.UnmarshalWKB(wkb, geom.NoValidate{})
	if err != nil {
		return geom.Geometry{}, malformed()
	}
	return g, nil
}

func or(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

func malformed() error { return invalid("Invalid WKB") }

// walk passes over one geometry and returns what follows it. It bounds depth and holds every count against the bytes
// that are there before the reader allocates by it; within is the code of the geometry around, or 0.
func walk(b []byte, within uint32, depth int) ([]byte, error) {
	if depth > maxDepth {
		return nil, unsupported("A geometry that nests deeper than %d is not supported", maxDepth)
	}
	if len(b) < 5 || b[0] > 1 {
		return nil, malformed()
	}
	order := binary.ByteOrder(binary.BigEndian)
	if b[0] == 1 {
		order = binary.LittleEndian
	}
	code := order.Uint32(b[1:])
	b = b[5:]
	if code > codeCollection {
		return nil, unsupported("A geometry of other than two dimensions is not supported")
	}
	if code == 0 || within != 0 && within != codeCollection && code != within-3 {
		return nil, malformed()
	}
	if code == codePoint {
		return coordinates(b, 1, order, true)
	}
	count := func() (int, error) {
		if len(b) < 4 {
			return 0, malformed()
		}
		n := order.Uint32(b)
		b = b[4:]
		if uint64(n) > uint64(len(b)) {
			return 0, malformed()
		}
		return int(n), nil
	}
	n, err := count()
	if err != nil {
		return nil, err
	}
	if code == codeLineString {
		return coordinates(b, n, order, false)
	}
	for range n {
		if code != codePolygon {
			b, err = walk(b, code, depth+1)
		} else {
			var points int
			if points, err = count(); err == nil {
				b, err = coordinates(b, points, order, false)
			}
			if points == 0 {
				err = or(err, malformed())
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return b, nil
}

// coordinates passes over n points, whose numbers are finite; a point that stands alone may be empty, which is NaN twice.
func coordinates(b []byte, n int, order binary.ByteOrder, mayBeEmpty bool) ([]byte, error) {
	if len(b) < 16*n {
		return nil, malformed()
	}
	for i := range 2 * n {
		v := math.Float64frombits(order.Uint64(b[8*i:]))
		if !inRange(v) && !(math.IsNaN(v) && mayBeEmpty) {
			return nil, outOfRange()
		}
	}
	return b[16*n:], nil
}

// inRange reports coordinates whose products are numbers still.
func inRange(v float64) bool { return math.Abs(v) <= 1e100 }

func outOfRange() error {
	return invalid("The coordinates of a geometry must lie between -1E100 and 1E100")
}

// encode writes a geometry as an engine holds it, and holds it against the limits whoever made it.
func encode(g geom.Geometry) ([]byte, error) {
	wkb := g.AppendWKB(make([]byte, 0, 64))
	if len(wkb) > MaxBytes {
		return nil, tooLarge()
	}
	if _, err := walk(wkb, 0, 0); err != nil {
		return nil, err
	}
	return wkb, nil
}

// fromBinary is ST_GeomFromBinary.
func fromBinary(wkb []byte) (any, error) {
	g, err := decode(wkb)
	if err != nil {
		return nil, err
	}
	return oriented(g), nil
}
