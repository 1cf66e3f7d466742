package tables

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestApportionByLargestRemainder(t *testing.T) {
	for _, test := range []struct {
		total         int
		weights, want []int
	}{
		{10, []int{6, 3, 1}, []int{6, 3, 1}},
		{10, []int{1, 1, 1}, []int{4, 3, 3}}, // equal remainders: the earlier first
		{7, []int{5, 3, 1}, []int{4, 2, 1}},  // quotas 3.9, 2.3, 0.8
		{2, []int{0, 1, 0}, []int{0, 2, 0}},
		{0, []int{1, 2}, []int{0, 0}},
	} {
		if got := apportion(test.total, test.weights); !slices.Equal(got, test.want) {
			t.Errorf("apportion(%d, %v) = %v, want %v", test.total, test.weights, got, test.want)
		}
	}
}

func TestSpreadKeepsBothMargins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.IntRange(0, 400).Draw(t, "total")
		margin := func(name string) []int {
			weights := rapid.SliceOfN(rapid.IntRange(0, 50), 1, 12).Draw(t, name)
			weights[0]++ // not all zero
			return apportion(total, weights)
		}
		checkSpread(t, margin("rows"), margin("columns"))
	})
}

// Several rows can be due a whole unit in one column of one unit, because others are ahead of their quotas.
func TestSpreadMakesRowsWaitWhereAColumnIsTooSmall(t *testing.T) {
	rows := []int{18, 1, 3, 1, 22, 1, 1, 5, 158, 1, 1, 1, 1, 1, 2, 1}
	total := 0
	for _, row := range rows {
		total += row
	}
	checkSpread(t, rows, slices.Repeat([]int{1}, total))
}

// checkSpread fails unless the cells are counts, both margins hold and no row is ever ahead of its quota by a
// whole unit.
func checkSpread(t rapid.TB, rows, columns []int) {
	t.Helper()
	cells := spread(rows, columns)
	total := 0
	for j, column := range columns {
		total += column
		sum := 0
		for i := range rows {
			if cells[i][j] < 0 {
				t.Fatalf("cell %d,%d is %d", i, j, cells[i][j])
			}
			sum += cells[i][j]
		}
		if sum != column {
			t.Fatalf("column %d sums to %d, want %d", j, sum, column)
		}
	}
	for i, row := range rows {
		given, due := 0, 0
		for j, cell := range cells[i] {
			given, due = given+cell, due+columns[j]
			if total > 0 && given*total >= row*due+total {
				t.Fatalf("row %d is a whole unit ahead of its quota at column %d", i, j)
			}
		}
		if given != row {
			t.Fatalf("row %d sums to %d, want %d", i, given, row)
		}
	}
}
