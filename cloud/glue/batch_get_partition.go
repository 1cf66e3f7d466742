package glue

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/fault"
	"interlaken/service"
)

// batchGetPartition answers with those of many partitions that are there. UnprocessedKeys are for a server that had no
// time; it is always empty here.
func batchGetPartition() service.Operation {
	return define("BatchGetPartition",
		func(i *sdk.BatchGetPartitionInput) place { return in(i.CatalogId, i.DatabaseName, i.TableName) }, nil,
		func(c *service.Call, p place, i *sdk.BatchGetPartitionInput) (*sdk.BatchGetPartitionOutput, error) {
			if _, err := p.getTable(c.Tx); err != nil {
				return nil, err
			}
			out := &sdk.BatchGetPartitionOutput{}
			for _, one := range i.PartitionsToGet {
				found, err := p.getPartition(c.Tx, one.Values)
				if fault.Is(err, fault.NotFound) {
					continue
				}
				if err != nil {
					return nil, err
				}
				out.Partitions = append(out.Partitions, found)
			}
			return out, nil
		}, service.Reads)
}
