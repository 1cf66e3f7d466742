package glue

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/service"
)

// getPartition answers with one partition.
func getPartition() service.Operation {
	return define("GetPartition",
		func(i *sdk.GetPartitionInput) place { return in(i.CatalogId, i.DatabaseName, i.TableName) }, nil,
		func(c *service.Call, p place, i *sdk.GetPartitionInput) (*sdk.GetPartitionOutput, error) {
			if _, err := p.getTable(c.Tx); err != nil {
				return nil, err
			}
			found, err := p.getPartition(c.Tx, i.PartitionValues)
			if err != nil {
				return nil, err
			}
			return &sdk.GetPartitionOutput{Partition: &found}, nil
		}, service.Reads)
}
