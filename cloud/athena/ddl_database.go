package athena

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	"interlaken/sql/ast"
)

// createDatabase is CREATE DATABASE (Athena User Guide, of that name).
func (k *catalog) createDatabase(s *ast.CreateDatabase) error {
	name, err := k.database(s.Name)
	if err != nil {
		return err
	}
	switch _, err := k.getDatabase(name); {
	case err == nil && s.IfNotExists:
		return nil
	case err == nil:
		return task("AlreadyExistsException", "Database %s already exists", name)
	case !isMissing(err):
		return err
	}
	return k.glue("CreateDatabase", &sdkglue.CreateDatabaseInput{DatabaseInput: &glue.DatabaseInput{
		Name: &name, Parameters: texts(s.Properties), Description: optionalText(s.Comment), LocationUri: optionalText(s.Location),
	}})
}

// dropDatabase is DROP DATABASE. Without CASCADE the database has to be empty.
func (k *catalog) dropDatabase(s *ast.DropDatabase) error {
	name, err := k.database(s.Name)
	if err != nil {
		return err
	}
	if _, err := k.getDatabase(name); err != nil {
		if s.IfExists && isMissing(err) {
			return nil
		}
		return err
	}
	if !s.Cascade {
		out, err := k.c.Invoke("glue", "GetTables", &sdkglue.GetTablesInput{DatabaseName: &name, MaxResults: aws.Int32(1)})
		if err != nil {
			return hiveFailure(err)
		}
		if len(out.(*sdkglue.GetTablesOutput).TableList) > 0 {
			return task("InvalidOperationException", "Database %s is not empty. One or more tables exist.", name)
		}
	}
	return k.glue("DeleteDatabase", &sdkglue.DeleteDatabaseInput{Name: &name})
}

// alterDatabase is ALTER DATABASE … SET DBPROPERTIES.
func (k *catalog) alterDatabase(s *ast.AlterDatabase) error {
	name, err := k.database(s.Name)
	if err != nil {
		return err
	}
	d, err := k.getDatabase(name)
	if err != nil {
		return err
	}
	input := &glue.DatabaseInput{Name: d.Name, Description: d.Description, LocationUri: d.LocationUri, Parameters: merged(d.Parameters, texts(s.Properties))}
	return k.glue("UpdateDatabase", &sdkglue.UpdateDatabaseInput{Name: &name, DatabaseInput: input})
}

func (k *catalog) getDatabase(name string) (*glue.Database, error) {
	out, err := k.c.Invoke("glue", "GetDatabase", &sdkglue.GetDatabaseInput{Name: &name})
	if fault.Is(err, fault.NotFound) {
		return nil, semantic(10072, "Database does not exist: %s", name)
	}
	if err != nil {
		return nil, hiveFailure(err)
	}
	return out.(*sdkglue.GetDatabaseOutput).Database, nil
}

// isMissing tells the failures of a table or database that is not there.
func isMissing(err error) bool {
	f, ok := err.(*failure)
	return ok && f.details != nil && aws.ToInt32(f.details.ErrorType) == 1301
}

// texts are properties by name. In DDL both are strings.
func texts(properties []*ast.Property) map[string]string {
	out := map[string]string{}
	for _, p := range properties {
		if s, ok := p.Value.(*ast.StringLiteral); ok {
			out[p.Name] = s.Value
		}
	}
	return out
}

// merged are the properties of both, the second's where both have one.
func merged(first, second map[string]string) map[string]string {
	out := map[string]string{}
	for _, m := range []map[string]string{first, second} {
		for name, value := range m {
			out[name] = value
		}
	}
	return out
}

func optionalText(s *ast.StringLiteral) *string {
	if s == nil || strings.TrimSpace(s.Value) == "" {
		return nil
	}
	return &s.Value
}
