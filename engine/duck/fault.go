package duck

import (
	"context"
	"errors"
	"regexp"
	"sort"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"interlaken/engine"
	"interlaken/fault"
)

// The ways in which a run is stopped from outside its statement, as causes of its context.
var (
	errTime    = errors.New("duck: time limit")
	errScanned = errors.New("duck: scan limit")
	errTemp    = errors.New("duck: temporary storage limit")
)

// stopped returns the fault of a run whose context ended.
func stopped(ctx context.Context, l engine.Limits) error {
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errScanned):
		return fault.New(fault.Limit, "Bytes scanned limit was exceeded: the query read more than %d bytes.", l.ScannedBytes)
	case errors.Is(cause, errTime):
		return fault.New(fault.Limit, "The query ran longer than its limit of %s.", l.Time)
	case errors.Is(cause, errTemp):
		return fault.New(fault.Limit, "The query needs more temporary storage than its limit of %d bytes.", l.TempBytes)
	default:
		return fault.Wrap(cause, fault.Cancelled, "The query was cancelled.")
	}
}

// internal are DuckDB's kinds of errors that are no fault of the query or the data.
var internal = map[duckdb.ErrorType]bool{
	duckdb.ErrorTypeFatal: true, duckdb.ErrorTypeInternal: true, duckdb.ErrorTypeNullPointer: true,
	duckdb.ErrorTypeScheduler: true, duckdb.ErrorTypeConnection: true, duckdb.ErrorTypeTransaction: true,
}

// spoils are kinds after which the instance is not used again: the first two because its state is unknown, the
// third because a refused file access may have been the attempt to redirect its log.
var spoils = map[duckdb.ErrorType]bool{
	duckdb.ErrorTypeFatal: true, duckdb.ErrorTypeInternal: true, duckdb.ErrorTypePermission: true,
	duckdb.ErrorTypeOutOfMemory: true,
}

func spoiling(err error) bool {
	var duck *duckdb.Error
	return errors.As(err, &duck) && spoils[duck.Type]
}

// translate makes a fault of an error of DuckDB. host maps what must not be shown to what is shown in its place.
func translate(err error, l engine.Limits, host map[string]string) error {
	var known *fault.Error
	if errors.As(err, &known) {
		return err
	}
	var duck *duckdb.Error
	if !errors.As(err, &duck) {
		return fault.Wrap(err, fault.Internal, "The engine failed.")
	}
	switch {
	case internal[duck.Type]:
		return fault.Wrap(err, fault.Internal, "The engine failed.")
	case duck.Type == duckdb.ErrorTypeOutOfMemory && strings.Contains(duck.Msg, "max_temp_directory_size"):
		return fault.Wrap(err, fault.Limit, "The query needs more temporary storage than its limit of %d bytes.", l.TempBytes)
	case duck.Type == duckdb.ErrorTypeOutOfMemory:
		return fault.Wrap(err, fault.Limit, "The query needs more memory than its limit of %d bytes.", l.MemoryBytes)
	}
	return fault.Wrap(err, fault.Validation, "%s", sentence(duck.Msg, host))
}

// excerpt begins the part of a message that quotes the translated statement, which its author has never seen.
var excerpt = regexp.MustCompile(`(?s)\n+LINE \d+:.*$`)

// advice is DuckDB's advice to its own users, about settings and extensions.
var advice = regexp.MustCompile(`(?s)\n+(?:Possible (?:fixes|solutions)|Candidate|Did you mean|Install|See |\* |Possible Solutions).*$`)

// sentence is DuckDB's message without its excerpt and advice, and with the files' public names.
func sentence(message string, host map[string]string) string {
	message = advice.ReplaceAllString(excerpt.ReplaceAllString(message, ""), "")
	paths := make([]string, 0, len(host))
	for p := range host {
		if strings.Contains(message, p) {
			paths = append(paths, p)
		}
	}
	// Longest first: one path may begin with another.
	sort.Slice(paths, func(i, j int) bool { return len(paths[i]) > len(paths[j]) })
	for _, p := range paths {
		message = strings.ReplaceAll(message, p, host[p])
	}
	return strings.TrimSpace(message)
}
