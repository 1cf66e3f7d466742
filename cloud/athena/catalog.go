package athena

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/sql/ast"
	"interlaken/sql/token"
)

// catalog is the Glue catalog and S3 as a statement of DDL uses them: as its caller, in one transaction. Errors are in
// Hive's words, in which Athena answers DDL.
type catalog struct {
	c       *service.Call
	e       *execution
	objects Objects
	lake    *lake
}

func (t *attempt) catalog(c *service.Call) *catalog { return &catalog{c, &t.e, t.Objects, t.lake} }

// tableName is a table's name as the catalog has it, in lower case.
type tableName struct{ database, table string }

func (n tableName) String() string { return n.database + "." + n.table }

// resolve completes the name of a table with the database of the execution.
func (e *execution) resolve(name *ast.QualifiedName) (tableName, error) {
	parts := name.Keys()
	catalog := e.Catalog
	if len(parts) == 3 {
		catalog, parts = parts[0], parts[1:]
	}
	if err := onlyOwn(name.Pos(), catalog); err != nil {
		return tableName{}, err
	}
	switch len(parts) {
	case 1:
		if e.Database == "" {
			return tableName{}, token.Fault("MISSING_SCHEMA_NAME", name.Pos(), "Schema must be specified when session schema is not set")
		}
		return tableName{e.schema(), parts[0]}, nil
	case 2:
		return tableName{parts[0], parts[1]}, nil
	}
	return tableName{}, token.Fault("SYNTAX_ERROR", name.Pos(), "Too many dots in table name: %s", name.Key())
}

// onlyOwn refuses statements on another account's catalog: they would be done in this account's.
func onlyOwn(at token.Pos, catalog string) error {
	if catalog == "" || strings.EqualFold(catalog, ownCatalog) {
		return nil
	}
	return token.Fault("NOT_SUPPORTED", at, "This statement is not supported in the catalog '%s': only queries reach another account's", catalog)
}

// schema is the database in which names are completed, "" where none was given. Clients give it in the quotes of DDL, too.
func (e *execution) schema() string { return strings.ToLower(strings.Trim(e.Database, "`\"")) }

// database is the database that a statement names, or its execution's.
func (k *catalog) database(name *ast.QualifiedName) (string, error) {
	if name == nil {
		if k.e.Database == "" {
			return "", semantic(10072, "Database does not exist: no database is named")
		}
		return k.e.schema(), onlyOwn(token.Pos{}, k.e.Catalog)
	}
	parts := name.Keys()
	catalog := k.e.Catalog
	if len(parts) > 1 {
		catalog = parts[0]
	}
	return parts[len(parts)-1], onlyOwn(name.Pos(), catalog)
}

// glue performs an operation of Glue as the caller.
func (k *catalog) glue(operation string, input any) error {
	_, err := k.c.Invoke("glue", operation, input)
	return hiveFailure(err)
}

// table reads a table's definition.
func (k *catalog) table(n tableName) (*glue.Table, error) {
	out, err := k.c.Invoke("glue", "GetTable", &sdkglue.GetTableInput{DatabaseName: &n.database, Name: &n.table})
	if fault.Is(err, fault.NotFound) {
		return nil, semantic(10001, "Table not found %s", n)
	}
	if err != nil {
		return nil, hiveFailure(err)
	}
	return out.(*sdkglue.GetTableOutput).Table, nil
}

// exists reports whether there is a table or view of a name.
func (k *catalog) exists(n tableName) (bool, error) {
	_, err := k.c.Invoke("glue", "GetTable", &sdkglue.GetTableInput{DatabaseName: &n.database, Name: &n.table})
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, hiveFailure(err)
}

// update replaces a table's definition by one that was read and changed.
func (k *catalog) update(t *glue.Table) error {
	return k.glue("UpdateTable", &sdkglue.UpdateTableInput{DatabaseName: t.DatabaseName, VersionId: t.VersionId, TableInput: tableInput(t)})
}

// tableInput is a table as one gives it to the catalog.
func tableInput(t *glue.Table) *glue.TableInput {
	return &glue.TableInput{
		Name: t.Name, Description: t.Description, Owner: t.Owner, LastAccessTime: t.LastAccessTime, LastAnalyzedTime: t.LastAnalyzedTime,
		Retention: t.Retention, StorageDescriptor: t.StorageDescriptor, PartitionKeys: t.PartitionKeys,
		ViewOriginalText: t.ViewOriginalText, ViewExpandedText: t.ViewExpandedText, TableType: t.TableType, Parameters: t.Parameters,
	}
}

// eachPage calls an operation that lists, until it has given its last page.
func eachPage[In, Out any](k *catalog, operation string, in *In, token func(*In) **string, page func(*Out) (next *string)) error {
	for {
		out, err := k.c.Invoke("glue", operation, in)
		if err != nil {
			return hiveFailure(err)
		}
		next := page(out.(*Out))
		if next == nil {
			return nil
		}
		*token(in) = next
	}
}

// tables lists the tables of a database, views among them, by name.
func (k *catalog) tables(database string) (all []glue.Table, err error) {
	in := &sdkglue.GetTablesInput{DatabaseName: &database}
	err = eachPage(k, "GetTables", in, func(in *sdkglue.GetTablesInput) **string { return &in.NextToken }, func(out *sdkglue.GetTablesOutput) *string {
		all = append(all, out.TableList...)
		return out.NextToken
	})
	return all, err
}

// partitions lists the partitions of a table that an expression keeps; "" keeps all.
func (k *catalog) partitions(t *glue.Table, expression string) (all []glue.Partition, err error) {
	in := &sdkglue.GetPartitionsInput{DatabaseName: t.DatabaseName, TableName: t.Name}
	if expression != "" {
		in.Expression = &expression
	}
	err = eachPage(k, "GetPartitions", in, func(in *sdkglue.GetPartitionsInput) **string { return &in.NextToken }, func(out *sdkglue.GetPartitionsOutput) *string {
		all = append(all, out.Partitions...)
		return out.NextToken
	})
	return all, err
}

// addPartitions adds partitions to a table, as many at a time as Glue takes. Those that are there already are passed over
// where the caller says so.
func addPartitions(c *service.Call, t tableName, all []glue.PartitionInput, ifNotExists bool) error {
	for len(all) > 0 {
		batch := all[:min(len(all), partitionBatch)]
		all = all[len(batch):]
		out, err := c.Invoke("glue", "BatchCreatePartition", &sdkglue.BatchCreatePartitionInput{
			DatabaseName: &t.database, TableName: &t.table, PartitionInputList: batch,
		})
		if err != nil {
			return err
		}
		for _, e := range out.(*sdkglue.BatchCreatePartitionOutput).Errors {
			code := aws.ToString(e.ErrorDetail.ErrorCode)
			if ifNotExists && code == "AlreadyExistsException" {
				continue
			}
			return task(code, "%s", aws.ToString(e.ErrorDetail.ErrorMessage))
		}
	}
	return nil
}

// partitionBatch is how many partitions BatchCreatePartition takes (Glue API Reference).
const partitionBatch = 100
