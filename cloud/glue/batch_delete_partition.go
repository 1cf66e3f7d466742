package glue

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/service"
)

// batchDeletePartition removes many partitions and says which ones are not there.
func batchDeletePartition() service.Operation {
	return define("BatchDeletePartition",
		func(i *sdk.BatchDeletePartitionInput) place { return in(i.CatalogId, i.DatabaseName, i.TableName) }, nil,
		func(c *service.Call, p place, i *sdk.BatchDeletePartitionInput) (*sdk.BatchDeletePartitionOutput, error) {
			if _, err := p.getTable(c.Tx); err != nil {
				return nil, err
			}
			out := &sdk.BatchDeletePartitionOutput{}
			for _, one := range i.PartitionsToDelete {
				if err := p.removePartition(c.Tx, one.Values); expected(err) {
					out.Errors = append(out.Errors, types.PartitionError{PartitionValues: one.Values, ErrorDetail: detail(err)})
				} else if err != nil {
					return nil, err
				}
			}
			return out, nil
		})
}
