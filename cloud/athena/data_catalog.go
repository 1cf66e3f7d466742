package athena

import (
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

// ownCatalog is the data catalog that every account has: its own in Glue. Names are compared without regard to case.
const ownCatalog = "AwsDataCatalog"

// dataCatalog is another account's catalog under a name of this account's (Athena User Guide, "Register a Data Catalog
// from another account").
type dataCatalog struct {
	Account string            `json:"account"`
	Catalog types.DataCatalog `json:"catalog"`
	Tags    map[string]string `json:"tags,omitempty"`
}

var dataCatalogs = store.Collection[dataCatalog]{
	Table: "athena.datacatalog", Schema: 1,
	Key: func(d *dataCatalog) string { return store.Key(d.Account, strings.ToLower(*d.Catalog.Name)) },
}

// catalogID names the Glue catalog behind a data catalog as requests do: nil for the caller's own. A catalog of another
// account is one that is registered, or the ARN of that account's, after "glue:".
func catalogID(c *service.Call, name *string) (*string, error) {
	text := aws.ToString(name)
	if strings.EqualFold(text, ownCatalog) {
		return nil, nil
	}
	if resource, ok := strings.CutPrefix(text, "glue:"); ok {
		if a, err := arn.Parse(resource); err == nil && a.Service == "glue" && a.Resource == "catalog" && arn.IsAccount(a.Account) {
			return &a.Account, nil
		}
	}
	d, err := dataCatalogs.Get(c.Tx, store.Key(c.Account(), strings.ToLower(text)))
	if fault.Is(err, fault.NotFound) {
		return nil, invalid("DATACATALOG_NOT_FOUND", "DataCatalog %s was not found", text)
	}
	if err != nil {
		return nil, err
	}
	id := d.Catalog.Parameters[catalogParameter]
	return &id, nil
}

// catalogParameter is the parameter of a data catalog that names the account whose Glue catalog it is.
const catalogParameter = "catalog-id"

// accepted refuses data catalogs that nothing is behind here.
func accepted(kind types.DataCatalogType, parameters map[string]string) error {
	if kind != types.DataCatalogTypeGlue {
		return fault.New(fault.Unsupported, "Data catalogs of the type %s are not offered here; GLUE is.", kind)
	}
	if !arn.IsAccount(parameters[catalogParameter]) {
		return invalid("INVALID_INPUT", "The parameter %s has to be the id of an account.", catalogParameter)
	}
	return nil
}

// onCatalog asks for an action on a data catalog.
func onCatalog[In any](action string, name func(*In) *string) func(*service.Call, *In) ([]service.Check, error) {
	return func(c *service.Call, in *In) ([]service.Check, error) {
		catalog := aws.ToString(name(in))
		if strings.EqualFold(catalog, ownCatalog) {
			catalog = ownCatalog
		}
		d, err := dataCatalogs.Get(c.Tx, store.Key(c.Account(), strings.ToLower(catalog)))
		if fault.Is(err, fault.NotFound) {
			err = nil
		}
		return []service.Check{{Action: action, Resource: c.ARN("athena", "datacatalog/"+catalog), Keys: resourceTags(d.Tags)}}, err
	}
}

// askGlue performs an operation of Glue as the caller. What Glue does not have is a MetadataException, as the catalog
// calls of Athena answer.
func askGlue[Out any](c *service.Call, operation string, input any) (*Out, error) {
	out, err := c.Through(source).Invoke("glue", operation, input)
	switch code := fault.CodeOf(err); code {
	case "":
		return out.(*Out), nil
	case fault.NotFound, "InvalidInputException":
		// Clients look for the whole of it (PyAthena, by a regular expression).
		wire := map[fault.Code]string{fault.NotFound: "EntityNotFoundException"}[code]
		return nil, &types.MetadataException{Message: aws.String(fmt.Sprintf("%s (Service: AmazonDataCatalog; Status Code: 400; Error Code: %s; Request ID: %s; Proxy: null)",
			fault.Public(err), orElse(wire, string(code)), c.RequestID))}
	}
	return nil, err
}

// database is a database of Glue as Athena shows it.
func database(d *glue.Database) types.Database {
	return types.Database{Name: d.Name, Description: d.Description, Parameters: d.Parameters}
}

// table is a table of Glue as Athena shows it: with where and how its data lie among the parameters.
func table(t *glue.Table) types.TableMetadata {
	shown := types.TableMetadata{
		Name: t.Name, CreateTime: t.CreateTime, LastAccessTime: t.LastAccessTime, TableType: t.TableType,
		PartitionKeys: columns(t.PartitionKeys), Parameters: map[string]string{},
	}
	for k, v := range t.Parameters {
		shown.Parameters[k] = v
	}
	if s := t.StorageDescriptor; s != nil {
		shown.Columns = columns(s.Columns)
		for name, value := range map[string]*string{"location": s.Location, "inputformat": s.InputFormat, "outputformat": s.OutputFormat} {
			if value != nil {
				shown.Parameters[name] = *value
			}
		}
		if s.SerdeInfo != nil {
			if s.SerdeInfo.SerializationLibrary != nil {
				shown.Parameters["serde.serialization.lib"] = *s.SerdeInfo.SerializationLibrary
			}
			for k, v := range s.SerdeInfo.Parameters {
				shown.Parameters["serde.param."+k] = v
			}
		}
	}
	return shown
}

func columns(all []glue.Column) []types.Column {
	shown := make([]types.Column, len(all))
	for i, c := range all {
		shown[i] = types.Column{Name: c.Name, Type: c.Type, Comment: c.Comment}
	}
	return shown
}

// glueTable asks Glue for one table.
func glueTable(c *service.Call, catalog, databaseName, name *string) (*sdkglue.GetTableOutput, error) {
	return askGlue[sdkglue.GetTableOutput](c, "GetTable", &sdkglue.GetTableInput{CatalogId: catalog, DatabaseName: databaseName, Name: name})
}
