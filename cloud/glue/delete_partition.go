package glue

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/service"
	"interlaken/store"
)

// deletePartition removes a partition from the catalog; its data stay.
func deletePartition() service.Operation {
	return define("DeletePartition",
		func(i *sdk.DeletePartitionInput) place { return in(i.CatalogId, i.DatabaseName, i.TableName) }, nil,
		func(c *service.Call, p place, i *sdk.DeletePartitionInput) (*sdk.DeletePartitionOutput, error) {
			return &sdk.DeletePartitionOutput{}, p.removePartition(c.Tx, i.PartitionValues)
		})
}

func (p place) removePartition(tx store.Tx, values []string) error {
	if _, err := p.getTable(tx); err != nil {
		return err
	}
	found, err := p.getPartition(tx, values)
	if err != nil {
		return err
	}
	if err := removeStatistics(tx, store.Range{Prefix: statisticsPrefix(p, values)}); err != nil {
		return err
	}
	return partitions.Delete(tx, partitions.Key(&found))
}
