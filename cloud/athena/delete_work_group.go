package athena

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"

	"interlaken/service"
	"interlaken/store"
)

// deleteWorkGroup removes a workgroup. One that has queries needs the recursive option, which removes their history once
// all have ended; results stay in S3.
func (a *athena) deleteWorkGroup() service.Operation {
	return service.Define("DeleteWorkGroup",
		onWorkGroup("athena:DeleteWorkGroup", func(in *sdk.DeleteWorkGroupInput) *string { return in.WorkGroup }),
		func(c *service.Call, in *sdk.DeleteWorkGroupInput) (*sdk.DeleteWorkGroupOutput, error) {
			if *in.WorkGroup == primary {
				return nil, invalid("INVALID_INPUT", "WorkGroup primary can not be deleted")
			}
			if _, err := findWorkGroup(c, in.WorkGroup); err != nil {
				return nil, err
			}
			history := store.Range{Prefix: store.Key(c.Account(), *in.WorkGroup)}
			for item, err := range executions.ScanIndex(c.Tx, byWorkGroup, history) {
				switch {
				case err != nil:
					return nil, err
				case !aws.ToBool(in.RecursiveDeleteOption):
					return nil, invalid("INVALID_INPUT", "WorkGroup %s is not empty", *in.WorkGroup)
				case !item.Value.final():
					return nil, invalid("INVALID_INPUT", "WorkGroup %s has queries that have not ended", *in.WorkGroup)
				}
				if err := executions.Delete(c.Tx, item.Key); err != nil {
					return nil, err
				}
			}
			if err := emptyWorkGroup(c, *in.WorkGroup); err != nil {
				return nil, err
			}
			return &sdk.DeleteWorkGroupOutput{}, workGroups.Delete(c.Tx, store.Key(c.Account(), *in.WorkGroup))
		})
}

// emptyWorkGroup removes what is saved in a workgroup.
func emptyWorkGroup(c *service.Call, name string) error {
	span := store.Range{Prefix: store.Key(c.Account(), name)}
	for item, err := range preparedStatements.Scan(c.Tx, span) {
		if err != nil {
			return err
		}
		if err := preparedStatements.Delete(c.Tx, item.Key); err != nil {
			return err
		}
	}
	for item, err := range namedQueries.ScanIndex(c.Tx, byWorkGroup, span) {
		if err != nil {
			return err
		}
		if err := namedQueries.Delete(c.Tx, item.Key); err != nil {
			return err
		}
	}
	return nil
}
