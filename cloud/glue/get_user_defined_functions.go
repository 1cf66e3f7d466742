package glue

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/service"
)

func (p place) functionARN(name string) string {
	return arn.Make("glue", p.region, p.catalog, "userDefinedFunction/"+p.database+"/"+name)
}

// getUserDefinedFunctions says that a database, or a catalog, has none: nothing makes them here.
func getUserDefinedFunctions() service.Operation {
	return define("GetUserDefinedFunctions",
		func(i *sdk.GetUserDefinedFunctionsInput) place { return in(i.CatalogId, i.DatabaseName, nil) },
		func(_ *service.Call, p place, i *sdk.GetUserDefinedFunctionsInput) ([]string, error) {
			if p.database == "" {
				p.database = "*"
			}
			return []string{p.functionARN("*")}, nil
		},
		func(c *service.Call, p place, i *sdk.GetUserDefinedFunctionsInput) (*sdk.GetUserDefinedFunctionsOutput, error) {
			if p.database != "" {
				if _, err := p.getDatabase(c.Tx); err != nil {
					return nil, err
				}
			}
			return &sdk.GetUserDefinedFunctionsOutput{UserDefinedFunctions: []types.UserDefinedFunction{}}, nil
		}, service.Reads)
}

func getUserDefinedFunction() service.Operation {
	return define("GetUserDefinedFunction",
		func(i *sdk.GetUserDefinedFunctionInput) place { return in(i.CatalogId, i.DatabaseName, nil) },
		func(_ *service.Call, p place, i *sdk.GetUserDefinedFunctionInput) ([]string, error) {
			return []string{p.functionARN(strings.ToLower(aws.ToString(i.FunctionName)))}, nil
		},
		func(c *service.Call, p place, i *sdk.GetUserDefinedFunctionInput) (*sdk.GetUserDefinedFunctionOutput, error) {
			if _, err := p.getDatabase(c.Tx); err != nil {
				return nil, err
			}
			return nil, fault.New(fault.NotFound, "Function %s not found.", aws.ToString(i.FunctionName))
		}, service.Reads)
}
