package glue

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	"interlaken/service"
)

// batchCreatePartition adds many partitions and says which ones it could not add.
func batchCreatePartition() service.Operation {
	return define("BatchCreatePartition",
		func(i *sdk.BatchCreatePartitionInput) place { return in(i.CatalogId, i.DatabaseName, i.TableName) }, nil,
		func(c *service.Call, p place, i *sdk.BatchCreatePartitionInput) (*sdk.BatchCreatePartitionOutput, error) {
			t, err := p.getTable(c.Tx)
			if err != nil {
				return nil, err
			}
			out := &sdk.BatchCreatePartitionOutput{}
			for n := range i.PartitionInputList {
				one := &i.PartitionInputList[n]
				if err := p.addPartition(c, &t, one); expected(err) {
					out.Errors = append(out.Errors, types.PartitionError{PartitionValues: one.Values, ErrorDetail: detail(err)})
				} else if err != nil {
					return nil, err
				}
			}
			return out, nil
		})
}

// expected tells errors that one entry of a batch may have from those that end the whole.
func expected(err error) bool {
	return fault.Is(err, fault.AlreadyExists) || fault.Is(err, fault.NotFound) || fault.Is(err, "InvalidInputException")
}

// detail is an error as an entry of a batch shows it.
func detail(err error) *types.ErrorDetail {
	code := map[fault.Code]string{fault.AlreadyExists: "AlreadyExistsException", fault.NotFound: "EntityNotFoundException"}[fault.CodeOf(err)]
	if code == "" {
		code = string(fault.CodeOf(err))
	}
	message := fault.Public(err)
	return &types.ErrorDetail{ErrorCode: &code, ErrorMessage: &message}
}
