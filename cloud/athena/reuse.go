package athena

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

const byRepetition = "repetition"

// defaultReuse is the age up to which a result is reused where the caller does not say (Athena User Guide, "Reuse query
// results in Athena": 60 minutes).
const defaultReuse = 60 * time.Minute

// reuseAge reads how old an earlier result may be; 0 for none.
func reuseAge(r *types.ResultReuseConfiguration) time.Duration {
	if r == nil || r.ResultReuseByAgeConfiguration == nil || !r.ResultReuseByAgeConfiguration.Enabled {
		return 0
	}
	if minutes := r.ResultReuseByAgeConfiguration.MaxAgeInMinutes; minutes != nil {
		return time.Duration(*minutes) * time.Minute
	}
	return defaultReuse
}

// repetition is what two queries have to have in common for one's result to serve the other: workgroup, text, parameters,
// catalog, database and where results go (same guide: "considerations").
func (e *execution) repetition() string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%q %q %q %q %q %q %q", e.WorkGroup, e.Query, e.Prepared, e.Parameters, e.Catalog, e.Database, e.folder())
	return store.Key(e.Account, hex.EncodeToString(sum.Sum(nil)))
}

// repeated looks for the newest result that may serve the execution. Everything that the query reads has been authorized
// anew; the earlier result is now, as reading it in S3 is the caller's own. A result that the caller may not read, or
// that has gone, is none.
func (t *attempt) repeated(ctx context.Context) (earlier *execution, err error) {
	if t.e.ReuseAge == 0 {
		return nil, nil
	}
	err = t.settled(ctx, func(c *service.Call) error {
		span := store.Range{Prefix: t.e.repetition(), Reverse: true, Limit: 1}
		for item, err := range executions.ScanIndex(c.Tx, byRepetition, span) {
			if err != nil {
				return err
			}
			found := item.Value
			if c.Now.Sub(found.Completed) > t.e.ReuseAge {
				return nil
			}
			bucket, key, _ := parseLocation(found.Output)
			file, err := t.Objects.Open(c, bucket, key)
			switch code := fault.CodeOf(err); {
			case ours[code]:
				return err
			case err != nil:
				return nil
			}
			earlier = &found
			return file.Close()
		}
		return nil
	})
	return earlier, err
}

// reuse ends a query with an earlier one's result. Nothing was read, and nothing is charged.
func (t *attempt) reuse(ctx context.Context, earlier *execution) error {
	t.charged = false
	return t.succeed(ctx, func(*service.Call) error { return nil }, func(e *execution) {
		e.Output, e.Columns, e.OutputBytes, e.Reused = earlier.Output, earlier.Columns, earlier.OutputBytes, true
	})
}

func (e *execution) showReuse() *types.ResultReuseConfiguration {
	age := &types.ResultReuseByAgeConfiguration{Enabled: e.ReuseAge > 0}
	if age.Enabled {
		age.MaxAgeInMinutes = aws.Int32(int32(e.ReuseAge / time.Minute))
	}
	return &types.ResultReuseConfiguration{ResultReuseByAgeConfiguration: age}
}
