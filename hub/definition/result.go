package definition

// The columns that a result has behind its figures, both whole numbers, where the query asks for what they tell. Rows of
// totals come before those of the groups and are beyond the query's Limit.
const (
	// TotalsLevel is there with Totals: 0 in rows of the groups, n in rows of the nth total, whose groups that it leaves out
	// are null.
	TotalsLevel = "totals_level"
	// OthersOf is there where a group's Items has Others: the sum of 2^i over the groups i, counted from 0, of which a row sums
	// up what was left out; these groups are null in it.
	OthersOf = "others_of"
)
