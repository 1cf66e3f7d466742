package athena

import (
	"slices"

	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/service"
	"interlaken/store"
)

// everything is the check of operations that have no resource: only a statement for all resources allows them (Service
// Authorization Reference, Amazon Athena).
func everything[In any](action string) func(*service.Call, *In) ([]service.Check, error) {
	return service.On(action, func(*service.Call, *In) string { return "*" })
}

// listWorkGroups lists the account's workgroups by name.
func listWorkGroups() service.Operation {
	return service.Define("ListWorkGroups", everything[sdk.ListWorkGroupsInput]("athena:ListWorkGroups"),
		func(c *service.Call, in *sdk.ListWorkGroupsInput) (*sdk.ListWorkGroupsOutput, error) {
			after, size, err := page(in.NextToken, in.MaxResults, 50)
			if err != nil {
				return nil, err
			}
			list, next, err := store.Page(workGroups.Scan(c.Tx, store.Range{Prefix: store.Key(c.Account()), After: after}), size)
			if err != nil {
				return nil, err
			}
			if _, err := workGroups.Get(c.Tx, store.Key(c.Account(), primary)); err != nil && after == "" {
				// Nobody has changed it, so it has no record; it comes first instead of in its place.
				list = slices.Insert(list, 0, workGroup{Group: untouchedPrimary()})
			}
			out := &sdk.ListWorkGroupsOutput{NextToken: nextToken(next), WorkGroups: make([]types.WorkGroupSummary, len(list))}
			for i := range list {
				g := &list[i].Group
				out.WorkGroups[i] = types.WorkGroupSummary{
					Name: g.Name, Description: g.Description, State: g.State, CreationTime: g.CreationTime, EngineVersion: engineVersion(),
				}
			}
			return out, nil
		}, service.Reads)
}
