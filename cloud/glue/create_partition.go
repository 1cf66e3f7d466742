package glue

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/service"
)

// createPartition adds a partition to a table.
func createPartition() service.Operation {
	return define("CreatePartition",
		func(i *sdk.CreatePartitionInput) place { return in(i.CatalogId, i.DatabaseName, i.TableName) }, nil,
		func(c *service.Call, p place, i *sdk.CreatePartitionInput) (*sdk.CreatePartitionOutput, error) {
			t, err := p.getTable(c.Tx)
			if err != nil {
				return nil, err
			}
			return &sdk.CreatePartitionOutput{}, p.addPartition(c, &t, i.PartitionInput)
		})
}

func (p place) addPartition(c *service.Call, t *types.Table, i *types.PartitionInput) error {
	made, err := p.partitionOf(t, i)
	if err != nil {
		return err
	}
	made.CreationTime = aws.Time(c.Now)
	return taken(partitions.Create(c.Tx, made), "Partition")
}

// partitionOf is the partition that an input describes.
func (p place) partitionOf(t *types.Table, i *types.PartitionInput) (types.Partition, error) {
	if len(i.Values) != len(t.PartitionKeys) || len(i.Values) == 0 {
		return types.Partition{}, invalid("The number of partition keys do not match the number of partition values")
	}
	return types.Partition{
		CatalogId: &p.catalog, DatabaseName: &p.database, TableName: &p.table, Values: i.Values, Parameters: i.Parameters,
		StorageDescriptor: i.StorageDescriptor, LastAccessTime: i.LastAccessTime, LastAnalyzedTime: i.LastAnalyzedTime,
	}, nil
}
