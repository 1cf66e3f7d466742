package translate

import (
	"errors"
	"regexp"

	"interlaken/fault"
)

// failures are the engine's sentences for what Trino has error codes of its own for. The first is the form of
// function.Fail.
var failures = []struct {
	sentence *regexp.Regexp
	code     fault.Code
	message  string
}{
	{regexp.MustCompile(`(?s)Could not convert string '([A-Z_]+): (.*)' to INT32`), "", ""},
	{regexp.MustCompile(`(?s)A function failed with ([A-Z_]+): (.*)$`), "", ""}, // a function of this program in the engine
	{regexp.MustCompile(`Overflow in (addition|subtraction|multiplication|negation)`), "NUMERIC_VALUE_OUT_OF_RANGE", "Overflow in $1"},
	{regexp.MustCompile(`Type INT\d+ with value (\S+) can't be cast .* destination type INT`), "NUMERIC_VALUE_OUT_OF_RANGE", "Out of range for the type of the cast: $1"},
	{regexp.MustCompile(`(?s)(Could not convert string ['"].*['"] to \S+)`), "INVALID_CAST_ARGUMENT", "$1"},
	{regexp.MustCompile(`date field value out of range: "([^"]*)"`), "INVALID_CAST_ARGUMENT", "Value cannot be cast to date: $1"},
	{regexp.MustCompile(`(?i)out of range for the destination type|Could not cast value .* to DECIMAL|Casting value .* failed`), "INVALID_CAST_ARGUMENT", "Out of range for the type of the cast"},
	{regexp.MustCompile(`Out of Range Error`), "NUMERIC_VALUE_OUT_OF_RANGE", "A value is out of range"},
	{regexp.MustCompile(`More than one row returned by a subquery`), "SUBQUERY_MULTIPLE_ROWS", "Scalar sub-query has returned multiple rows"},
	{regexp.MustCompile(`Could not parse string|Date out of range`), "INVALID_FUNCTION_ARGUMENT", "Invalid format"},
	{regexp.MustCompile(`Map keys must be unique`), "INVALID_FUNCTION_ARGUMENT", "Duplicate map keys are not allowed"},
	{regexp.MustCompile(`map key list does not align`), "INVALID_FUNCTION_ARGUMENT", "Key and value arrays must be the same length"},
	{regexp.MustCompile("Not " + `implemented Error`), "NOT_SUPPORTED", "This form of query is not supported"},
}

// Failure gives an engine's error about a translated statement the code and sentence that Athena reports. Errors that
// are not the statement's or the data's fault come back as they are.
func Failure(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.Validation {
		return err
	}
	for _, known := range failures {
		m := known.sentence.FindStringSubmatchIndex(f.Message)
		if m == nil {
			continue
		}
		if known.code == "" {
			return fault.Wrap(err, fault.Code(f.Message[m[2]:m[3]]), "%s", f.Message[m[4]:m[5]])
		}
		message := known.sentence.ExpandString(nil, known.message, f.Message, m)
		return fault.Wrap(err, known.code, "%s", message)
	}
	return err
}
