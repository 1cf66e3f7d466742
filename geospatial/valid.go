package geospatial

import (
	"github.com/peterstace/simplefeatures/geom"

	"interlaken/result/float"
)

// anomaly is why a geometry is not simple in Trino's sense, which is also its sense of valid: no point twice in a
// multi-point, no segment without length, no line that meets itself, no ring or polygons that do. known tells that the
// reason has Trino's words.
func anomaly(g geom.Geometry) (reason string, known bool) {
	switch g.Type() {
	case geom.TypeGeometryCollection:
		for _, m := range members(g) {
			if reason, known := anomaly(m); reason != "" {
				return reason, known
			}
		}
		return "", true
	case geom.TypeMultiPoint:
		seen := map[geom.XY]bool{}
		for _, s := range sequences(g) {
			xy := s.GetXY(0)
			if seen[xy] {
				return "Repeated points at or near " + place(xy) + " and " + place(xy), true
			}
			seen[xy] = true
		}
		return "", true
	}
	for _, s := range sequences(g) {
		for i := 1; i < s.Length(); i++ {
			if s.GetXY(i) == s.GetXY(i-1) {
				return "Degenerate segments at or near " + place(s.GetXY(i)), true
			}
		}
	}
	if err := g.Validate(); err != nil {
		return err.Error(), false
	}
	if simple, _ := g.IsSimple(); !simple {
		return "the line meets itself", false
	}
	return "", true
}

func place(p geom.XY) string {
	return string(append(float.Append(append(float.Append([]byte("("), p.X, 64), ' '), p.Y, 64), ')'))
}

func isSimple(g *shape) (any, error) {
	if err := affordable(g); err != nil {
		return nil, err
	}
	reason, _ := anomaly(g.Geometry)
	return reason == "", nil
}

// invalidReason is null for a valid geometry. Reasons that Trino words after the inner order of its library's search are
// told in the refusal.
func invalidReason(g *shape) (any, error) {
	if err := affordable(g); err != nil {
		return nil, err
	}
	switch reason, known := anomaly(g.Geometry); {
	case reason == "":
		return nil, nil
	case !known:
		return nil, unsupported("The reason of this kind of geometry that is not valid is not supported: %s", reason)
	default:
		return reason, nil
	}
}

func isRing(g *shape) (any, error) {
	if err := only("ST_IsRing", g.Geometry, geom.TypeLineString); err != nil {
		return nil, err
	}
	if closed, err := isClosed(g); err != nil || closed == false {
		return closed, err
	}
	return isSimple(g)
}
