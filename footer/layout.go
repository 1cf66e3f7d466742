package footer

import (
	"cmp"
	"errors"
	"math"
	"slices"
)

// Layout says where a file's columns lie.
type Layout struct {
	Columns []Column
	// Chunks are in the order of their places. They do not overlap.
	Chunks []Chunk
}

// Column is a column of the file's table. One of rows, arrays or maps has several chunks in a row group.
type Column struct {
	Name string
	// ID is the column's field id; 0 where it has none.
	ID int
}

// Chunk is what a row group holds of one column of values, pages and dictionary together: the bytes [Start, End).
type Chunk struct {
	Start, End int64
	Column     int // its place in Columns
	RowGroup   int
}

// ErrLayout is a footer that does not say where its columns lie, or contradicts itself.
var ErrLayout = errors.New("it does not say where its columns lie")

// Read reads a footer: the bytes before the last eight of a file.
func Read(footer []byte) (*Layout, error) {
	c := compact{footer}
	var nodes []node
	var chunks []Chunk // each leaf of each row group, in order; Column is the leaf
	whole := true
	ok := c.fields(func(number int64, kind byte) bool {
		switch {
		case number == 2 && kind == compactList:
			return c.structures(func() bool {
				n, ok := c.node()
				nodes = append(nodes, n)
				return ok
			})
		case number == 4 && kind == compactList:
			group := -1
			return c.structures(func() bool {
				group++
				leaf := 0
				return c.group(func(chunk Chunk, known bool) {
					whole = whole && known
					chunk.Column, chunk.RowGroup = leaf, group
					chunks = append(chunks, chunk)
					leaf++
				})
			})
		}
		return c.field(kind, 0)
	})
	if !ok {
		return nil, ErrThrift
	}
	columns, leaves, ok := flat(nodes)
	if !ok || !whole {
		return nil, ErrLayout
	}
	for i := range chunks {
		if chunks[i].Column >= len(leaves) {
			return nil, ErrLayout
		}
		chunks[i].Column = leaves[chunks[i].Column]
	}
	slices.SortFunc(chunks, func(a, b Chunk) int { return cmp.Compare(a.Start, b.Start) })
	for i := 1; i < len(chunks); i++ {
		if chunks[i-1].End > chunks[i].Start {
			return nil, ErrLayout
		}
	}
	return &Layout{columns, chunks}, nil
}

// node is an element of the schema, which is a tree written from the root on, each node before its children.
type node struct {
	Column
	children int64
}

func (c *compact) node() (n node, ok bool) {
	ok = c.fields(func(number int64, kind byte) bool {
		switch {
		case number == 4 && kind == compactBinary:
			text, ok := c.text()
			n.Name = string(text)
			return ok
		case number == 5 && kind == compactInt32:
			n.children, ok = c.integer()
			return ok
		case number == 9 && kind == compactInt32:
			id, ok := c.integer()
			n.ID = int(id)
			return ok
		}
		return c.field(kind, 1)
	})
	return n, ok
}

// flat returns the children of the root, and for each leaf below which of them it lies. ok is false for what is no tree.
func flat(nodes []node) (columns []Column, leaves []int, ok bool) {
	if len(nodes) == 0 {
		return nil, nil, false
	}
	left := int64(0) // nodes to come of the column that is read
	for _, n := range nodes[1:] {
		if n.children < 0 || n.children > int64(len(nodes)) {
			return nil, nil, false
		}
		if left == 0 {
			columns, left = append(columns, n.Column), 1
		}
		if left += n.children - 1; n.children == 0 {
			leaves = append(leaves, len(columns)-1)
		}
	}
	return columns, leaves, left == 0 && int64(len(columns)) == nodes[0].children
}

// group reads a row group, and gives each chunk of it and whether its place is known.
func (c *compact) group(each func(Chunk, bool)) bool {
	return c.fields(func(number int64, kind byte) bool {
		if number != 1 || kind != compactList {
			return c.field(kind, 1)
		}
		return c.structures(func() bool {
			chunk, known := Chunk{}, false
			ok := c.fields(func(number int64, kind byte) bool {
				if number != 3 || kind != compactStruct {
					return c.field(kind, 2)
				}
				var ok bool
				chunk, known, ok = c.chunk()
				return ok
			})
			each(chunk, known)
			return ok
		})
	})
}

// chunk reads the metadata of a chunk. It begins with its dictionary, where it has one.
func (c *compact) chunk() (_ Chunk, known, ok bool) {
	size, data, dictionary := int64(-1), int64(-1), int64(0)
	ok = c.fields(func(number int64, kind byte) (ok bool) {
		switch {
		case number == 7 && kind == compactInt64:
			size, ok = c.integer()
		case number == 9 && kind == compactInt64:
			data, ok = c.integer()
		case number == 11 && kind == compactInt64:
			dictionary, ok = c.integer()
		default:
			ok = c.field(kind, 3)
		}
		return ok
	})
	start := data
	if dictionary > 0 && dictionary < data {
		start = dictionary
	}
	known = size >= 0 && start >= 0 && size <= math.MaxInt64-start
	return Chunk{Start: start, End: start + size}, known, ok
}

// structures reads a list of them.
func (c *compact) structures(one func() bool) bool {
	n, kind, ok := c.list()
	if !ok || kind != compactStruct || n > uint64(len(c.left)) {
		return false
	}
	for range n {
		if !one() {
			return false
		}
	}
	return true
}
