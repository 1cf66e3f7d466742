package query

import "fmt"

// The limits that a result can be cut at, by the names that people and authors know.
const (
	maxRowsLimit    = "MaxRows"
	mostValuesLimit = "MostValues"
)

// bound keeps fewer rows where the query of a visual asks for no more.
func (run *Run) bound(most int) {
	if most > 0 && most < run.MaxRows {
		run.MaxRows, run.RowsLimit = most, mostValuesLimit
	}
}

// cut says at which limit a result ends that has more rows.
func (s *Service) cut(run *Run) string {
	if run.RowsLimit == mostValuesLimit {
		return fmt.Sprintf("There are more values: they end at %d, the limit %s of a control.", run.MaxRows, mostValuesLimit)
	}
	return fmt.Sprintf("There are more rows: they end at %d, the limit %s, which a request may set up to %d.", run.MaxRows, maxRowsLimit, s.Limits.MostRows)
}
