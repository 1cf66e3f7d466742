package visual

import (
	"fmt"
	"strings"

	"interlaken/fault"
	"interlaken/result"
)

// The bounds of what is drawn where a specification names none (QuickSight User Guide, Quotas: 2,500 points of an axis).
const (
	mostCategories = 2500
	mostSeries     = 50
)

// Draw shapes the rows of a result. Cells are values as Athena prints them, nil for NULL; cut tells that the query had
// more rows than were fetched. A column that the specification names and the result has not is fault.Internal: both come
// from one definition. What is not a number (NaN, Infinity) is left out and noted. Safe for concurrent use.
func Draw(spec Spec, columns []result.Column, cells [][]*string, cut bool) (Chart, error) {
	t, err := newTable(spec, columns, cells)
	if err != nil {
		return Chart{}, err
	}
	chart := Chart{Kind: spec.Kind}
	if len(t.cells) == 0 {
		chart.Empty = true
		return chart, nil
	}
	if cut {
		t.note("The query gave more rows than are fetched; this is made of the first %s.", grouped(len(t.cells)))
	}
	switch spec.Kind {
	case KPI:
		chart.KPI, err = t.kpi()
	case Bar, Line:
		chart.Plot, err = t.plot()
	case Table:
		chart.Table = t.rows(cut)
	case Values:
		chart.Values, err = t.options()
	default:
		err = fault.New(fault.Internal, "There is no chart of kind %q.", spec.Kind)
	}
	if err != nil {
		return Chart{}, err
	}
	if t.notNumbers > 0 {
		t.note("%s that %s not a number %s left out.", plural(t.notNumbers, "figure"), isAre(t.notNumbers), isAre(t.notNumbers))
	}
	chart.Notes = t.notes
	return chart, nil
}

// table is a result with the columns found that a specification names.
type table struct {
	spec       Spec
	columns    []result.Column
	cells      [][]*string
	total      []*string      // the row of the grand total; nil where the query has none
	at         map[string]int // by lower-case name: Athena gives names in lower case
	notes      []string
	notNumbers int
}

func newTable(spec Spec, columns []result.Column, cells [][]*string) (*table, error) {
	t := &table{spec: spec, columns: columns, cells: cells, at: map[string]int{}}
	for i, c := range columns {
		t.at[strings.ToLower(c.Name)] = i
	}
	named := append(append([]Field{}, spec.Groups...), spec.Measures...)
	for _, f := range []*Field{spec.Colour, spec.Target} {
		if f != nil {
			named = append(named, *f)
		}
	}
	for _, f := range named {
		if _, found := t.at[strings.ToLower(f.Column)]; !found {
			return nil, fault.New(fault.Internal, "The result has no column %s.", f.Column)
		}
	}
	for i, row := range cells {
		if len(row) != len(columns) {
			return nil, fault.New(fault.Internal, "Row %d of the result has %d values for %d columns.", i+1, len(row), len(columns))
		}
	}
	return t, t.mark()
}

func (t *table) note(format string, args ...any) {
	t.notes = append(t.notes, fmt.Sprintf(format, args...))
}

func (t *table) cell(row []*string, f Field) *string { return row[t.at[strings.ToLower(f.Column)]] }

func (t *table) column(f Field) result.Column { return t.columns[t.at[strings.ToLower(f.Column)]] }

// figure reads a number. What cannot be one is counted once, for the note.
func (t *table) figure(row []*string, f Field) figure {
	cell := t.cell(row, f)
	if cell == nil {
		return figure{}
	}
	read, ok := readFigure(*cell)
	if !ok {
		t.notNumbers++
	}
	return read
}

// label prints a category.
func (t *table) label(cell *string, f Field) string {
	if cell == others {
		return "Other"
	}
	if cell == nil {
		if f.Format.Null != "" {
			return f.Format.Null
		}
		return "null"
	}
	return f.Format.text(*cell, t.column(f).Type)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return grouped(n) + " " + noun + "s"
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
