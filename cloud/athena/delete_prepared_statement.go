package athena

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"

	"interlaken/service"
)

// deletePreparedStatement removes a prepared statement.
func deletePreparedStatement() service.Operation {
	return service.Define("DeletePreparedStatement",
		onWorkGroup("athena:DeletePreparedStatement", func(in *sdk.DeletePreparedStatementInput) *string { return in.WorkGroup }),
		func(c *service.Call, in *sdk.DeletePreparedStatementInput) (*sdk.DeletePreparedStatementOutput, error) {
			p, err := findPrepared(c.Tx, c.Account(), *in.WorkGroup, *in.StatementName)
			if err != nil {
				return nil, err
			}
			return &sdk.DeletePreparedStatementOutput{}, preparedStatements.Delete(c.Tx, preparedStatements.Key(&p))
		})
}
