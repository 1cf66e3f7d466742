package tables

import (
	"cmp"
	"slices"
)

// apportion divides total among weights by largest remainder (Hamilton's method): each gets the whole part of
// its quota, and what is left goes one by one to the largest remainders, the earlier index first where they are
// equal. Integers only, so the result is the same on every machine. The weights must not all be zero.
func apportion(total int, weights []int) []int {
	sum := 0
	for _, weight := range weights {
		sum += weight
	}
	shares := make([]int, len(weights))
	remainders := make([]int, len(weights))
	left := total
	for i, weight := range weights {
		shares[i] = total * weight / sum
		remainders[i] = total * weight % sum
		left -= shares[i]
	}
	for _, i := range byRemainder(remainders)[:left] {
		shares[i]++
	}
	return shares
}

// spread fills a table whose rows sum to rows and whose columns sum to columns (both with the same total):
// column by column by largest remainder over the rows, what a row got too little or too much in one column
// being carried into its quota for the next. A plain largest remainder within each row would round all columns
// of equal weight the same way, and a small row would lose or gain a tenth of a whole season by it; carried
// on, a row is within about one of its quota at every column, and both margins are exact.
func spread(rows, columns []int) [][]int {
	total := 0
	for _, column := range columns {
		total += column
	}
	cells := make([][]int, len(rows))
	for i := range rows {
		cells[i] = make([]int, len(columns))
	}
	given := make([]int, len(rows))
	remainders := make([]int, len(rows))
	due := 0 // sum of the columns so far
	for j, column := range columns {
		due += column
		left := column
		for i, row := range rows {
			quota := row*due - given[i]*total // in units of 1/total
			cells[i][j], remainders[i] = 0, quota
			if quota >= 0 && total > 0 {
				cells[i][j], remainders[i] = quota/total, quota%total
			}
			left -= cells[i][j]
		}
		order := byRemainder(remainders)
		for ; left > 0; left-- {
			cells[order[0]][j]++
			order = order[1:]
		}
		for ; left < 0; left++ { // rows ahead of their quota left too little: the smallest remainders wait
			last := len(order) - 1
			for cells[order[last]][j] == 0 {
				last--
			}
			cells[order[last]][j]--
			order = order[:last]
		}
		for i := range rows {
			given[i] += cells[i][j]
		}
	}
	return cells
}

// byRemainder returns the indexes with the largest remainder first, the earlier index first among equals.
func byRemainder(remainders []int) []int {
	order := make([]int, len(remainders))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(remainders[b], remainders[a]) })
	return order
}
