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
	layout *footer.Layout // nil where the footer does not say it, or says it lies in itself; then every byte before the footer counts
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
	layout, err := footer.Read(said)
	if err != nil {
		return c, nil // and every byte counts
	}
	if n := len(layout.Chunks); n == 0 || layout.Chunks[n-1].End <= c.footer {
		c.layout = layout
	}
	return c, nil
}

// footerGuess is the most that DuckDB 1.5.6 reads before a footer whose length it does not know yet.
const footerGuess = 256 << 10

// charge says how much a read of the bytes [from, to) counts, of a request for these columns. What of it lies in no chunk
// counts too: a file may say less of itself than the engine finds in it.
//
// One that reaches into the footer is for the footer, which is read again by each instance, or is not; it counts nothing,
// as far as the engine may have guessed the length.
//
// The engine reads the chunks of a row group at once, and what lies between two that it wants with them where that is
// little (16 KiB in DuckDB 1.5.6); of a row group that it wants nearly all of it reads all. What the request has no use
// for does not count. But a read that begins or ends with it, and is not one of whole row groups, is none of those: the
// engine wanted more than is known here, and all of it counts.
func (c *chunks) charge(from, to int64, columns []engine.Column) int64 {
	switch {
	case to > c.footer && c.layout != nil:
		return max(0, c.footer-from-footerGuess)
	case c.layout == nil:
		return max(0, min(to, c.footer)-from)
	}
	c.want(columns)
	all := c.layout.Chunks
	first := sort.Search(len(all), func(i int) bool { return all[i].End > from })
	last, unused := first, int64(0)
	for i := first; i < len(all) && all[i].Start < to; i++ {
		if last = i; !c.wanted[all[i].Column] {
			unused += min(to, all[i].End) - max(from, all[i].Start)
		}
	}
	if unused == 0 {
		return to - from
	}
	edges := c.wanted[all[first].Column] && c.wanted[all[last].Column]
	groups := (first == 0 || all[first-1].RowGroup != all[first].RowGroup) && (last == len(all)-1 || all[last+1].RowGroup != all[last].RowGroup)
	if !edges && !groups {
		return to - from
	}
	return to - from - unused
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
