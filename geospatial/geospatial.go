// Package geospatial holds the values and functions of Trino's types Geometry, SphericalGeography and BingTile (Trino
// documentation, Geospatial functions). A geometry crosses to an engine as well-known binary of two dimensions, a tile
// as the number that Trino has for it. It knows no SQL: sql/function says which call is which function, and engine/duck
// registers them. It imports fault and result/float; result and engine/duck import it.
package geospatial

import (
	"bytes"
	"runtime"

	"github.com/peterstace/simplefeatures/geom"

	"interlaken/fault"
)

// Limits of one value and of one call. What is larger is NOT_SUPPORTED.
const (
	// MaxBytes is the size of a geometry, as binary or as text.
	MaxBytes = 16 << 20
	// maxDepth is how deep collections nest.
	maxDepth = 32
	// maxVertices is how many vertices an operation takes that looks at pairs of segments.
	maxVertices = 100_000
	// maxMeetings is how many pairs of segments may have bounding boxes that meet: what an overlay costs in time and
	// memory grows with it.
	maxMeetings = 200_000
	// maxCandidates is how many pairs are looked at to count those.
	maxCandidates = 200_000_000
	// maxPairs is how many pairs a search without an index looks at.
	maxPairs = 25_000_000
	// maxTiles is Trino's limit of tiles in one array.
	maxTiles = 1_000_000
)

// Type is a type of the values that functions take from an engine and give to it.
type Type uint8

// The types, with the Go type of a value in the engine's hands.
const (
	Boolean    Type = iota // bool
	Integer                // int64
	Double                 // float64
	Text                   // string
	Bytes                  // []byte
	Geometry               // []byte
	Integers               // []any of int64
	Geometries             // []any of []byte, nil for null
)

// Function is one function as an engine calls it. A null argument makes the result null before it is called.
type Function struct {
	Name       string
	Parameters []Type
	Result     Type
	call       func(a []any) (any, error) // geometries are *shape, arrays of them []*shape; a nil result is null
}

// shape is a geometry with what was found out about it.
type shape struct {
	geom.Geometry
	checked  bool
	invalid  error
	rings    []geom.Sequence
	envelope *geom.Envelope
}

func shapeOf(g geom.Geometry) *shape { return &shape{Geometry: g} }

// box is the bounding box, computed once.
func (s *shape) box() geom.Envelope {
	if s.envelope == nil {
		e := s.Envelope()
		s.envelope = &e
	}
	return *s.envelope
}

// valid refuses a geometry that is not valid for an operation that is defined on valid ones only: what Trino's library
// makes of others is not published.
func (s *shape) valid() error {
	if !s.checked {
		s.checked = true
		if s.invalid = affordable(s); s.invalid == nil {
			if err := s.Validate(); err != nil {
				s.invalid = unsupported("This operation on a geometry that is not valid is not supported: %s", err)
			}
		}
	}
	return s.invalid
}

func invalid(format string, a ...any) error {
	return fault.New("INVALID_FUNCTION_ARGUMENT", format, a...)
}

func unsupported(format string, a ...any) error { return fault.New("NOT_SUPPORTED", format, a...) }

// Caller returns the function for one goroutine at a time. It remembers the last geometry at each place, which in a
// query is often the same for many rows. Its errors are faults, a defect of this package among them.
func (f *Function) Caller() func(values []any) (any, error) {
	type remembered struct {
		bytes []byte
		shape *shape
	}
	last := make([]remembered, len(f.Parameters))
	a := make([]any, len(f.Parameters))
	return func(values []any) (result any, err error) {
		defer func() {
			switch p := recover().(type) {
			case nil:
			case runtime.Error:
				result, err = nil, fault.Wrap(p, "GENERIC_INTERNAL_ERROR", "The function %s failed.", f.Name)
			default: // the library panics where numbers that are too near each other contradict its checks
				result, err = nil, unsupported("This operation on these geometries is not supported: their numbers are too near each other")
			}
		}()
		for i, p := range f.Parameters {
			switch p {
			case Geometry:
				value := values[i].([]byte)
				if last[i].shape == nil || !bytes.Equal(last[i].bytes, value) {
					g, err := decode(value)
					if err != nil {
						return nil, err
					}
					last[i] = remembered{value, shapeOf(g)}
				}
				a[i] = last[i].shape
			case Geometries:
				if a[i], err = decodeAll(values[i].([]any)); err != nil {
					return nil, err
				}
			default:
				a[i] = values[i]
			}
		}
		if result, err = f.call(a); err != nil {
			return nil, err
		}
		return encodeResult(result)
	}
}

func decodeAll(values []any) ([]*shape, error) {
	out, size := make([]*shape, len(values)), 0
	for i, v := range values {
		if v == nil {
			continue
		}
		if size += len(v.([]byte)); size > MaxBytes {
			return nil, tooLarge()
		}
		g, err := decode(v.([]byte))
		if err != nil {
			return nil, err
		}
		out[i] = shapeOf(g)
	}
	return out, nil
}

func tooLarge() error {
	return unsupported("A geometry of more than %d bytes is not supported", MaxBytes)
}

// encodeResult makes an engine's value of what a function gives.
func encodeResult(v any) (any, error) {
	switch x := v.(type) {
	case geom.Geometry:
		return encode(x)
	case *shape:
		return encode(x.Geometry)
	case []geom.Geometry:
		out := make([]any, len(x))
		for i, g := range x {
			wkb, err := encode(g)
			if err != nil {
				return nil, err
			}
			out[i] = wkb
		}
		return out, nil
	case []int64:
		out := make([]any, len(x))
		for i, n := range x {
			out[i] = n
		}
		return out, nil
	}
	return v, nil
}
