package glue

import (
	"slices"

	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

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
			return &sdk.UpdatePartitionOutput{}, p.replacePartition(c, &t, i.PartitionValueList, i.PartitionInput)
		})
}

// replacePartition puts what an input describes in the place of the partition of the values.
func (p place) replacePartition(c *service.Call, t *types.Table, values []string, i *types.PartitionInput) error {
	old, err := p.getPartition(c.Tx, values)
	if err != nil {
		return err
	}
	made, err := p.partitionOf(t, i)
	if err != nil {
		return err
	}
	made.CreationTime = old.CreationTime
	if slices.Equal(old.Values, made.Values) {
		return partitions.Put(c.Tx, made)
	}
	if _, err := p.getPartition(c.Tx, made.Values); !fault.Is(err, fault.NotFound) {
		if err == nil {
			err = fault.New(fault.AlreadyExists, "Partition already exists.")
		}
		return err
	}
	if err := p.removePartition(c.Tx, old.Values); err != nil {
		return err
	}
	return partitions.Create(c.Tx, made)
}
