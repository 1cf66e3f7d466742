package geospatial

import (
	"cmp"
	"slices"
	"sort"
)

// extent is what a segment takes up on the two axes.
type extent struct{ low, high [2]float64 }

// affordable bounds what an operation that looks at pairs of segments may cost: memory grows with the pairs whose bounding
// boxes meet, which a hostile geometry makes many with few vertices. How long it takes is the statement's limit to bound.
func affordable(shapes ...*shape) error {
	var all []extent
	for _, g := range shapes {
		for _, s := range sequences(g.Geometry) {
			if len(all)+s.Length() > maxVertices {
				return unsupported("This operation on geometries of more than %d vertices is not supported", maxVertices)
			}
			for i := 1; i < s.Length(); i++ {
				a, b := s.GetXY(i-1), s.GetXY(i)
				all = append(all, extent{[2]float64{min(a.X, b.X), min(a.Y, b.Y)}, [2]float64{max(a.X, b.X), max(a.Y, b.Y)}})
			}
		}
	}
	axis, pairs := 0, meetingsOn(all, 0)
	if vertical := meetingsOn(all, 1); vertical < pairs {
		axis, pairs = 1, vertical
	}
	if pairs > maxMeetings && (pairs > maxCandidates || meetings(all, axis) > maxMeetings) {
		return unsupported("This operation on geometries whose segments meet more than %d times is not supported", maxMeetings)
	}
	return nil
}

// meetingsOn counts the pairs of extents that overlap on one axis, without looking at each.
func meetingsOn(all []extent, axis int) int {
	highs := make([]float64, len(all))
	for i, e := range all {
		highs[i] = e.high[axis]
	}
	slices.Sort(highs)
	pairs := len(all) * (len(all) - 1) / 2
	for _, e := range all {
		pairs -= sort.SearchFloat64s(highs, e.low[axis]) // those that end before it begins
	}
	return pairs
}

// meetings counts the pairs that overlap on both axes, going along one of them, up to the limit.
func meetings(all []extent, axis int) int {
	slices.SortFunc(all, func(a, b extent) int { return cmp.Compare(a.low[axis], b.low[axis]) })
	other, n := 1-axis, 0
	for i, a := range all {
		for _, b := range all[i+1:] {
			if b.low[axis] > a.high[axis] || n > maxMeetings {
				break
			}
			if b.low[other] <= a.high[other] && a.low[other] <= b.high[other] {
				n++
			}
		}
	}
	return n
}
