package spice

import (
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/query"
)

// failure is why an ingestion failed, as the person sees it.
type failure struct {
	kind    types.IngestionErrorType
	message string
	cause   error
}

func (f *failure) Error() string { return string(f.kind) + ": " + f.message }
func (f *failure) Unwrap() error { return f.cause }

// failureOf puts an error into QuickSight's types.
func failureOf(err error) *failure {
	var known *failure
	if errors.As(err, &known) {
		return known
	}
	kind, ok := kinds[fault.CodeOf(err)]
	if !ok {
		kind = types.IngestionErrorTypeInternalServiceError
	}
	return &failure{kind, fault.Public(err), err}
}

// kinds are the types of what is refused on the hub's side.
var kinds = map[fault.Code]types.IngestionErrorType{
	hub.Suspended:      types.IngestionErrorTypePermissionDenied,
	fault.AccessDenied: types.IngestionErrorTypePermissionDenied, fault.Validation: types.IngestionErrorTypeSqlException,
	fault.Limit: types.IngestionErrorTypeSourceResourceLimitExceeded, fault.Unsupported: types.IngestionErrorTypeSqlException,
}

// exportFailure is why an account did not give its rows. The words of Athena are kept, with the query's id behind them.
func exportFailure(err error, executionID string) error {
	f := query.FailureOf(err)
	message := f.Message
	if executionID != "" {
		message += " [Execution ID: " + executionID + "]"
	}
	return &failure{exportKind(f), message, err}
}

// exportKind finds the type of a failure of a step. The codes at the beginning of Athena's reasons are Trino's.
func exportKind(f query.Failure) types.IngestionErrorType {
	switch {
	case f.Code == string(hub.Suspended):
		return types.IngestionErrorTypePermissionDenied
	case f.Step == 1 || f.Step == 2:
		return types.IngestionErrorTypeFailureToAssumeRole
	case f.Code == "Unreachable":
		return types.IngestionErrorTypeConnectionFailure
	case f.Step == 0:
		if kind, ok := kinds[fault.Code(f.Code)]; ok {
			return kind
		}
		return types.IngestionErrorTypeInternalServiceError
	}
	for _, reason := range reasons {
		for _, word := range reason.words {
			if strings.Contains(f.Message, word) {
				return reason.kind
			}
		}
	}
	if f.Code == "AccessDeniedException" {
		return types.IngestionErrorTypePermissionDenied
	}
	return types.IngestionErrorTypeSqlException
}

// reasons are told by words in Athena's sentences, the first that fits.
var reasons = []struct {
	kind  types.IngestionErrorType
	words []string
}{
	{types.IngestionErrorTypeSqlTableNotFound, []string{"TABLE_NOT_FOUND", "SCHEMA_NOT_FOUND", "EntityNotFoundException"}},
	{types.IngestionErrorTypePermissionDenied, []string{"PERMISSION_DENIED", "Access Denied", "AccessDenied", "not authorized to perform", "Insufficient permissions"}},
	{types.IngestionErrorTypeSqlSchemaMismatchError, []string{"COLUMN_NOT_FOUND", "HIVE_BAD_DATA", "HIVE_PARTITION_SCHEMA_MISMATCH", "TYPE_MISMATCH"}},
	{types.IngestionErrorTypeQueryTimeout, []string{"Query timeout", "EXCEEDED_TIME_LIMIT", "TIMEOUT"}},
	{types.IngestionErrorTypeSourceResourceLimitExceeded, []string{"EXHAUSTED", "EXCEEDED", "Bytes scanned limit", "exceeded the maximum"}},
	{types.IngestionErrorTypeSqlNumericOverflow, []string{"NUMERIC_VALUE_OUT_OF_RANGE"}},
	{types.IngestionErrorTypeSourceApiLimitExceededFailure, []string{"TooManyRequests", "ThrottlingException"}},
}
