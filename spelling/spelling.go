// Package spelling says which name was probably meant by one that does not exist. It knows no names of its own and
// imports nothing; whoever refuses a name may import it.
package spelling

import (
	"iter"
	"strings"
)

// Nearest returns the name that differs from the one given by the fewest letters, put in, taken out or changed, without
// regard to case, and by no more than most; "" where none does. Of several the first.
func Nearest(name string, among iter.Seq[string], most int) string {
	name = strings.ToLower(name)
	best, least := "", most+1
	for candidate := range among {
		if d := distance(name, strings.ToLower(candidate)); d < least {
			best, least = candidate, d
		}
	}
	return best
}

// distance is Levenshtein's.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
