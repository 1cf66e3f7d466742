package glue

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

// getResourcePolicy answers with the policy of the caller's catalog.
func getResourcePolicy() service.Operation {
	return define("GetResourcePolicy",
		func(*sdk.GetResourcePolicyInput) place { return place{} }, nil,
		func(c *service.Call, p place, i *sdk.GetResourcePolicyInput) (*sdk.GetResourcePolicyOutput, error) {
			if err := p.onlyCatalog(i.ResourceArn); err != nil {
				return nil, err
			}
			found, err := catalogPolicies.Get(c.Tx, store.Key(p.catalog))
			if fault.Is(err, fault.NotFound) {
				return nil, fault.New(fault.NotFound, "Policy not found.")
			}
			if err != nil {
				return nil, err
			}
			return &sdk.GetResourcePolicyOutput{
				PolicyInJson: &found.Document, PolicyHash: aws.String(found.hash()), CreateTime: &found.Created, UpdateTime: &found.Updated,
			}, nil
		}, service.Reads)
}
