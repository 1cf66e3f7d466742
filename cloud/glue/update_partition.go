package glue

import (
	"slices"

	sdk "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/fault"
	"interlaken/service"
)

// updatePartition replaces what is said of a partition, its values included.
func updatePartition() service.Operation {
	return define("UpdatePartition",
		func(i *sdk.UpdatePartitionInput) place { return in(i.CatalogId, i.DatabaseName, i.TableName) }, nil,
		func(c *service.Call, p place, i *sdk.UpdatePartitionInput) (*sdk.UpdatePartitionOutput, error) {
			t, err := p.getTable(c.Tx)
			if err != nil {
				return nil, err
			}
			old, err := p.getPartition(c.Tx, i.PartitionValueList)
			if err != nil {
				return nil, err
			}
			made, err := p.partitionOf(&t, i.PartitionInput)
			if err != nil {
				return nil, err
			}
			made.CreationTime = old.CreationTime
			if slices.Equal(old.Values, made.Values) {
				return &sdk.UpdatePartitionOutput{}, partitions.Put(c.Tx, made)
			}
			if _, err := p.getPartition(c.Tx, made.Values); !fault.Is(err, fault.NotFound) {
				if err == nil {
					err = fault.New(fault.AlreadyExists, "Partition already exists.")
				}
				return nil, err
			}
			if err := partitions.Delete(c.Tx, partitions.Key(&old)); err != nil {
				return nil, err
			}
			return &sdk.UpdatePartitionOutput{}, partitions.Create(c.Tx, made)
		})
}
