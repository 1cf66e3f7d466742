package geospatial

import (
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

// wholeFrom is the zoom level from which tiles that a geometry contains are added with all that they hold.
const wholeFrom = 10

// tilesCovering are the tiles that a geometry meets, in Trino's order.
func tilesCovering(a []any) (any, error) {
	g, zoom := a[0].(*shape), a[1].(int64)
	if err := checkZoom(zoom); err != nil {
		return nil, err
	}
	low, high, ok := g.box().MinMaxXYs()
	if !ok {
		return []int64{}, nil
	}
	if low.Y < -maxLatitude || high.Y > maxLatitude {
		return nil, invalid("Latitude span for the geometry must be in [-85.05, 85.05] range")
	}
	if low.X < -180 || high.X > 180 {
		return nil, invalid("Longitude span for the geometry must be in [-180.00, 180.00] range")
	}
	from, to := tileOn(high.Y, low.X, zoom), lastTile(low, high, zoom)
	count := (to.x - from.x + 1) * (to.y - from.y + 1)
	plain := g.Type() == geom.TypePoint || isRectangle(g.Geometry, low, high)
	switch {
	case plain && count > maxTiles:
		return nil, invalid("The number of tiles covering input rectangle exceeds the limit of 1M. Number of tiles: %d. "+
			"Rectangle: xMin=%.2f, yMin=%.2f, xMax=%.2f, yMax=%.2f. Zoom level: %d.", count, low.X, low.Y, high.X, high.Y, zoom)
	case !plain && count > math.MaxInt32:
		return nil, invalid("The zoom level is too high to compute a set of covering Bing tiles.")
	case !plain && count*int64(vertices(g.Geometry)) > maxPairs:
		return nil, invalid("The zoom level is too high or the geometry is too complex to compute a set of covering Bing tiles. " +
			"Please use a lower zoom level or convert the geometry to its bounding box using the ST_Envelope function.")
	}
	if !plain {
		if err := ready(g); err != nil {
			return nil, err
		}
	}
	c := coverer{shape: g, zoom: zoom}
	if plain || zoom <= wholeFrom {
		for x := from.x; x <= to.x; x++ {
			for y := from.y; y <= to.y; y++ {
				if t := (tile{x, y, zoom}); plain || c.meets(t) {
					c.tiles = append(c.tiles, t.encode())
				}
			}
		}
		return c.result()
	}
	shift := zoom - wholeFrom
	for x := from.x >> shift; x <= to.x>>shift; x++ {
		for y := from.y >> shift; y <= to.y>>shift; y++ {
			c.cover(tile{x, y, wholeFrom})
		}
	}
	return c.result()
}

// lastTile is the tile of the lower right corner, or the one before where only its edge is touched.
func lastTile(low, high geom.XY, zoom int64) tile {
	t := tileOn(low.Y, high.X, zoom)
	at := corner(t)
	if at.X == high.X {
		t.x--
	}
	if at.Y == low.Y {
		t.y--
	}
	return t
}

// isRectangle reports a polygon of the four corners of its bounding box.
func isRectangle(g geom.Geometry, low, high geom.XY) bool {
	if g.Type() != geom.TypePolygon || vertices(g) != 5 || len(sequences(g)) != 1 {
		return false
	}
	seen := map[geom.XY]bool{}
	for _, p := range points(sequences(g)[0]) {
		if p.X != low.X && p.X != high.X || p.Y != low.Y && p.Y != high.Y {
			return false
		}
		seen[p] = true
	}
	return len(seen) == 4
}

// coverer gathers tiles.
type coverer struct {
	shape *shape
	zoom  int64
	tiles []int64
	err   error
}

func (c *coverer) meets(t tile) bool {
	square := t.polygon()
	return square.Envelope().Intersects(c.shape.box()) && geom.Intersects(square, c.shape.Geometry)
}

func (c *coverer) cover(t tile) {
	switch {
	case c.err != nil || !c.meets(t):
		return
	case t.zoom == c.zoom:
		c.tiles = append(c.tiles, t.encode())
		return
	}
	square := shapeOf(t.polygon())
	whole, err := contains([]any{c.shape, square})
	if err != nil {
		c.err = err
		return
	}
	if whole == true {
		shift := c.zoom - t.zoom
		for x := t.x << shift; x < (t.x+1)<<shift; x++ {
			for y := t.y << shift; y < (t.y+1)<<shift; y++ {
				c.tiles = append(c.tiles, tile{x, y, c.zoom}.encode())
			}
		}
		return
	}
	for x := 2 * t.x; x < 2*t.x+2; x++ {
		for y := 2 * t.y; y < 2*t.y+2; y++ {
			c.cover(tile{x, y, t.zoom + 1})
		}
	}
}

func (c *coverer) result() (any, error) {
	if c.err != nil {
		return nil, c.err
	}
	return c.tiles, nil
}
