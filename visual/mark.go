package visual

import (
	"strconv"
	"strings"

	"interlaken/fault"
)

// others stands for what was left out of a group. It is no value that a group can have.
var others = new("\x00others")

// mark takes the row of the total out of the rows, and puts others in the place of what was left out.
func (t *table) mark() error {
	given := t.cells
	t.cells = make([][]*string, 0, len(given))
	for _, row := range given {
		level, err := t.whole(row, t.spec.TotalsLevel)
		if err != nil {
			return err
		}
		if level != 0 {
			t.total = row
			continue
		}
		leftOut, err := t.whole(row, t.spec.OthersOf)
		if err != nil {
			return err
		}
		if leftOut != 0 {
			row = append([]*string{}, row...)
			for i, column := range t.spec.GroupedBy {
				if leftOut>>i&1 == 1 {
					row[t.at[strings.ToLower(column)]] = others
				}
			}
		}
		t.cells = append(t.cells, row)
	}
	return nil
}

// whole reads a column that the query made; 0 where there is no such column.
func (t *table) whole(row []*string, column string) (int64, error) {
	if column == "" {
		return 0, nil
	}
	at, found := t.at[strings.ToLower(column)]
	if !found || row[at] == nil {
		return 0, fault.New(fault.Internal, "The result has no column %s, or no number in it.", column)
	}
	n, err := strconv.ParseInt(*row[at], 10, 64)
	if err != nil {
		return 0, fault.Wrap(err, fault.Internal, "The result has no number in column %s.", column)
	}
	return n, nil
}
