package result

import (
	"bufio"
	"bytes"
	"io"

	"github.com/apache/arrow-go/v18/arrow"

	"interlaken/fault"
)

// CSV writes the result file of an Athena query as it arrives: every value that is not NULL in double quotes, the
// header too, a quote doubled; NULL is nothing between the commas; lines end in \n; no byte order mark
// (facts/aws.md 4.4). Errors of the underlying writer come as they are. Not safe for concurrent use.
type CSV struct {
	out     *bufio.Writer
	columns []Column
	text    []byte
}

// NewCSV returns a writer and writes the header line.
func NewCSV(w io.Writer, columns []Column) (*CSV, error) {
	c := &CSV{out: bufio.NewWriterSize(w, 64<<10), columns: columns}
	for i, column := range columns {
		if i > 0 {
			c.out.WriteByte(',')
		}
		c.quote([]byte(column.Name))
	}
	return c, c.out.WriteByte('\n')
}

// Write writes the rows of a batch. Its columns must be the writer's, in their order.
func (c *CSV) Write(batch arrow.RecordBatch) error {
	if int(batch.NumCols()) != len(c.columns) {
		return fault.New(fault.Internal, "The engine gave %d columns for a result of %d.", batch.NumCols(), len(c.columns))
	}
	for row := range int(batch.NumRows()) {
		for i, column := range c.columns {
			if i > 0 {
				c.out.WriteByte(',')
			}
			text, ok, err := AppendText(c.text[:0], batch.Column(i), row, column.Type)
			if err != nil {
				return err
			}
			c.text = text
			if ok {
				c.quote(text)
			}
		}
		if err := c.out.WriteByte('\n'); err != nil { // a bufio.Writer keeps its first error
			return err
		}
	}
	return nil
}

// Close writes what is left. It does not close the underlying writer.
func (c *CSV) Close() error { return c.out.Flush() }

func (c *CSV) quote(text []byte) {
	c.out.WriteByte('"')
	for {
		before, after, found := bytes.Cut(text, []byte{'"'})
		c.out.Write(before)
		if !found {
			break
		}
		c.out.WriteString(`""`)
		text = after
	}
	c.out.WriteByte('"')
}
