package glue

import (
	"hash/fnv"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/service"
	"interlaken/store"
)

// getPartitions lists a table's partitions by their values, those that the expression and the segment keep.
func getPartitions() service.Operation {
	return define("GetPartitions",
		func(i *sdk.GetPartitionsInput) place { return in(i.CatalogId, i.DatabaseName, i.TableName) }, nil,
		func(c *service.Call, p place, i *sdk.GetPartitionsInput) (*sdk.GetPartitionsOutput, error) {
			after, size, err := page(i.NextToken, i.MaxResults, 1000)
			if err != nil {
				return nil, err
			}
			if p, err = p.target(c, "GetPartitions", nil); err != nil {
				return nil, err
			}
			t, err := p.getTable(c.Tx)
			if err != nil {
				return nil, err
			}
			keep, err := expressionFilter(t.PartitionKeys, aws.ToString(i.Expression))
			if err != nil {
				return nil, err
			}
			table := store.Key(p.catalog, p.database, p.table)
			list, next, err := store.Page(partitions.ScanWhere(c.Tx, store.Range{Prefix: table, After: after}, func(key string) bool {
				values, ok := store.Texts(key, table)
				return ok && inSegment(i.Segment, values) && keep(values)
			}), size)
			if err != nil {
				return nil, err
			}
			if aws.ToBool(i.ExcludeColumnSchema) {
				for n := range list {
					if list[n].StorageDescriptor != nil {
						list[n].StorageDescriptor.Columns = nil
					}
				}
			}
			return &sdk.GetPartitionsOutput{Partitions: list, NextToken: nextToken(next)}, nil
		}, service.Reads)
}

// inSegment tells whether a partition is in a segment, which lets many callers read parts of a list at once.
func inSegment(s *types.Segment, values []string) bool {
	if s == nil || aws.ToInt32(s.TotalSegments) < 2 {
		return true
	}
	sum := fnv.New32a()
	for _, v := range values {
		_, _ = sum.Write(append([]byte(v), 0))
	}
	return sum.Sum32()%uint32(*s.TotalSegments) == uint32(s.SegmentNumber)
}
