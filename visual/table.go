package visual

import (
	"math/big"
	"strings"
)

// rows prints a table. Totals are of whole results only: a total of the first rows would be taken for one of all.
func (t *table) rows(cut bool) *TableChart {
	groups, measures := len(t.spec.Groups), t.spec.Measures
	fields := t.visible(append(append([]Field{}, t.spec.Groups...), measures...))
	chart := &TableChart{Columns: []TableColumn{}, Rows: make([][]string, len(t.cells))}
	for _, f := range fields {
		chart.Columns = append(chart.Columns, TableColumn{Title: f.Title, Number: t.column(f).Type.IsNumeric()})
	}
	for i, row := range t.cells {
		chart.Rows[i] = make([]string, len(fields))
		for n, f := range fields {
			chart.Rows[i][n] = t.printed(row, f)
		}
	}
	switch {
	case !t.spec.Totals || len(measures) == 0:
	case t.total != nil:
		chart.Totals = t.totals(fields, true)
	case cut:
		t.note("There are no totals, because not all rows were fetched.")
	default:
		chart.Totals = t.totals(fields, groups > 0)
	}
	return chart
}

// visible puts columns in the author's order and leaves hidden ones out.
func (t *table) visible(fields []Field) []Field {
	var ordered []Field
	taken := map[string]bool{}
	take := func(f Field) {
		if !taken[f.Column] && !f.Hidden {
			ordered = append(ordered, f)
		}
		taken[f.Column] = true
	}
	for _, name := range t.spec.ColumnOrder {
		for _, f := range fields {
			if f.Column == name {
				take(f)
			}
		}
	}
	for _, f := range fields {
		take(f)
	}
	return ordered
}

func (t *table) printed(row []*string, f Field) string {
	if cell := t.cell(row, f); cell == others || !t.column(f).Type.IsNumeric() {
		return t.label(cell, f)
	}
	return f.Format.figure(t.figure(row, f), inCell)
}

// totals prints the total that the query gave, or folds each measure over the rows where it gave none; the label stands in the first column that is none.
func (t *table) totals(fields []Field, grouped bool) []string {
	measured := map[string]bool{}
	for _, m := range t.spec.Measures {
		measured[m.Column] = true
	}
	totals, labelled, unknown := make([]string, len(fields)), false, []string{}
	for i, f := range fields {
		switch {
		case !measured[f.Column] && grouped && !labelled:
			labelled = true
			if totals[i] = t.spec.TotalsLabel; totals[i] == "" {
				totals[i] = "Total"
			}
		case measured[f.Column] && t.total != nil:
			totals[i] = t.printed(t.total, f)
		case !measured[f.Column] || !t.column(f).Type.IsNumeric() || f.Fold == FoldNothing:
		case f.Fold == NoFold:
			totals[i] = missing
			unknown = append(unknown, f.Title)
		default:
			var all []figure
			for _, row := range t.cells {
				all = append(all, t.quiet(row, f))
			}
			totals[i] = f.Format.figure(fold(f.Fold, all), inCell)
		}
	}
	if len(unknown) > 0 {
		t.note("The total of %s cannot be told from the rows.", strings.Join(unknown, ", "))
	}
	return totals
}

// quiet reads a figure a second time, without counting anew what is no number.
func (t *table) quiet(row []*string, f Field) figure {
	if cell := t.cell(row, f); cell != nil {
		v, _ := readFigure(*cell)
		return v
	}
	return figure{}
}

// fold puts figures together; missing ones do not count, and of none there is no figure.
func fold(how Fold, figures []figure) figure {
	var folded *big.Rat
	n := int64(0)
	for _, v := range figures {
		if !v.known() {
			continue
		}
		n++
		switch {
		case folded == nil:
			folded = new(big.Rat).Set(v.exact)
		case how == FoldLeast:
			if v.exact.Cmp(folded) < 0 {
				folded.Set(v.exact)
			}
		case how == FoldGreatest:
			if v.exact.Cmp(folded) > 0 {
				folded.Set(v.exact)
			}
		default:
			folded.Add(folded, v.exact)
		}
	}
	if folded == nil {
		return figure{}
	}
	if how == FoldAverage {
		folded.Quo(folded, big.NewRat(n, 1))
	}
	return figureOf(folded)
}
