package tablefile

import (
	"encoding/base64"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"interlaken/fault"
	"interlaken/result"
	"interlaken/sql/types"
)

// lineWriter writes a row a line.
type lineWriter struct {
	out        io.WriteCloser
	columns    []result.Column
	separators []byte // between fields, and by depth between what is inside them
	row        func(batch arrow.RecordBatch, i int) error
	line       []byte
	text       []byte
}

func (w *lineWriter) Write(batch arrow.RecordBatch) error {
	if int(batch.NumCols()) != len(w.columns) {
		return fault.New(fault.Internal, "The engine gave %d columns for a file of %d.", batch.NumCols(), len(w.columns))
	}
	for i := range int(batch.NumRows()) {
		w.line = w.line[:0]
		if err := w.row(batch, i); err != nil {
			return err
		}
		if _, err := w.out.Write(append(w.line, '\n')); err != nil {
			return err
		}
	}
	return nil
}

func (w *lineWriter) Close() error { return w.out.Close() }

// fields writes a row of Text.
func (w *lineWriter) fields(batch arrow.RecordBatch, i int) error {
	for n, c := range w.columns {
		if n > 0 {
			w.line = append(w.line, w.separators[0])
		}
		if err := w.delimited(batch.Column(n), i, c.Type, 1); err != nil {
			return err
		}
	}
	return nil
}

// delimited writes a value of Text; what is inside it is parted by the separators from depth on (Hive, LazySimpleSerDe).
func (w *lineWriter) delimited(values arrow.Array, i int, t types.Type, depth int) error {
	if values.IsNull(i) {
		w.line = append(w.line, `\N`...)
		return nil
	}
	if depth+1 >= len(w.separators) {
		return fault.New(fault.Unsupported, "Values nested more than %d deep are not written as text", len(w.separators)-1)
	}
	switch t.Kind {
	case types.Array:
		return eachOf(values, i, func(list arrow.Array, from, to int64) error {
			for n := from; n < to; n++ {
				w.between(n > from, depth)
				if err := w.delimited(list, int(n), *t.Element, depth+1); err != nil {
					return err
				}
			}
			return nil
		})
	case types.Map:
		return eachOf(values, i, func(entries arrow.Array, from, to int64) error {
			pair := entries.(*array.Struct)
			for n := from; n < to; n++ {
				w.between(n > from, depth)
				if err := w.delimited(pair.Field(0), int(n), *t.Key, depth+2); err != nil {
					return err
				}
				w.between(true, depth+1)
				if err := w.delimited(pair.Field(1), int(n), *t.Value, depth+2); err != nil {
					return err
				}
			}
			return nil
		})
	case types.Row:
		row, ok := values.(*array.Struct)
		if !ok {
			return mismatch(values, t)
		}
		for n, f := range t.Fields {
			w.between(n > 0, depth)
			if err := w.delimited(row.Field(n), i, f.Type, depth+1); err != nil {
				return err
			}
		}
		return nil
	case types.Varbinary:
		return w.base64(values, i, t)
	}
	return w.scalar(values, i, t)
}

func (w *lineWriter) between(second bool, depth int) {
	if second {
		w.line = append(w.line, w.separators[depth])
	}
}

// scalar writes a value as results print it.
func (w *lineWriter) scalar(values arrow.Array, i int, t types.Type) (err error) {
	w.line, _, err = result.AppendText(w.line, values, i, t)
	return err
}

func (w *lineWriter) base64(values arrow.Array, i int, t types.Type) error {
	octets, ok := values.(*array.Binary)
	if !ok {
		return mismatch(values, t)
	}
	w.line = base64.StdEncoding.AppendEncode(w.line, octets.Value(i))
	return nil
}

// object writes a row of JSON.
func (w *lineWriter) object(batch arrow.RecordBatch, i int) error {
	for n, c := range w.columns {
		w.key(n == 0, c.Name)
		if err := w.json(batch.Column(n), i, c.Type); err != nil {
			return err
		}
	}
	w.line = append(w.line, '}')
	return nil
}

