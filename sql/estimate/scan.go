package estimate

import (
	"slices"

	"interlaken/sql/analyze"
)

// scan is one place at which a statement reads a table of the catalog, as far as its rows matter to the result: an engine
// does not read the columns of a view or a derived table that nobody asks for.
type scan struct {
	name analyze.TableName
	// parts are what is read of each column that lies in files, by its name: nil for all of it, else the parts of a row
	// below it.
	parts map[string][][]string
	// named are the columns that the statement reads of the table by name, here or elsewhere, needed or not: a view's too.
	named map[string]bool
	// filter is what the statement's constants say about the columns; nil for nothing.
	filter *analyze.Predicate
	// tested are the columns that conditions look at, and kinds how their bounds are written.
	tested map[string]bool
	kinds  map[string]boundKind
	// unsure tells that a condition may rule out more row groups than the filter does: it is of a form that the filter has
	// not, or asks for single values, which Bloom filters and dictionaries tell of.
	unsure bool
	// again are the columns by which the first rows of an order are found, before the other columns are read of those.
	again map[string]bool
	bounds
	// times is how often it is read at most. A common table expression is read once for each time that it is named, unless
	// the engine keeps its rows.
	times int64
}

// take notes that a part of a column is read.
func (s *scan) take(column string, path []string) {
	known, ok := s.parts[column]
	switch {
	case len(path) == 0 || ok && known == nil:
		s.parts[column] = nil
	case !slices.ContainsFunc(known, func(k []string) bool { return slices.Equal(k, path) }):
		s.parts[column] = append(known, path)
	}
}

// bounds are what stands around a place.
type bounds struct {
	joined    bool // its rows are joined to others, whose values may show before it is read that it needs less
	early     bool // the statement may have all its rows before the place has given all of its own
	ordered   bool // only the first rows of an order are wanted
	full      bool // a row that meets no condition may stand beside another's nulls: conditions are put on what comes out
	windowed  bool // a value of all rows of a partition stands beside each, for which they may be read twice
	recursive bool // it is read anew for each step of a recursion
}

func (b bounds) or(o bounds) bounds {
	return bounds{b.joined || o.joined, b.early || o.early, b.ordered || o.ordered, b.full || o.full, b.windowed || o.windowed, b.recursive || o.recursive}
}

// naming is a common table expression as the statement names it.
type naming struct {
	within []*naming // where it is named; nil stands for outside of any
	around bounds    // what stands around the places where it is named, of each of them
	// made is how often its rows are made at most; 0 where nobody has counted. gathered tells that around has what stands
	// around within, too.
	made     int64
	gathered bool
}

// maxTimes bounds how often a scan is counted.
const maxTimes = 1 << 20

// times is how often the rows of a common table expression are made at most; once outside of any.
func (n *naming) times() int64 {
	if n == nil {
		return 1
	}
	if n.made == 0 {
		n.made = 1 // of one that names itself
		var all int64
		for _, at := range n.within {
			all = min(all+at.times(), maxTimes)
		}
		n.made = all
	}
	return n.made
}

// bounds are what stands around all that it is part of.
func (n *naming) bounds() bounds {
	if n == nil {
		return bounds{}
	}
	if !n.gathered {
		n.gathered = true
		for _, at := range n.within {
			n.around = n.around.or(at.bounds())
		}
	}
	return n.around
}
