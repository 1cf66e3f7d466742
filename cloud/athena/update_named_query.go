package athena

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"

	"interlaken/service"
)

// updateNamedQuery replaces a saved query's name and text, and its description where one is given.
func updateNamedQuery() service.Operation {
	return service.Define("UpdateNamedQuery",
		onNamedQuery("athena:UpdateNamedQuery", func(in *sdk.UpdateNamedQueryInput) *string { return in.NamedQueryId }),
		func(c *service.Call, in *sdk.UpdateNamedQueryInput) (*sdk.UpdateNamedQueryOutput, error) {
			q, err := findNamedQuery(c, in.NamedQueryId)
			if err != nil {
				return nil, err
			}
			q.Query.Name, q.Query.QueryString = in.Name, in.QueryString
			if in.Description != nil {
				q.Query.Description = in.Description
			}
			return &sdk.UpdateNamedQueryOutput{}, namedQueries.Put(c.Tx, q)
		}, omitting(func(shown *sdk.UpdateNamedQueryInput) { shown.QueryString = aws.String(omitted) }))
}
