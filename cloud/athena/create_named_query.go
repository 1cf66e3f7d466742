package athena

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/service"
	"interlaken/store"
)

// createNamedQuery saves a query in a workgroup. Its text may be anything. The same token is the same query.
func createNamedQuery() service.Operation {
	return service.Define("CreateNamedQuery",
		onWorkGroup("athena:CreateNamedQuery", func(in *sdk.CreateNamedQueryInput) *string { return in.WorkGroup }),
		func(c *service.Call, in *sdk.CreateNamedQueryInput) (*sdk.CreateNamedQueryOutput, error) {
			group, err := findWorkGroup(c, in.WorkGroup)
			if err != nil {
				return nil, err
			}
			q := namedQuery{Account: c.Account(), Token: aws.ToString(in.ClientRequestToken), Query: types.NamedQuery{
				Name: in.Name, Database: in.Database, QueryString: in.QueryString, Description: in.Description, WorkGroup: group.Name,
			}}
			if q.Token != "" {
				for item, err := range namedQueries.ScanIndex(c.Tx, byToken, store.Range{Prefix: store.Key(q.Account, q.Token), Limit: 1}) {
					if err != nil {
						return nil, err
					}
					if o := item.Value.Query; *o.Name != *in.Name || *o.QueryString != *in.QueryString || *o.Database != *in.Database {
						return nil, invalid("IDEMPOTENT_PARAMETER_MISMATCH", "Idempotent parameters do not match")
					}
					return &sdk.CreateNamedQueryOutput{NamedQueryId: item.Value.Query.NamedQueryId}, nil
				}
			}
			q.Query.NamedQueryId = aws.String(c.IDs().UUID())
			return &sdk.CreateNamedQueryOutput{NamedQueryId: q.Query.NamedQueryId}, namedQueries.Create(c.Tx, q)
		}, omitting(func(shown *sdk.CreateNamedQueryInput) { shown.QueryString = aws.String(omitted) }))
}
