package geospatial

import (
	"slices"
	"strconv"
	"strings"

	"github.com/peterstace/simplefeatures/geom"
)

// fromText reads well-known text, its words in any case, with rings that need not be closed, as Trino does.
func fromText(text string) (any, error) {
	if len(text) > MaxBytes {
		return nil, tooLarge()
	}
	depth := 0
	for _, c := range text {
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth > maxDepth {
			return nil, unsupported("A geometry that nests deeper than %d is not supported", maxDepth)
		}
	}
	g, err := geom.UnmarshalWKT(strings.ToUpper(text), geom.NoValidate{})
	if err != nil {
		return nil, invalid("Invalid WKT: %s", abbreviated(text))
	}
	return oriented(g), nil
}

// abbreviated is a text for a sentence.
func abbreviated(text string) string {
	if len(text) > 200 {
		return strings.ToValidUTF8(text[:200], "") + "…"
	}
	return text
}

// typed is fromText for one type of geometry.
func typed(function string, want geom.GeometryType) func(a []any) (any, error) {
	return func(a []any) (any, error) {
		g, err := fromText(a[0].(string))
		if err != nil {
			return nil, err
		}
		return g, only(function, g.(geom.Geometry), want)
	}
}

// oriented closes rings, leaves out empty ones and turns them as Trino shows them: those that bound to the left, holes to the right. The first
// vertex stays the first.
func oriented(g geom.Geometry) geom.Geometry {
	switch g.Type() {
	case geom.TypePolygon:
		return orientedPolygon(g.MustAsPolygon()).AsGeometry()
	case geom.TypeMultiPolygon:
		m := g.MustAsMultiPolygon()
		out := make([]geom.Polygon, m.NumPolygons())
		for i := range out {
			out[i] = orientedPolygon(m.PolygonN(i))
		}
		return geom.NewMultiPolygon(out).AsGeometry()
	case geom.TypeGeometryCollection:
		out := members(g)
		for i := range out {
			out[i] = oriented(out[i])
		}
		return geom.NewGeometryCollection(out).AsGeometry()
	}
	return g
}

func orientedPolygon(p geom.Polygon) geom.Polygon {
	rings := slices.DeleteFunc(p.DumpRings(), geom.LineString.IsEmpty)
	for i, r := range rings {
		s := r.Coordinates()
		if n := s.Length(); s.GetXY(0) != s.GetXY(n-1) {
			s = sequence(append(points(s), s.GetXY(0)))
			rings[i] = geom.NewLineString(s)
		}
		if area := signedArea(s); area < 0 && i == 0 || area > 0 && i > 0 {
			rings[i] = rings[i].Reverse()
		}
	}
	return geom.NewPolygon(rings)
}

// signedArea is positive for a ring that goes to the left.
func signedArea(ring geom.Sequence) float64 {
	sum := 0.0
	for i := 1; i < ring.Length(); i++ {
		sum += ring.GetXY(i - 1).Sub(ring.GetXY(0)).Cross(ring.GetXY(i).Sub(ring.GetXY(0)))
	}
	return sum / 2
}

// TextOf is the well-known text of a geometry that an engine holds.
func TextOf(wkb []byte) (string, error) {
	g, err := decode(wkb)
	if err != nil {
		return "", err
	}
	return textOf(g), nil
}

func textOf(g geom.Geometry) string { return string(appendText(nil, g)) }

func appendText(b []byte, g geom.Geometry) []byte {
	b = append(append(b, strings.ToUpper(g.Type().String())...), ' ')
	return appendBody(b, g)
}

// appendBody writes what follows the type: EMPTY, or the coordinates in parentheses.
func appendBody(b []byte, g geom.Geometry) []byte {
	if g.IsEmpty() && (g.Type() != geom.TypeGeometryCollection || len(members(g)) == 0) {
		return append(b, "EMPTY"...)
	}
	switch g.Type() {
	case geom.TypePoint:
		xy, _ := g.MustAsPoint().XY()
		return append(appendXY(append(b, '('), xy), ')')
	case geom.TypeLineString:
		return appendSequence(b, g.MustAsLineString().Coordinates())
	case geom.TypePolygon:
		return appendList(b, g.MustAsPolygon().Coordinates(), appendSequence)
	case geom.TypeGeometryCollection:
		return appendList(b, members(g), appendText)
	}
	return appendList(b, members(g), appendBody)
}

func appendList[T any](b []byte, items []T, each func([]byte, T) []byte) []byte {
	b = append(b, '(')
	for i, item := range items {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = each(b, item)
	}
	return append(b, ')')
}

func appendSequence(b []byte, s geom.Sequence) []byte { return appendList(b, points(s), appendXY) }

func appendXY(b []byte, p geom.XY) []byte {
	return appendNumber(append(appendNumber(b, p.X), ' '), p.Y)
}

func appendNumber(b []byte, v float64) []byte { return strconv.AppendFloat(b, v+0, 'f', -1, 64) } // + 0: no negative zero
