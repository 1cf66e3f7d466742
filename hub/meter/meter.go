// Package meter turns runs into money: what a query cost the account that it ran in, and before it runs what it will cost,
// by the list prices of the day. It prices what others measured, asks over the wire for what an estimate rests on, and
// decides nothing; budgets are hub/query's. hub/query and cli use it.
package meter

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/sql/estimate"
	"interlaken/usage"
)

// Query is the price of one execution on Athena, the bytes alone: what its requests to S3 and Glue cost is on the
// owner's bill and not known here. A failed query and a statement that is no DML are free; a cancelled one is charged
// for what it had read (Athena pricing). It fails where no price is known; the caller then says "unknown".
func Query(e *types.QueryExecution, region string, at time.Time) (usage.Picodollars, error) {
	if e == nil || e.Status == nil {
		return 0, fault.New(fault.Validation, "The execution has no status.")
	}
	switch {
	case e.Status.State == types.QueryExecutionStateFailed, e.StatementType != types.StatementTypeDml:
		return 0, nil
	case e.Statistics == nil || e.Statistics.DataScannedInBytes == nil:
		return 0, fault.New(fault.Unavailable, "Athena has not said how much was scanned.")
	}
	return scan(aws.ToInt64(e.Statistics.DataScannedInBytes), region, at)
}

// Estimated is the price of a statement before it runs, at least and at most. It fails where no price is known, or no
// range.
func Estimated(e *estimate.Estimate, region string, at time.Time) (low, high usage.Picodollars, err error) {
	switch {
	case e.Unknown != "":
		return 0, 0, fault.New(fault.Unavailable, "What is scanned is unknown: %s.", e.Unknown)
	case e.Free:
		return 0, 0, nil
	}
	if low, err = scan(e.LowBytes, region, at); err != nil {
		return 0, 0, err
	}
	high, err = scan(e.HighBytes, region, at)
	return low, high, err
}

// scan is the price of scanning so many bytes.
func scan(scannedBytes int64, region string, at time.Time) (usage.Picodollars, error) {
	if region != "us-east-1" {
		return 0, fault.New(fault.NotFound, "There is no price of Athena for region %s.", region)
	}
	price, err := usage.Published().At(usage.AthenaDataScanned, at)
	if err != nil {
		return 0, err
	}
	return price.Of(scannedBytes)
}
