package athena

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"

	"interlaken/service"
)

// updatePreparedStatement replaces a prepared statement's text, and its description where one is given.
func updatePreparedStatement() service.Operation {
	return service.Define("UpdatePreparedStatement",
		onWorkGroup("athena:UpdatePreparedStatement", func(in *sdk.UpdatePreparedStatementInput) *string { return in.WorkGroup }),
		func(c *service.Call, in *sdk.UpdatePreparedStatementInput) (*sdk.UpdatePreparedStatementOutput, error) {
			p, err := findPrepared(c.Tx, c.Account(), *in.WorkGroup, *in.StatementName)
			if err != nil {
				return nil, err
			}
			if err := acceptPrepared(*in.QueryStatement); err != nil {
				return nil, err
			}
			p.Statement.QueryStatement, p.Statement.LastModifiedTime = in.QueryStatement, &c.Now
			if in.Description != nil {
				p.Statement.Description = in.Description
			}
			return &sdk.UpdatePreparedStatementOutput{}, preparedStatements.Put(c.Tx, p)
		}, omitting(func(shown *sdk.UpdatePreparedStatementInput) { shown.QueryStatement = aws.String(omitted) }))
}
