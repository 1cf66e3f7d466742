package glue

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

// putResourcePolicy sets the policy of the caller's catalog.
func putResourcePolicy() service.Operation {
	return define("PutResourcePolicy",
		func(*sdk.PutResourcePolicyInput) place { return place{} }, nil,
		func(c *service.Call, p place, i *sdk.PutResourcePolicyInput) (*sdk.PutResourcePolicyOutput, error) {
			if err := p.onlyCatalog(i.ResourceArn); err != nil {
				return nil, err
			}
			if err := p.validPolicy(*i.PolicyInJson); err != nil {
				return nil, err
			}
			old, err := catalogPolicies.Get(c.Tx, store.Key(p.catalog))
			there := err == nil
			if err != nil && !fault.Is(err, fault.NotFound) {
				return nil, err
			}
			if err := old.conditions(there, i.PolicyHashCondition, string(i.PolicyExistsCondition)); err != nil {
				return nil, err
			}
			next := catalogPolicy{Catalog: p.catalog, Document: *i.PolicyInJson, Created: c.Now, Updated: c.Now}
			if there {
				next.Created = old.Created
			}
			return &sdk.PutResourcePolicyOutput{PolicyHash: aws.String(next.hash())}, catalogPolicies.Put(c.Tx, next)
		})
}
