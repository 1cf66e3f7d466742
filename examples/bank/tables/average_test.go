package tables_test

import (
	"math"
	"testing"

	"interlaken/examples/bank/tables"
)

// TestAverages: the default tables' headline, as the SQL of the data sets gives it, and a state's.
func TestAverages(t *testing.T) {
	rows, err := tables.Averages(tables.Options{}, "")
	if err != nil {
		t.Fatal(err)
	}
	want := []tables.AverageRow{{"nervous", 3.405639720942139, 8.216666666666667}, {"calm", 2.1282103020110408, 5.869791666666667}}
	for i, row := range rows {
		if row.Markets != want[i].Markets || math.Abs(row.ComplaintsPerDay-want[i].ComplaintsPerDay) > 1e-9 || math.Abs(row.BadLoansPerMonth-want[i].BadLoansPerMonth) > 1e-9 {
			t.Errorf("%+v, want %+v", row, want[i])
		}
	}
	if one, err := tables.Averages(tables.Options{}, "CA"); err != nil || one[0].ComplaintsPerDay <= rows[0].ComplaintsPerDay {
		t.Errorf("California's average is %+v (%v); it is the largest state", one, err)
	}
}
