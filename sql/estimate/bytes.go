package estimate

import (
	"math"
	"slices"
)

// margin widens what is told from some files to others, by this part of it.
const margin = 0.05

// add adds counts of bytes, and stays at the greatest number where there are more.
func add(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// bytes is what a scan reads of a table, at least and at most.
func (t *table) bytes(s *scan) (low, high int64) {
	if !t.parquet {
		low, high = t.text(s)
	} else if len(s.parts) > 0 { // rows are counted by the footers alone
		low, high = t.columns(s)
	}
	if high > math.MaxInt64/s.times {
		return low, math.MaxInt64
	}
	return low, high * s.times
}

// text is for files that are read whole, from their beginning on until a limit ends it.
func (t *table) text(s *scan) (low, high int64) {
	for _, f := range t.files {
		high = add(high, f.SizeBytes)
	}
	if s.early {
		return 0, high
	}
	return high, high
}

// columns is for files that are read by the column chunk. Files whose footers nobody has read are taken to be as the others
// are: read as large a part of, give or take three times the mean's standard error and a margin.
func (t *table) columns(s *scan) (low, high int64) {
	var unknown int64
	var lows, highs []float64
	for _, f := range t.files {
		if f.footer == nil {
			unknown = add(unknown, f.SizeBytes)
			continue
		}
		l, h := f.footer.read(s)
		low, high = add(low, l), add(high, h)
		lows, highs = append(lows, float64(l)/float64(f.SizeBytes)), append(highs, float64(h)/float64(f.SizeBytes))
	}
	if unknown > 0 {
		mean, off := spread(lows)
		low = add(low, int64(float64(unknown)*max(0, mean*(1-margin)-off)))
		mean, off = spread(highs)
		high = add(high, int64(float64(unknown)*min(1+margin, mean*(1+margin)+off)))
	}
	return low, high
}

// spread is the mean of a sample and three times its standard error.
func spread(sample []float64) (mean, off float64) {
	n := float64(len(sample))
	for _, x := range sample {
		mean += x / n
	}
	if n < 2 {
		return mean, mean
	}
	var squares float64
	for _, x := range sample {
		squares += (x - mean) * (x - mean)
	}
	return mean, 3 * math.Sqrt(squares/(n-1)/n)
}

// read is what a scan reads of a file, at least and at most.
func (f *Footer) read(s *scan) (low, high int64) {
	leaves := f.leavesOf(s)
	var groups []*group
	for i := range f.groups {
		if g := &f.groups[i]; f.passes(g, s.filter, s.kinds) {
			groups = append(groups, g)
		}
	}
	for _, g := range groups {
		low += g.bytes(leaves.parts)
		high += g.bytes(leaves.all) + g.between(leaves)
		if s.ordered {
			high += g.bytes(leaves.again)
		}
	}
	switch {
	case s.early || len(groups) == 0:
		return 0, high
	case s.joined || s.ordered || s.unsure:
		return f.least(groups, leaves), high
	case len(leaves.looked) > 0: // at least the one is read that is looked at first
		low = 0
		for _, g := range groups {
			first := int64(math.MaxInt64)
			for _, at := range leaves.looked {
				first = min(first, g.chunks[at].bytes)
			}
			low += first
		}
	}
	return low, high
}

// scanLeaves are the leaves that a scan reads: those of the columns that it needs, of the parts that it needs of rows (the
// local engine reads whole columns, Athena parts of them), of the columns that conditions look at, and of those that the
// first rows of an order are found by, which may be read twice. spare are those of other columns that the statement names.
type scanLeaves struct{ all, parts, looked, again, spare []int }

func (f *Footer) leavesOf(s *scan) (out scanLeaves) {
	for at, l := range f.leaves {
		parts, read := s.parts[l.path[0]]
		if !read {
			if s.named[l.path[0]] {
				out.spare = append(out.spare, at)
			}
			continue
		}
		out.all = append(out.all, at)
		if parts == nil || slices.ContainsFunc(parts, l.isUnder) {
			out.parts = append(out.parts, at)
		}
		if s.tested[l.path[0]] {
			out.looked = append(out.looked, at)
		}
		if s.tested[l.path[0]] || s.again[l.path[0]] {
			out.again = append(out.again, at)
		}
	}
	return out
}

// isUnder reports whether a leaf is part of a part of its column.
func (l leaf) isUnder(part []string) bool {
	return len(part) < len(l.path) && slices.Equal(l.path[1:len(part)+1], part)
}

// least is the least that is read of row groups where rows are dropped by values that nobody knows before: a join's, an
// order's, those of conditions that bounds say nothing about. At least one value is left of each column that is looked at;
// the groups whose bounds hold it are read. How few those are depends on how the rows lie: of a column whose values are
// spread over all groups none is spared, of one by which the file is sorted all but one are. The outermost tenths of the
// column's range are left out, as few groups hold the extremes of any column.
func (f *Footer) least(groups []*group, leaves scanLeaves) int64 {
	read := leaves.looked
	if len(read) == 0 {
		read = leaves.parts
	}
	least := int64(math.MaxInt64)
	for _, at := range leaves.looked {
		least = min(least, f.leastBy(at, groups, read))
	}
	if least == math.MaxInt64 { // nothing is looked at, or nothing is known of it
		for _, g := range groups {
			least = min(least, g.bytes(read))
		}
	}
	return least
}

// cuts is at how many places of a column's range it is looked how many groups hold it.
const cuts = 32

// leastBy is the least that is read where one value of a column is left; math.MaxInt64 where its bounds are not known.
func (f *Footer) leastBy(at int, groups []*group, read []int) int64 {
	kind, least := f.leaves[at].kind, int64(math.MaxInt64)
	first, last := math.Inf(1), math.Inf(-1)
	for _, g := range groups {
		c := g.chunks[at]
		if c.min == nil || c.max == nil {
			return least
		}
		first, last = min(first, kind.place(c.min)), max(last, kind.place(c.max))
	}
	for i := range cuts + 1 {
		value := first + (last-first)*(0.1+0.8*float64(i)/cuts)
		var here int64
		for _, g := range groups {
			if c := g.chunks[at]; kind.place(c.min) <= value && value <= kind.place(c.max) {
				here += g.bytes(read)
			}
		}
		if here > 0 { // else it lies in a gap
			least = min(least, here)
		}
	}
	return least
}

// gap is how much may lie between two chunks that the local engine reads at once, and counts where the statement names its
// column (engine/duck, chunks.charge).
const gap = 16 << 10

// between is what a read may take along. Chunks lie in the order of their columns.
func (g *group) between(leaves scanLeaves) (n int64) {
	if len(leaves.all) == 0 {
		return 0
	}
	for _, at := range leaves.spare {
		if size := g.chunks[at].bytes; size <= gap && leaves.all[0] < at && at < leaves.all[len(leaves.all)-1] {
			n += size
		}
	}
	return n
}

func (g *group) bytes(leaves []int) (n int64) {
	for _, at := range leaves {
		n += g.chunks[at].bytes
	}
	return n
}
