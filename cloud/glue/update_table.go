package glue

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	"interlaken/service"
)

// updateTable replaces what is said of a table; its version counts up, and the one before is kept unless the caller says
// not to. A caller that names a version changes only
// that one.
func updateTable() service.Operation {
	return define("UpdateTable",
		func(i *sdk.UpdateTableInput) place {
			name := i.Name
			if i.TableInput != nil {
				name = i.TableInput.Name
			}
			return in(i.CatalogId, i.DatabaseName, name)
		}, nil,
		func(c *service.Call, p place, i *sdk.UpdateTableInput) (*sdk.UpdateTableOutput, error) {
			if i.UpdateOpenTableFormatInput != nil || i.ViewUpdateAction != "" || i.TransactionId != nil {
				return nil, fault.New(fault.Unsupported, "Open table formats, multi-dialect views and transactions are not offered here.")
			}
			if i.Name != nil && strings.ToLower(*i.Name) != p.table {
				return nil, invalid("A table cannot be renamed.")
			}
			old, err := p.getTable(c.Tx)
			if err != nil {
				return nil, err
			}
			if i.VersionId != nil && *i.VersionId != *old.VersionId {
				return nil, fault.New(fault.Conflict, "Update table failed due to concurrent modifications.")
			}
			t, err := p.tableOf(i.TableInput)
			if err != nil {
				return nil, err
			}
			if !slices.EqualFunc(old.PartitionKeys, t.PartitionKeys, sameKey) {
				return nil, invalid("The partition keys of a table cannot be changed.")
			}
			version, err := strconv.ParseInt(aws.ToString(old.VersionId), 10, 64)
			if err != nil {
				return nil, fault.Wrap(err, fault.Internal, "The table's version cannot be read.")
			}
			if !aws.ToBool(i.SkipArchive) {
				if err := versions.Put(c.Tx, old); err != nil {
					return nil, err
				}
			}
			t.CreateTime, t.CreatedBy, t.UpdateTime = old.CreateTime, old.CreatedBy, aws.Time(c.Now)
			t.VersionId = aws.String(strconv.FormatInt(version+1, 10))
			return &sdk.UpdateTableOutput{}, tables.Put(c.Tx, t)
		})
}

func sameKey(a, b types.Column) bool { return aws.ToString(a.Name) == aws.ToString(b.Name) }
