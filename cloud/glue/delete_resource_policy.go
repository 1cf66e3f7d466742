package glue

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

// deleteResourcePolicy removes the policy of the caller's catalog.
func deleteResourcePolicy() service.Operation {
	return define("DeleteResourcePolicy",
		func(*sdk.DeleteResourcePolicyInput) place { return place{} }, nil,
		func(c *service.Call, p place, i *sdk.DeleteResourcePolicyInput) (*sdk.DeleteResourcePolicyOutput, error) {
			if err := p.onlyCatalog(i.ResourceArn); err != nil {
				return nil, err
			}
			old, err := catalogPolicies.Get(c.Tx, store.Key(p.catalog))
			if fault.Is(err, fault.NotFound) {
				return nil, fault.New(fault.NotFound, "Policy not found.")
			}
			if err != nil {
				return nil, err
			}
			if err := old.conditions(true, i.PolicyHashCondition, ""); err != nil {
				return nil, err
			}
			return &sdk.DeleteResourcePolicyOutput{}, catalogPolicies.Delete(c.Tx, catalogPolicies.Key(&old))
		})
}
