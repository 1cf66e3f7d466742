package glue

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/service"
)

// batchUpdatePartition replaces what is said of many partitions and says which ones it could not.
func batchUpdatePartition() service.Operation {
	return define("BatchUpdatePartition",
		func(i *sdk.BatchUpdatePartitionInput) place { return in(i.CatalogId, i.DatabaseName, i.TableName) }, nil,
		func(c *service.Call, p place, i *sdk.BatchUpdatePartitionInput) (*sdk.BatchUpdatePartitionOutput, error) {
			t, err := p.getTable(c.Tx)
			if err != nil {
				return nil, err
			}
			out := &sdk.BatchUpdatePartitionOutput{}
			for _, entry := range i.Entries {
				switch err := p.replacePartition(c, &t, entry.PartitionValueList, entry.PartitionInput); {
				case expected(err):
					out.Errors = append(out.Errors, types.BatchUpdatePartitionFailureEntry{PartitionValueList: entry.PartitionValueList, ErrorDetail: detail(err)})
				case err != nil:
					return nil, err
				}
			}
			return out, nil
		})
}
