package geospatial

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/peterstace/simplefeatures/geom"

	"interlaken/result/float"
)

// toJSON writes GeoJSON as the JTS library does for Trino: eight digits after the point, rings in the order in which
// Trino keeps them, and a reference system without a number.
func toJSON(g *shape) (any, error) {
	text := appendJSON(nil, kept(g.Geometry))
	if !g.IsEmpty() || g.Type() != geom.TypePoint && g.Type() != geom.TypeLineString {
		text = append(text[:len(text)-1], `,"crs":{"type":"name","properties":{"name":"EPSG:0"}}}`...)
	}
	if len(text) > MaxBytes {
		return nil, tooLarge()
	}
	return string(text), nil
}

func appendJSON(b []byte, g geom.Geometry) []byte {
	b = append(append(append(b, `{"type":"`...), g.Type().String()...), '"')
	if g.Type() == geom.TypeGeometryCollection {
		return append(appendArray(append(b, `,"geometries":`...), members(g), appendJSON), '}')
	}
	return append(appendPlaces(append(b, `,"coordinates":`...), g), '}')
}

func appendPlaces(b []byte, g geom.Geometry) []byte {
	switch g.Type() {
	case geom.TypePoint:
		if xy, ok := g.MustAsPoint().XY(); ok {
			return appendPlace(b, xy)
		}
		return append(b, "[]"...)
	case geom.TypeLineString:
		return appendPath(b, g.MustAsLineString().Coordinates())
	case geom.TypePolygon:
		if g.IsEmpty() {
			return append(b, "[[]]"...)
		}
		return appendArray(b, g.MustAsPolygon().Coordinates(), appendPath)
	}
	return appendArray(b, members(g), appendPlaces)
}

func appendArray[T any](b []byte, items []T, each func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, item := range items {
		if i > 0 {
			b = append(b, ',')
		}
		b = each(b, item)
	}
	return append(b, ']')
}

func appendPath(b []byte, s geom.Sequence) []byte { return appendArray(b, points(s), appendPlace) }

func appendPlace(b []byte, p geom.XY) []byte {
	return append(appendOrdinate(append(appendOrdinate(append(b, '['), p.X), ','), p.Y), ']')
}

func appendOrdinate(b []byte, v float64) []byte {
	if math.Abs(v) >= 1e-3 && v < 1e7 {
		v = math.Floor(v*1e8+0.5) / 1e8
		if math.Abs(v) < 1<<53 && v == math.Trunc(v) {
			return strconv.AppendInt(b, int64(v), 10)
		}
	}
	return float.Append(b, v+0, 64)
}

// fromJSON reads one geometry; members that are no geometry's are passed over, and one without coordinates is empty.
func fromJSON(a []any) (any, error) {
	text := a[0].(string)
	if len(text) > MaxBytes {
		return nil, tooLarge()
	}
	var head struct {
		Type        string
		Coordinates json.RawMessage
	}
	if err := json.Unmarshal([]byte(text), &head); err != nil {
		return nil, invalid("Invalid GeoJSON: %s", abbreviated(text))
	}
	if c := string(head.Coordinates); c == "" || c == "null" || c == "[]" {
		if empty, ok := emptyOf[head.Type]; ok {
			return empty, nil
		}
	}
	g, err := geom.UnmarshalGeoJSON([]byte(text), geom.NoValidate{})
	if err != nil {
		return nil, invalid("Invalid GeoJSON: %s", err)
	}
	return oriented(g), nil
}

var emptyOf = map[string]geom.Geometry{
	"Point": geom.Point{}.AsGeometry(), "LineString": geom.LineString{}.AsGeometry(), "Polygon": geom.Polygon{}.AsGeometry(),
	"MultiPoint": geom.MultiPoint{}.AsGeometry(), "MultiLineString": geom.MultiLineString{}.AsGeometry(),
	"MultiPolygon": geom.MultiPolygon{}.AsGeometry(),
}
