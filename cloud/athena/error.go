package athena

import (
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/sql/translate"
)

// invalid is InvalidRequestException with Athena's own code, under both names that it has on the wire.
func invalid(code, format string, args ...any) error {
	return fault.New(fault.Validation, format, args...).With("AthenaErrorCode", code).With("ErrorCode", code)
}

// failure is how a query ends that does not succeed: an error of the statement, of the data, of a permission. It is no
// error of this program, so it is written and the job ends well.
type failure struct {
	state   types.QueryExecutionState
	reason  string
	details *types.AthenaError // nil for a cancelled query
}

func (f *failure) Error() string { return f.reason }

// Categories of AthenaError (Athena User Guide, "Athena error catalog").
const (
	systemError = 1
	userError   = 2
)

func failed(category, kind int32, reason string) *failure {
	return &failure{types.QueryExecutionStateFailed, reason, &types.AthenaError{
		ErrorCategory: &category, ErrorType: &kind, ErrorMessage: &reason,
	}}
}

func cancelled(reason string) *failure {
	return &failure{state: types.QueryExecutionStateCancelled, reason: reason}
}

const cancelledByUser = "Query cancelled by user"

// kinds are the error types of Trino's error classes: the measured ones first, then those whose class the catalog
// names. What is missing is 1006, syntax.
var kinds = map[fault.Code]int32{
	"TABLE_NOT_FOUND": 1301, "SCHEMA_NOT_FOUND": 1301, "COLUMN_NOT_FOUND": 1006, "CATALOG_NOT_FOUND": 1006,
	"TYPE_MISMATCH": 1002, "FUNCTION_NOT_FOUND": 1303, "DIVISION_BY_ZERO": 1001, "INVALID_CAST_ARGUMENT": 1100,
	"NOT_SUPPORTED": 1200, "INVALID_FUNCTION_ARGUMENT": 1106, "NUMERIC_VALUE_OUT_OF_RANGE": 1001,
	"GENERIC_USER_ERROR": 1000, "INVALID_VIEW": 1107, "HIVE_INVALID_METADATA": 1004, "HIVE_BAD_DATA": 1001,
}

// ours are the codes that no statement causes: the transaction has to fail, and the job with it.
var ours = map[fault.Code]bool{
	fault.Internal: true, fault.Unavailable: true, fault.Conflict: true, fault.Cancelled: true, fault.Throttled: true,
	fault.AlreadyExists: true,
}

// statementFailure is the failure of a statement that was refused before it ran; nil if the error is ours.
func statementFailure(err error) *failure {
	var known *failure
	if errors.As(err, &known) {
		return known
	}
	code := fault.CodeOf(err)
	if ours[code] {
		return nil
	}
	if code == fault.Unsupported {
		code = "NOT_SUPPORTED"
	}
	kind, ok := kinds[code]
	if !ok {
		kind = 1006
	}
	return failed(userError, kind, string(code)+": "+fault.Public(err))
}

// engineFailure is the failure of a statement that ran, or was about to. Cancelling is told by its context, not here.
func engineFailure(err error, scanned, cutoff int64) *failure {
	sentence := fault.Public(err)
	switch fault.CodeOf(err) {
	case fault.Limit:
		if cutoff > 0 && scanned > cutoff {
			return cancelled("Bytes scanned limit was exceeded")
		}
		return failed(systemError, 0, "Query exhausted resources at this scale factor. "+sentence)
	case fault.Validation:
		known := translate.Failure(err)
		code := fault.CodeOf(known)
		if code == fault.Validation {
			return dataFailure(sentence)
		}
		kind, ok := kinds[code]
		if !ok {
			kind = 1000
		}
		return failed(userError, kind, string(code)+": "+fault.Public(known))
	case fault.Unsupported:
		return failed(userError, 1200, "NOT_SUPPORTED: "+sentence)
	case fault.Throttled, fault.Unavailable:
		f := failed(systemError, 200, "GENERIC_INTERNAL_ERROR: "+sentence)
		f.details.Retryable = true
		return f
	}
	return failed(systemError, 100, "GENERIC_INTERNAL_ERROR: "+fault.Public(nil))
}

// classes are the engine's words for faults of values, and what Trino calls them.
var classes = []struct{ begins, class string }{
	{"Conversion Error: ", "INVALID_CAST_ARGUMENT"},
	{"Out of Range Error: ", "NUMERIC_VALUE_OUT_OF_RANGE"},
	{"Invalid Input Error: ", "HIVE_BAD_DATA"},
	{"IO Error: ", "HIVE_BAD_DATA"},
}

func dataFailure(sentence string) *failure {
	if strings.Contains(strings.ToLower(sentence), "division by zero") {
		return failed(userError, 1001, "DIVISION_BY_ZERO: Division by zero")
	}
	for _, c := range classes {
		if text, ok := strings.CutPrefix(sentence, c.begins); ok {
			return failed(userError, kinds[fault.Code(c.class)], c.class+": "+text)
		}
	}
	return failed(userError, 1000, "GENERIC_USER_ERROR: "+sentence)
}

// catalogDenied is a refusal of Glue inside a query, in Athena's words for DML.
func catalogDenied(err error) error {
	if !fault.Is(err, fault.AccessDenied) {
		return err
	}
	return failed(userError, 1500, "Insufficient permissions to execute the query. "+fault.Public(err))
}

// objectsFailed is a refusal of S3 where a query reads.
func objectsFailed(err error) error {
	switch fault.CodeOf(err) {
	case fault.AccessDenied:
		return failed(userError, 1501, "PERMISSION_DENIED: "+fault.Public(err))
	case "NoSuchBucket":
		return failed(userError, 1306, "HIVE_CANNOT_OPEN_SPLIT: "+fault.Public(err))
	}
	return err
}
