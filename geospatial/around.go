package geospatial

import (
	"math"
)

// tilesAround are a tile and its neighbours, by columns.
func tilesAround(a []any) (any, error) {
	latitude, longitude, zoom := a[0].(float64), a[1].(float64), a[2].(int64)
	if err := checkOnMap(latitude, longitude, zoom); err != nil {
		return nil, err
	}
	at := tileOn(latitude, longitude, zoom)
	var out []int64
	for x := max(0, at.x-1); x <= min(at.x+1, 1<<zoom-1); x++ {
		for y := max(0, at.y-1); y <= min(at.y+1, 1<<zoom-1); y++ {
			out = append(out, tile{x, y, zoom}.encode())
		}
	}
	return out, nil
}

// tilesWithin cover a circle of a radius in kilometres: the row and the column of its centre, then of each corner between
// them those whose nearest corner lies within the radius, and what lies behind them. The order is Trino's.
func tilesWithin(a []any) (any, error) {
	latitude, longitude, zoom, radius := a[0].(float64), a[1].(float64), a[2].(int64), a[3].(float64)
	if err := checkOnMap(latitude, longitude, zoom); err != nil {
		return nil, err
	}
	switch {
	case !(radius >= 0):
		return nil, invalid("Radius must be >= 0")
	case radius > 1000:
		return nil, invalid("Radius must be <= 1,000 km")
	}
	columns := int64(1) << zoom
	at := tileOn(latitude, longitude, zoom)
	top := tileOn(moveLatitude(latitude, radius, 1), longitude, zoom).y
	bottom := tileOn(moveLatitude(latitude, radius, -1), longitude, zoom).y
	left := tileOn(latitude, moveLongitude(latitude, longitude, radius, -1), zoom).x
	right := tileOn(latitude, moveLongitude(latitude, longitude, radius, 1), zoom).x
	wide := right - left + 1
	if right < left { // around the back of the earth
		wide += columns
	}
	if n := wide * (bottom - top + 1); n > maxTiles {
		return nil, invalid("The number of tiles covering input rectangle exceeds the limit of 1M. Number of tiles: %d. Radius: %.1f km. Zoom level: %d.", n, radius, zoom)
	}
	var out []int64
	add := func(x, y int64) { out = append(out, tile{x, y, zoom}.encode()) }
	for i := range wide {
		add((left+i)%columns, at.y)
	}
	for y := top; y <= bottom; y++ {
		if y != at.y {
			add(at.x, y)
		}
	}
	// A corner of the circle: away from the centre the columns go by step, and cornerX and cornerY tell which corner of
	// a tile is the nearest to it.
	corners := func(from, step, cornerX int64) {
		for x := from; x != at.x; x = (x + step + columns) % columns {
			near := func(y, cornerY int64) bool {
				p := corner(tile{x + cornerX, y + cornerY, zoom})
				return greatCircle(latitude, longitude, p.Y, p.X) <= radius
			}
			for y, in := top, false; y < at.y; y++ {
				if in = in || near(y, 1); in {
					add(x, y)
				}
			}
			for y, in := bottom, false; y > at.y; y-- {
				if in = in || near(y, 0); in {
					add(x, y)
				}
			}
		}
	}
	corners(right, -1, 0)
	corners(left, 1, 1)
	return out, nil
}

// moveLatitude goes north (1) or south (-1), to the edge of the map at most.
func moveLatitude(latitude, distance, north float64) float64 {
	at, ratio := radians(latitude), distance/earthRadius
	moved := degrees(math.Asin(math.Sin(at)*math.Cos(ratio) + math.Cos(at)*math.Sin(ratio)*north))
	return min(max(moved, -maxLatitude), maxLatitude)
}

// moveLongitude goes east (1) or west (-1), around the earth.
func moveLongitude(latitude, longitude, distance, east float64) float64 {
	at, ratio := radians(latitude), distance/earthRadius
	moved := degrees(radians(longitude) + math.Atan2(east*math.Sin(ratio)*math.Cos(at), math.Cos(ratio)-math.Sin(at)*math.Sin(at)))
	switch {
	case moved > 180:
		return moved - 360
	case moved < -180:
		return moved + 360
	}
	return moved
}
