package athena

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"

	"interlaken/service"
)

// getPreparedStatement answers with one prepared statement of a workgroup.
func getPreparedStatement() service.Operation {
	return service.Define("GetPreparedStatement",
		onWorkGroup("athena:GetPreparedStatement", func(in *sdk.GetPreparedStatementInput) *string { return in.WorkGroup }),
		func(c *service.Call, in *sdk.GetPreparedStatementInput) (*sdk.GetPreparedStatementOutput, error) {
			p, err := findPrepared(c.Tx, c.Account(), *in.WorkGroup, *in.StatementName)
			if err != nil {
				return nil, err
			}
			return &sdk.GetPreparedStatementOutput{PreparedStatement: &p.Statement}, nil
		}, service.Reads)
}
