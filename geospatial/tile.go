package geospatial

import (
	"math"
	"strconv"

	"github.com/peterstace/simplefeatures/geom"
)

// Bing tiles are squares of a map in the Mercator projection, a quarter at each deeper zoom level (Microsoft, Bing Maps
// Tile System).

const (
	maxZoom     = 23
	tilePixels  = 256
	maxLatitude = 85.05112878
)

// tile is one Bing tile.
type tile struct{ x, y, zoom int64 }

// encode is Trino's number of a tile: 23 bits of x, 23 of y, 5 of the zoom level.
func (t tile) encode() int64 { return t.x<<28 + t.y<<5 + t.zoom }

func tileOf(n int64) tile { return tile{n >> 28, n >> 5 & (1<<23 - 1), n & 31} }

// TileText is a tile as Trino's protocol shows it.
func TileText(n int64) string {
	t := tileOf(n)
	return `{"x":` + strconv.FormatInt(t.x, 10) + `,"y":` + strconv.FormatInt(t.y, 10) + `,"zoom":` + strconv.FormatInt(t.zoom, 10) + `}`
}

func checkZoom(zoom int64) error {
	switch {
	case zoom <= 0:
		return invalid("Zoom level must be > 0")
	case zoom > maxZoom:
		return invalid("Zoom level must be <= %d", maxZoom)
	}
	return nil
}

func bingTile(a []any) (any, error) {
	t := tile{a[0].(int64), a[1].(int64), a[2].(int64)}
	if err := checkZoom(t.zoom); err != nil {
		return nil, err
	}
	if side := int64(1) << t.zoom; t.x < 0 || t.x >= side || t.y < 0 || t.y >= side {
		return nil, invalid("XY coordinates for a Bing tile at zoom level %d must be within [0, %d) range", t.zoom, side)
	}
	return t.encode(), nil
}

// tileOfKey reads a quadkey, which has a digit a zoom level: its bits are those of x and y.
func tileOfKey(a []any) (any, error) {
	key := a[0].(string)
	switch {
	case key == "":
		return nil, invalid("QuadKey must not be empty string")
	case len(key) > maxZoom:
		return nil, invalid("QuadKey must be %d characters or less", maxZoom)
	}
	t := tile{zoom: int64(len(key))}
	for _, c := range []byte(key) {
		if c < '0' || c > '3' {
			return nil, invalid("Invalid QuadKey digit sequence: %s", key)
		}
		t.x, t.y = t.x<<1|int64(c&1), t.y<<1|int64(c-'0')>>1
	}
	return t.encode(), nil
}

func quadKey(a []any) (any, error) {
	t := tileOf(a[0].(int64))
	key := make([]byte, t.zoom)
	for i := range key {
		bit := t.zoom - 1 - int64(i)
		key[i] = byte('0' + t.x>>bit&1 + t.y>>bit&1<<1)
	}
	return string(key), nil
}

func coordinatesOf(a []any) (any, error) {
	t := tileOf(a[0].(int64))
	return []int64{t.x, t.y}, nil
}

func zoomLevel(a []any) (any, error) { return tileOf(a[0].(int64)).zoom, nil }

func tilePolygon(a []any) (any, error) { return tileOf(a[0].(int64)).polygon(), nil }

func (t tile) polygon() geom.Geometry {
	upper, lower := corner(t), corner(tile{t.x + 1, t.y + 1, t.zoom})
	return rectangle(geom.XY{X: upper.X, Y: lower.Y}, geom.XY{X: lower.X, Y: upper.Y})
}

func mapSize(zoom int64) int64 { return tilePixels << zoom }

// corner is the upper left corner of a tile, as longitude and latitude.
func corner(t tile) geom.XY {
	size := mapSize(t.zoom)
	x := float64(min(max(t.x*tilePixels, 0), size))/float64(size) - 0.5
	y := 0.5 - float64(min(max(t.y*tilePixels, 0), size))/float64(size)
	return geom.XY{X: 360 * x, Y: 90 - 360*math.Atan(math.Exp(-y*2*math.Pi))/math.Pi}
}

// tileOn is the tile at a place that lies on the map.
func tileOn(latitude, longitude float64, zoom int64) tile {
	size := float64(mapSize(zoom))
	on := func(axis float64) int64 { return int64(min(max(axis*size, 0), size-1)) / tilePixels }
	sin := math.Sin(latitude * math.Pi / 180)
	return tile{on((longitude + 180) / 360), on(0.5 - math.Log((1+sin)/(1-sin))/(4*math.Pi)), zoom}
}

func checkOnMap(latitude, longitude float64, zoom int64) error {
	if !(latitude >= -maxLatitude && latitude <= maxLatitude) {
		return invalid("Latitude must be between -85.05112878 and 85.05112878")
	}
	if !(longitude >= -180 && longitude <= 180) {
		return invalid("Longitude must be between -180.0 and 180.0")
	}
	return checkZoom(zoom)
}

func tileAt(a []any) (any, error) {
	latitude, longitude, zoom := a[0].(float64), a[1].(float64), a[2].(int64)
	if err := checkOnMap(latitude, longitude, zoom); err != nil {
		return nil, err
	}
	return tileOn(latitude, longitude, zoom).encode(), nil
}
