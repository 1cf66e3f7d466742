package glue

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/service"
)

// getPartitionIndexes says that a table has none: partitions are found by their keys without.
func getPartitionIndexes() service.Operation {
	return define("GetPartitionIndexes",
		func(i *sdk.GetPartitionIndexesInput) place { return in(i.CatalogId, i.DatabaseName, i.TableName) }, nil,
		func(c *service.Call, p place, _ *sdk.GetPartitionIndexesInput) (*sdk.GetPartitionIndexesOutput, error) {
			_, err := p.getTable(c.Tx)
			return &sdk.GetPartitionIndexesOutput{PartitionIndexDescriptorList: []types.PartitionIndexDescriptor{}}, err
		}, service.Reads)
}
