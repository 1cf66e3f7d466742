package athena

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"

	"interlaken/service"
)

// getNamedQuery answers with one saved query.
func getNamedQuery() service.Operation {
	return service.Define("GetNamedQuery",
		onNamedQuery("athena:GetNamedQuery", func(in *sdk.GetNamedQueryInput) *string { return in.NamedQueryId }),
		func(c *service.Call, in *sdk.GetNamedQueryInput) (*sdk.GetNamedQueryOutput, error) {
			q, err := findNamedQuery(c, in.NamedQueryId)
			if err != nil {
				return nil, err
			}
			return &sdk.GetNamedQueryOutput{NamedQuery: &q.Query}, nil
		}, service.Reads)
}
