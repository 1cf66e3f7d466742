package athena

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/sql/parser"
)

// createPreparedStatement keeps a statement in a workgroup, for EXECUTE. Its syntax is checked, nothing else.
func createPreparedStatement() service.Operation {
	return service.Define("CreatePreparedStatement",
		onWorkGroup("athena:CreatePreparedStatement", func(in *sdk.CreatePreparedStatementInput) *string { return in.WorkGroup }),
		func(c *service.Call, in *sdk.CreatePreparedStatementInput) (*sdk.CreatePreparedStatementOutput, error) {
			group, err := findWorkGroup(c, in.WorkGroup)
			if err != nil {
				return nil, err
			}
			if err := acceptPrepared(*in.QueryStatement); err != nil {
				return nil, err
			}
			err = preparedStatements.Create(c.Tx, preparedStatement{Account: c.Account(), Statement: types.PreparedStatement{
				StatementName: in.StatementName, QueryStatement: in.QueryStatement, WorkGroupName: group.Name, Description: in.Description, LastModifiedTime: &c.Now,
			}})
			if fault.Is(err, fault.AlreadyExists) {
				return nil, invalid("INVALID_INPUT", "PreparedStatement %s already exists in workGroup %s", *in.StatementName, *group.Name)
			}
			return &sdk.CreatePreparedStatementOutput{}, err
		}, omitting(func(shown *sdk.CreatePreparedStatementInput) { shown.QueryStatement = aws.String(omitted) }))
}

func acceptPrepared(text string) error {
	if _, err := parser.ParseStatement(text); err != nil {
		return invalid("MALFORMED_QUERY", "%s", fault.Public(err))
	}
	return nil
}
