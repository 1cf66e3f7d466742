package engine

import (
	"errors"

	"interlaken/result"
)

// failure is an error of a run that had begun, with what it had cost until then.
type failure struct {
	error
	statistics result.Statistics
}

func (f *failure) Unwrap() error { return f.error }

// WithStatistics ties to an error what the run had cost when it ended. Engines use it for errors of Run; an error of
// Rows.Next needs it not, because Rows.Statistics still answers.
func WithStatistics(err error, s result.Statistics) error { return &failure{error: err, statistics: s} }

// StatisticsOf returns what a run had cost that ended with err, and false where err came before any statement ran.
// A run that was cut off or cancelled is charged for what it had read (Amazon Athena pricing: "cancelled queries
// are charged for the amount of data scanned").
func StatisticsOf(err error) (result.Statistics, bool) {
	var f *failure
	if errors.As(err, &f) {
		return f.statistics, true
	}
	return result.Statistics{}, false
}