// key writes what stands before a member's value.
func (w *lineWriter) key(first bool, name string) {
	w.line = append(w.line, ","...)
	if first {
		w.line[len(w.line)-1] = '{'
	}
	w.quoted(name)
	w.line = append(w.line, ':')
}

// json writes a value of JSON.
func (w *lineWriter) json(values arrow.Array, i int, t types.Type) error {
	if values.IsNull(i) {
		w.line = append(w.line, "null"...)
		return nil
	}
	switch t.Kind {
	case types.Boolean, types.Tinyint, types.Smallint, types.Integer, types.Bigint, types.Decimal:
		return w.scalar(values, i, t)
	case types.Array:
		w.line = append(w.line, '[')
		err := eachOf(values, i, func(list arrow.Array, from, to int64) error {
			for n := from; n < to; n++ {
				if n > from {
					w.line = append(w.line, ',')
				}
				if err := w.json(list, int(n), *t.Element); err != nil {
					return err
				}
			}
			return nil
		})
		w.line = append(w.line, ']')
		return err
	case types.Map:
		return w.jsonMap(values, i, t)
	case types.Row:
		row, ok := values.(*array.Struct)
		if !ok {
			return mismatch(values, t)
		}
		for n, f := range t.Fields {
			w.key(n == 0, f.Name)
			if err := w.json(row.Field(n), i, f.Type); err != nil {
				return err
			}
		}
		w.line = append(w.line, '}')
		return nil
	case types.Varbinary:
		w.line = append(w.line, '"')
		err := w.base64(values, i, t)
		w.line = append(w.line, '"')
		return err
	}
	var err error
	if w.text, _, err = result.AppendText(w.text[:0], values, i, t); err != nil {
		return err
	}
	if number, err := strconv.ParseFloat(string(w.text), 64); (t.Kind == types.Double || t.Kind == types.Real) && err == nil && number-number == 0 {
		w.line = append(w.line, w.text...) // not of NaN and the infinities, which JSON has no words for
		return nil
	}
	w.quoted(string(w.text))
	return nil
}

func (w *lineWriter) jsonMap(values arrow.Array, i int, t types.Type) error {
	w.line = append(w.line, '{')
	err := eachOf(values, i, func(entries arrow.Array, from, to int64) error {
		pair := entries.(*array.Struct)
		for n := from; n < to; n++ {
			if n > from {
				w.line = append(w.line, ',')
			}
			key, _, err := result.AppendText(nil, pair.Field(0), int(n), *t.Key)
			if err != nil {
				return err
			}
			w.quoted(string(key))
			w.line = append(w.line, ':')
			if err := w.json(pair.Field(1), int(n), *t.Value); err != nil {
				return err
			}
		}
		return nil
	})
	w.line = append(w.line, '}')
	return err
}

// quoted writes a JSON string (RFC 8259, section 7).
func (w *lineWriter) quoted(text string) {
	w.line = append(w.line, '"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			w.line = append(w.line, '\\', byte(r))
		case r == '\n':
			w.line = append(w.line, `\n`...)
		case r < ' ':
			const digits = "0123456789abcdef"
			w.line = append(append(w.line, `\u00`...), digits[r>>4], digits[r&15])
		default:
			w.line = utf8.AppendRune(w.line, r)
		}
	}
	w.line = append(w.line, '"')
}

// eachOf gives the inner values of a list or a map, and where those of element i stand.
func eachOf(values arrow.Array, i int, f func(inner arrow.Array, from, to int64) error) error {
	list, ok := values.(array.ListLike)
	if !ok {
		return fault.New(fault.Internal, "The engine gave values of another kind than a list.").With("arrow", values.DataType().String())
	}
	from, to := list.ValueOffsets(i)
	return f(list.ListValues(), from, to)
}

func mismatch(values arrow.Array, t types.Type) error {
	return fault.New(fault.Internal, "The engine gave values of another kind than %s.", t).With("arrow", values.DataType().String())
}
