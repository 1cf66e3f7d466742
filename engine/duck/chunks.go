package duck

import (
	"encoding/binary"
	"os"
	"slices"
	"sort"
	"strings"

	"interlaken/engine"
	"interlaken/footer"
)

// chunks are the places of a Parquet file that count.
type chunks struct {
	footer int64          // where it begins; the size where there is none
	layout *footer.Layout // nil where the footer does not say it; then every byte before the footer counts
	read   int64          // bytes that it took to know this
	wanted []bool         // by column of the layout, once it is known what the request reads
}

// largestFooter is the largest footer that is read for its layout.
const largestFooter = 64 << 20

// chunksOf reads the footer of a file. Its last eight bytes are the footer's length and a magic word.
func chunksOf(path string, size int64) (*chunks, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var tail [8]byte
	if size < int64(len(tail)) {
		return &chunks{footer: size}, nil
	}
	if _, err := file.ReadAt(tail[:], size-8); err != nil {
		return nil, err
	}
	length := int64(binary.LittleEndian.Uint32(tail[:4]))
	if string(tail[4:]) != "PAR1" || length > size-8 {
		return &chunks{footer: size, read: int64(len(tail))}, nil
	}
	c := &chunks{footer: size - 8 - length, read: int64(len(tail))}
	if length > largestFooter {
		return c, nil
	}
	said := make([]byte, length)
	if _, err := file.ReadAt(said, c.footer); err != nil {
		return nil, err
	}
	c.read += length
	if layout, err := footer.Read(said); err == nil {
		c.layout = layout
	}
	return c, nil
}

// charge says how much a read of the bytes [from, to) counts, of a request for these columns. One that reaches into the
// footer is for the footer, of which the engine guesses the length, and counts nothing: it is made again by each instance,
// or is not.
//
// The engine reads the chunks of a row group at once, and what lies between two that it wants with them where that is
// little (16 KiB in DuckDB 1.5.6); of a row group that it wants nearly all of it reads all. What the request has no use
// for does not count. But a read that begins or ends with it, and is not one of whole row groups, is none of those: the
// engine wanted more than is known here, and all of it counts.
func (c *chunks) charge(from, to int64, columns []engine.Column) int64 {
	switch {
	case to > c.footer:
		return 0
	case c.layout == nil:
		return to - from
	}
	c.want(columns)
	all := c.layout.Chunks
	first := sort.Search(len(all), func(i int) bool { return all[i].End > from })
	last := first
	var wanted, read int64
	for i := first; i < len(all) && all[i].Start < to; i++ {
		n := min(to, all[i].End) - max(from, all[i].Start)
		read += n
		if c.wanted[all[i].Column] {
			wanted += n
		}
		last = i
	}
	if read == wanted {
		return wanted
	}
	edges := c.wanted[all[first].Column] && c.wanted[all[last].Column]
	groups := (first == 0 || all[first-1].RowGroup != all[first].RowGroup) && (last == len(all)-1 || all[last+1].RowGroup != all[last].RowGroup)
	if !edges && !groups {
		return read
	}
	return wanted
}

// want finds out which of the file's columns the request reads: those of its names, whatever their case, or of its
// numbers.
func (c *chunks) want(columns []engine.Column) {
	if c.wanted != nil {
		return
	}
	c.wanted = make([]bool, len(c.layout.Columns))
	for i, has := range c.layout.Columns {
		c.wanted[i] = slices.ContainsFunc(columns, func(asked engine.Column) bool {
			if asked.FieldID != 0 {
				return asked.FieldID == has.ID
			}
			return strings.EqualFold(asked.Name, has.Name)
		})
	}
}
