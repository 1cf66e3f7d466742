package geospatial

import (
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

// earthRadius is Trino's, in kilometres.
const earthRadius = 6371.01

// radians multiplies by the number that Java does.
func radians(degrees float64) float64 { return degrees * (math.Pi / 180) }

func degrees(radians float64) float64 { return radians * (180 / math.Pi) }

// greatCircle is the distance of two points in kilometres, by the formula that is exact for near and far ones alike.
func greatCircle(latitude1, longitude1, latitude2, longitude2 float64) float64 {
	sin1, cos1 := math.Sincos(radians(latitude1))
	sin2, cos2 := math.Sincos(radians(latitude2))
	sinDelta, cosDelta := math.Sincos(radians(longitude1) - radians(longitude2))
	t1 := cos2 * sinDelta
	t2 := cos1*sin2 - sin1*cos2*cosDelta
	t3 := sin1*sin2 + cos1*cos2*cosDelta
	return math.Atan2(math.Sqrt(t1*t1+t2*t2), t3) * earthRadius
}

func checkPlace(latitude, longitude float64) error {
	if !(latitude >= -90 && latitude <= 90) {
		return invalid("Latitude must be between -90 and 90")
	}
	if !(longitude >= -180 && longitude <= 180) {
		return invalid("Longitude must be between -180 and 180")
	}
	return nil
}

// toSphere checks that a geometry lies on the sphere: what it holds stays.
func toSphere(g *shape) (any, error) {
	if low, high, ok := g.box().MinMaxXYs(); ok {
		if err := or(checkPlace(low.Y, 0), or(checkPlace(high.Y, low.X), checkPlace(0, high.X))); err != nil {
			return nil, err
		}
	}
	return g.Geometry, nil
}

// onlySpherical is only, in Trino's words for the sphere.
func onlySpherical(function string, g geom.Geometry, want ...geom.GeometryType) error {
	if only(function, g, want...) == nil {
		return nil
	}
	return invalid("When applied to SphericalGeography inputs, %s only supports %s. Input type is: %s", function, typeList(want), typeNames[g.Type()])
}

// sphericalDistance is in metres.
func sphericalDistance(args []any) (any, error) {
	a, b := args[0].(*shape), args[1].(*shape)
	if a.IsEmpty() || b.IsEmpty() {
		return nil, nil
	}
	if err := or(onlySpherical("ST_Distance", a.Geometry, geom.TypePoint), onlySpherical("ST_Distance", b.Geometry, geom.TypePoint)); err != nil {
		return nil, err
	}
	p, _ := a.MustAsPoint().XY()
	q, _ := b.MustAsPoint().XY()
	return greatCircle(p.Y, p.X, q.Y, q.X) * 1000, nil
}

// sphericalLength is in metres.
func sphericalLength(g *shape) (any, error) {
	if g.IsEmpty() {
		return nil, nil
	}
	if err := onlySpherical("ST_Length", g.Geometry, geom.TypeLineString, geom.TypeMultiLineString); err != nil {
		return nil, err
	}
	sum := 0.0
	for _, s := range segments(g.Geometry) {
		sum += greatCircle(s[0].Y, s[0].X, s[1].Y, s[1].X)
	}
	return sum * 1000, nil
}

// sphericalArea is in square metres: the spherical excess of rings, holes taken away.
func sphericalArea(g *shape) (any, error) {
	if g.IsEmpty() {
		return nil, nil
	}
	if err := onlySpherical("ST_Area", g.Geometry, geom.TypePolygon, geom.TypeMultiPolygon); err != nil {
		return nil, err
	}
	sum := 0.0
	for _, polygon := range g.Dump() {
		for i, ring := range polygon.MustAsPolygon().Coordinates() {
			excess, err := sphericalExcess(points(ring)[:max(0, ring.Length()-1)])
			if err != nil {
				return nil, err
			}
			if i > 0 {
				excess = -excess
			}
			sum += excess
		}
	}
	const metres = earthRadius * 1000
	return math.Abs(sum * metres * metres), nil
}

// sphericalExcess is of a ring without its closing vertex, by Trino's sums (movable-type.co.uk, latlong): per segment its
// part of the excess, and by how much the course turns, which is nothing in all around a pole.
func sphericalExcess(ring []geom.XY) (float64, error) {
	if len(ring) < 3 {
		return 0, invalid("Polygon is not valid: a loop contains less then 3 vertices.")
	}
	excess, turn := 0.0, 0.0
	firstBearing, lastBearing := math.NaN(), math.NaN()
	previous := ring[len(ring)-1]
	for _, p := range ring {
		if p == previous {
			return 0, invalid("Polygon is not valid: it has two identical consecutive vertices")
		}
		delta := radians(p.X) - radians(previous.X)
		tan1, tan2 := math.Tan(radians(previous.Y)/2), math.Tan(radians(p.Y)/2)
		excess += 2 * math.Atan2(math.Tan(delta/2)*(tan1+tan2), 1+tan1*tan2)
		sin1, cos1 := math.Sincos(radians(previous.Y))
		sin2, cos2 := math.Sincos(radians(p.Y))
		sinDelta, cosDelta := math.Sincos(delta)
		initial := math.Mod(math.Atan2(sinDelta*cos2, cos1*sin2-sin1*cos2*cosDelta)+2*math.Pi, 2*math.Pi)
		final := math.Mod(math.Atan2(-sinDelta*cos1, sin1*cos2-cos1*sin2*cosDelta)+math.Pi, 2*math.Pi)
		if math.IsNaN(firstBearing) {
			firstBearing = initial
		} else {
			turn += turnOf(initial - lastBearing)
		}
		turn += turnOf(final - initial)
		previous, lastBearing = p, final
	}
	turn += turnOf(firstBearing - lastBearing)
	if math.Abs(turn) < math.Pi/4 {
		excess = math.Abs(excess) - 2*math.Pi
	}
	return math.Abs(excess), nil
}

// turnOf brings an angle between -π and π.
func turnOf(angle float64) float64 { return math.Mod(angle+3*math.Pi, 2*math.Pi) - math.Pi }
