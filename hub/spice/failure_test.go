package spice

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub/query"
)

// Athena's sentences as they are known, and QuickSight's types for them.
func TestExportKinds(t *testing.T) {
	for _, c := range []struct {
		f    query.Failure
		want types.IngestionErrorType
	}{
		{query.Failure{Step: 1, Code: "AccessDenied"}, types.IngestionErrorTypeFailureToAssumeRole},
		{query.Failure{Step: 2, Code: "AccessDenied"}, types.IngestionErrorTypeFailureToAssumeRole},
		{query.Failure{Step: 0, Code: "Suspended"}, types.IngestionErrorTypePermissionDenied},
		{query.Failure{Step: 0, Code: "Internal"}, types.IngestionErrorTypeInternalServiceError},
		{query.Failure{Step: 3, Code: "Unreachable"}, types.IngestionErrorTypeConnectionFailure},
		{query.Failure{Step: 3, Code: "QUERY_FAILED", Message: "The query failed in account 1: TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.bank.x' does not exist"}, types.IngestionErrorTypeSqlTableNotFound},
		{query.Failure{Step: 3, Code: "QUERY_FAILED", Message: "COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved"}, types.IngestionErrorTypeSqlSchemaMismatchError},
		{query.Failure{Step: 3, Code: "QUERY_FAILED", Message: "Access denied when writing output: User: a is not authorized to perform: s3:PutObject"}, types.IngestionErrorTypePermissionDenied},
		{query.Failure{Step: 3, Code: "QUERY_FAILED", Message: "Query exhausted resources at this scale factor: EXCEEDED_MEMORY_LIMIT"}, types.IngestionErrorTypeSourceResourceLimitExceeded},
		{query.Failure{Step: 3, Code: "QUERY_FAILED", Message: "NUMERIC_VALUE_OUT_OF_RANGE: bigint multiplication overflow"}, types.IngestionErrorTypeSqlNumericOverflow},
		{query.Failure{Step: 3, Code: "QUERY_CANCELLED", Message: "Query timeout"}, types.IngestionErrorTypeQueryTimeout},
		{query.Failure{Step: 3, Code: "AccessDeniedException", Message: "You do not have permissions"}, types.IngestionErrorTypePermissionDenied},
		{query.Failure{Step: 3, Code: "QUERY_FAILED", Message: "DIVISION_BY_ZERO: Division by zero"}, types.IngestionErrorTypeSqlException},
	} {
		if got := exportKind(c.f); got != c.want {
			t.Errorf("%+v: %s, want %s", c.f, got, c.want)
		}
	}
}
