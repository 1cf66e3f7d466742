package estimate

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/metadata"
	"github.com/apache/arrow-go/v18/parquet/schema"

	"interlaken/fault"
	"interlaken/footer"
)

// Footer is what a Parquet file says of itself at its end, as far as it bears on what is read of it.
type Footer struct {
	// Rows is how many rows the file has.
	Rows   int64
	leaves []leaf
	groups []group
	bytes  int64 // about what it takes in memory
}

// leaf is a column of values. A column of the table has several where it holds rows, arrays or maps.
type leaf struct {
	path []string // from the table's column on, in lower case
	// kind is how bounds are compared; 0 where they are not.
	kind boundKind
}

// boundKind is how the bounds of a leaf are written.
type boundKind uint8

const (
	noBounds boundKind = iota
	int32Bounds
	int64Bounds
	dateBounds
	textBounds
	millisecondBounds
	microsecondBounds
)

// group is a row group: one chunk for each leaf.
type group struct {
	rows   int64
	chunks []chunk
}

type chunk struct {
	bytes    int64  // as stored, compressed
	min, max []byte // nil where unknown
}

const (
	tailBytes   = 8 // the length of the footer and the magic word
	guessBytes  = 64 << 10
	parquetMark = "PAR1"
)

// readFooter reads the footer of an object of a size in bytes with one read, or two where it is longer than a guess. read
// returns a range of the object. An object that is no Parquet file, or whose footer is larger than limit or cannot be read,
// is a fault of HIVE_BAD_DATA.
func readFooter(ctx context.Context, size, limit int64, read func(ctx context.Context, offset, length int64) ([]byte, error)) (*Footer, error) {
	guess := min(size, guessBytes)
	if guess < tailBytes+int64(len(parquetMark)) {
		return nil, badFooter("it has %d bytes", size)
	}
	tail, err := read(ctx, size-guess, guess)
	if err != nil {
		return nil, err
	}
	if int64(len(tail)) != guess {
		return nil, badFooter("%d bytes came where %d were asked for", len(tail), guess)
	}
	if mark := tail[guess-4:]; string(mark) != parquetMark {
		return nil, badFooter("it ends in %q and not in %s", mark, parquetMark)
	}
	length := int64(binary.LittleEndian.Uint32(tail[guess-tailBytes:]))
	switch {
	case length > size-tailBytes-int64(len(parquetMark)):
		return nil, badFooter("its footer says that it has %d bytes, and the object has %d", length, size)
	case length > limit:
		return nil, badFooter("its footer has %d bytes, and %d are read at most", length, limit)
	case length+tailBytes > guess:
		if tail, err = read(ctx, size-tailBytes-length, length); err != nil {
			return nil, err
		}
		if int64(len(tail)) != length {
			return nil, badFooter("%d bytes came where %d were asked for", len(tail), length)
		}
		return decodeFooter(tail, size)
	}
	return decodeFooter(tail[guess-tailBytes-length:guess-tailBytes], size)
}

func badFooter(format string, args ...any) error {
	return fault.New("HIVE_BAD_DATA", "It is not a Parquet file that can be read: %s", fmt.Sprintf(format, args...))
}

// decodeFooter reads a footer of an object of a size.
func decodeFooter(data []byte, size int64) (f *Footer, err error) {
	if err := footer.Check(data); err != nil {
		return nil, badFooter("%s", err)
	}
	defer func() {
		// The decoder panics on some footers whose parts contradict each other.
		if r := recover(); r != nil {
			f, err = nil, badFooter("%v", r)
		}
	}()
	meta, err := metadata.NewFileMetaData(data, nil)
	if err != nil {
		return nil, badFooter("%s", err)
	}
	f = &Footer{Rows: meta.NumRows, bytes: 64}
	for i := range meta.Schema.NumColumns() {
		l := leaf{kind: boundsOf(meta.Schema.Column(i))}
		for _, name := range meta.Schema.Column(i).ColumnPath() {
			l.path = append(l.path, strings.ToLower(name))
			f.bytes += int64(len(name)) + 16
		}
		if len(l.path) == 0 {
			return nil, badFooter("column %d has no name", i)
		}
		f.leaves = append(f.leaves, l)
		f.bytes += 32
	}
	left := size // what the chunks may take
	for i, rows := range meta.RowGroups {
		if len(rows.Columns) != len(f.leaves) || rows.NumRows < 0 {
			return nil, badFooter("row group %d has %d columns and %d rows, and the file has %d columns", i, len(rows.Columns), rows.NumRows, len(f.leaves))
		}
		g := group{rows: rows.NumRows, chunks: make([]chunk, len(f.leaves))}
		for n, column := range rows.Columns {
			m := column.MetaData
			if m == nil || m.TotalCompressedSize < 0 || m.TotalCompressedSize > left || m.NumValues < 0 || m.TotalUncompressedSize < 0 {
				return nil, badFooter("row group %d does not say how large column %d is, or says that it is larger than the object", i, n)
			}
			left -= m.TotalCompressedSize
			c := chunk{bytes: m.TotalCompressedSize}
			if s := m.Statistics; s != nil && s.IsSetMinValue() && s.IsSetMaxValue() && f.leaves[n].kind.fits(s.MinValue) && f.leaves[n].kind.fits(s.MaxValue) {
				// Copies: what the decoder gives lies in the bytes that were read.
				c.min, c.max = bytes.Clone(s.MinValue[:min(len(s.MinValue), textBytes)]), bytes.Clone(s.MaxValue[:min(len(s.MaxValue), textBytes)])
			}
			g.chunks[n] = c
			f.bytes += 64 + int64(len(c.min)+len(c.max))
		}
		f.groups = append(f.groups, g)
	}
	return f, nil
}

// textBytes is how much of a text the engine compares with bounds; what it cannot tell apart it reads.
const textBytes = 8

// fits reports whether a bound is as long as those of its kind are.
func (k boundKind) fits(bound []byte) bool {
	switch k {
	case int32Bounds, dateBounds:
		return len(bound) == 4
	case int64Bounds, millisecondBounds, microsecondBounds:
		return len(bound) == 8
	}
	return k == textBounds
}

// boundsOf says how a leaf's bounds are compared.
func boundsOf(c *schema.Column) boundKind {
	logical := c.LogicalType()
	whole := logical == nil || !logical.IsValid() || logical.IsNone()
	if i, ok := logical.(schema.IntLogicalType); ok {
		whole = i.IsSigned()
	}
	stamp, isStamp := logical.(schema.TimestampLogicalType)
	_, date := logical.(schema.DateLogicalType)
	_, text := logical.(schema.StringLogicalType)
	switch {
	case len(c.ColumnPath()) != 1:
		return noBounds
	case date && c.PhysicalType() == parquet.Types.Int32:
		return dateBounds
	case text && c.PhysicalType() == parquet.Types.ByteArray:
		return textBounds
	case isStamp && c.PhysicalType() == parquet.Types.Int64 && !stamp.IsAdjustedToUTC() && stamp.TimeUnit() == schema.TimeUnitMillis:
		return millisecondBounds
	case isStamp && c.PhysicalType() == parquet.Types.Int64 && !stamp.IsAdjustedToUTC() && stamp.TimeUnit() == schema.TimeUnitMicros:
		return microsecondBounds
	case whole && c.PhysicalType() == parquet.Types.Int32:
		return int32Bounds
	case whole && c.PhysicalType() == parquet.Types.Int64:
		return int64Bounds
	}
	return noBounds
}
