package result

import (
	"bufio"
	"io"
	"strings"

	"interlaken/fault"
)

// Reader reads a file that CSV has written, row by row and from any row's offset on. It is for one goroutine.
type Reader struct {
	in     *bufio.Reader
	offset int64
}

// NewReader reads from a reader that stands at an offset of the file, in bytes from its start.
func NewReader(r io.Reader, offset int64) *Reader {
	return &Reader{bufio.NewReaderSize(r, 64<<10), offset}
}

// Offset is where the next row begins, in bytes from the start of the file.
func (r *Reader) Offset() int64 { return r.offset }

// Next returns the values of the next row, the header being the first, with nil for NULL; io.EOF after the last. A
// file that CSV cannot have written is fault.Validation.
func (r *Reader) Next() ([]*string, error) {
	var values []*string
	for {
		value, end, err := r.value()
		switch {
		case err == io.EOF && len(values) == 0: // a line's first value, and nothing came
			return nil, io.EOF
		case err != nil:
			return nil, fault.Wrap(err, fault.Validation, "The result file is not one that was written here.")
		}
		if values = append(values, value); end {
			return values, nil
		}
	}
}

// value reads one value and what follows it; end tells that this was the line's last. io.EOF means that nothing came
// at all.
func (r *Reader) value() (value *string, end bool, err error) {
	b, err := r.byte()
	if err != nil {
		return nil, false, err
	}
	if b == '"' {
		if value, b, err = r.quoted(); err != nil {
			return nil, false, err
		}
	}
	switch b {
	case ',':
		return value, false, nil
	case '\n':
		return value, true, nil
	}
	return nil, false, fault.New(fault.Validation, "A value is not in quotes.")
}

// quoted reads what stands after an opening quote, and the byte after the closing one.
func (r *Reader) quoted() (*string, byte, error) {
	var text strings.Builder
	for {
		b, err := r.byte()
		if err == nil && b == '"' {
			if b, err = r.byte(); err == nil && b != '"' {
				whole := text.String()
				return &whole, b, nil
			}
		}
		if err != nil {
			return nil, 0, io.ErrUnexpectedEOF
		}
		text.WriteByte(b)
	}
}

func (r *Reader) byte() (byte, error) {
	b, err := r.in.ReadByte()
	if err == nil {
		r.offset++
	}
	return b, err
}
