package ast

// MatchRecognize is relation MATCH_RECOGNIZE (…): it is parsed and printed, and refused by the analyser.
type MatchRecognize struct {
	Place
	Input        Relation
	PartitionBy  []Expression
	OrderBy      []*SortItem
	RowsPerMatch RowsPerMatch
	Pattern      *RowPattern
}

// RowsPerMatch is what rows a match yields.
type RowsPerMatch uint8

// The choices of rows per match.
const (
	RowsPerMatchDefault RowsPerMatch = iota
	OneRowPerMatch
	AllRowsPerMatch
	AllRowsShowEmpty
	AllRowsOmitEmpty
	AllRowsWithUnmatched
)

// RowPattern is what row pattern recognition in FROM and in a window share.
type RowPattern struct {
	Place
	Measures  []*PatternMeasure
	AfterSkip *SkipTo // nil when absent
	Search    PatternSearch
	Pattern   Pattern
	Subsets   []*PatternSubset
	Define    []*PatternDefinition
}

// PatternMeasure is value AS name.
type PatternMeasure struct {
	Place
	Value Expression
	Name  *Identifier
}

// SkipKind is where the search goes on after a match.
type SkipKind uint8

// The kinds of SkipTo.
const (
	SkipPastLast SkipKind = iota
	SkipToNext
	SkipToFirst
	SkipToLast
)

// SkipTo is AFTER MATCH SKIP ….
type SkipTo struct {
	Place
	Kind     SkipKind
	Variable *Identifier // for SkipToFirst and SkipToLast
}

// PatternSearch is where in the partition a window's pattern may match.
type PatternSearch uint8

// The searches.
const (
	SearchDefault PatternSearch = iota
	SearchInitial
	SearchSeek
)

// PatternSubset is name = (variables).
type PatternSubset struct {
	Place
	Name      *Identifier
	Variables []*Identifier
}

// PatternDefinition is variable AS condition.
type PatternDefinition struct {
	Place
	Variable  *Identifier
	Condition Expression
}

// PatternMode is RUNNING or FINAL before a call.
type PatternMode uint8

// The modes.
const (
	ModeDefault PatternMode = iota
	ModeRunning
	ModeFinal
)

// Pattern is a row pattern, a regular expression over variables.
type Pattern interface {
	Node
	pattern()
}

// PatternVariable matches one row.
type PatternVariable struct {
	Place
	Name *Identifier
}

// PatternEmpty is ().
type PatternEmpty struct{ Place }

// PatternAnchor is ^ or $.
type PatternAnchor struct {
	Place
	End bool // $, else ^
}

// PatternSequence is two or more patterns one after the other.
type PatternSequence struct {
	Place
	Elements []Pattern
}

// PatternAlternation is two or more patterns with | between.
type PatternAlternation struct {
	Place
	Elements []Pattern
}

// PatternPermutation is PERMUTE(…).
type PatternPermutation struct {
	Place
	Elements []Pattern
}

// PatternExclusion is {- … -}.
type PatternExclusion struct {
	Place
	Element Pattern
}

// PatternRepeat is a pattern with *, +, ?, {n} or {n,m}.
type PatternRepeat struct {
	Place
	Element Pattern
	// Min and Max are the numbers of repetitions, both included; Max -1 is no bound.
	Min, Max  int64
	Reluctant bool
}

func (*PatternVariable) pattern()    {}
func (*PatternEmpty) pattern()       {}
func (*PatternAnchor) pattern()      {}
func (*PatternSequence) pattern()    {}
func (*PatternAlternation) pattern() {}
func (*PatternPermutation) pattern() {}
func (*PatternExclusion) pattern()   {}
func (*PatternRepeat) pattern()      {}
