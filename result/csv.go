package result

import (
	"bytes"
	"io"

	"github.com/apache/arrow-go/v18/arrow"

	"interlaken/fault"
)

// CSV writes the result file of an Athena query as it arrives: every value that is not NULL in double quotes, the
// header too, a quote doubled; NULL is nothing between the commas; lines end in \n; no byte order mark
// (facts/aws.md 4.4). Errors of the underlying writer come as they are. Not safe for concurrent use.
type CSV struct {
	out     io.Writer
	columns []Column
	lines   []byte // not yet written
}

// csvBuffer is how many bytes are written at once.
const csvBuffer = 64 << 10

// NewCSV returns a writer, with the header line to be written.
func NewCSV(w io.Writer, columns []Column) *CSV {
	c := &CSV{out: w, columns: columns, lines: make([]byte, 0, 2*csvBuffer)}
	for i, column := range columns {
		if i > 0 {
			c.lines = append(c.lines, ',')
		}
		c.quoted(append(append(c.lines, '"'), column.Name...))
	}
	c.lines = append(c.lines, '\n')
	return c
}

// Write writes the rows of a batch. Its columns must be the writer's, in their order.
func (c *CSV) Write(batch arrow.RecordBatch) error {
	if int(batch.NumCols()) != len(c.columns) {
		return fault.New(fault.Internal, "The engine gave %d columns for a result of %d.", batch.NumCols(), len(c.columns))
	}
	arrays := batch.Columns()
	for row := range int(batch.NumRows()) {
		for i := range c.columns {
			if i > 0 {
				c.lines = append(c.lines, ',')
			}
			text, ok, err := AppendText(append(c.lines, '"'), arrays[i], row, c.columns[i].Type)
			if err != nil {
				return err
			}
			if ok {
				c.quoted(text)
			}
		}
		c.lines = append(c.lines, '\n')
		if len(c.lines) >= csvBuffer {
			if err := c.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// Close writes what is left. It does not close the underlying writer.
func (c *CSV) Close() error { return c.flush() }

func (c *CSV) flush() error {
	_, err := c.out.Write(c.lines)
	c.lines = c.lines[:0]
	return err
}

// quoted takes the lines with a value at their end, after a quote, doubles the quotes in the value and closes it.
func (c *CSV) quoted(lines []byte) {
	from := len(c.lines) + 1
	if bytes.IndexByte(lines[from:], '"') >= 0 {
		value := bytes.ReplaceAll(lines[from:], []byte{'"'}, []byte(`""`))
		lines = append(lines[:from], value...)
	}
	c.lines = append(lines, '"')
}
