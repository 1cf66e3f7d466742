package athena

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"

	"interlaken/service"
)

// deleteNamedQuery removes a saved query.
func deleteNamedQuery() service.Operation {
	return service.Define("DeleteNamedQuery",
		onNamedQuery("athena:DeleteNamedQuery", func(in *sdk.DeleteNamedQueryInput) *string { return in.NamedQueryId }),
		func(c *service.Call, in *sdk.DeleteNamedQueryInput) (*sdk.DeleteNamedQueryOutput, error) {
			q, err := findNamedQuery(c, in.NamedQueryId)
			if err != nil {
				return nil, err
			}
			return &sdk.DeleteNamedQueryOutput{}, namedQueries.Delete(c.Tx, namedQueries.Key(&q))
		})
}
