package quicksight

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

// searchGroups finds groups by how their names begin.
func (a *api) searchGroups() service.Operation {
	return define("SearchGroups", func(in *sdk.SearchGroupsInput) target {
		return groupTarget(in.AwsAccountId, in.Namespace, aws.String("*"))
	}, func(c *service.Call, in *sdk.SearchGroupsInput) (*sdk.SearchGroupsOutput, error) {
		if err := inDefault(in.Namespace); err != nil {
			return nil, err
		}
		from, err := token(in.NextToken)
		if err != nil {
			return nil, err
		}
		found, next, err := hub.FindGroups(c.Tx, c.Account(), *in.Namespace, from, pageSize(in.MaxResults), func(g *hub.Group) bool {
			for _, f := range in.Filters {
				if !strings.HasPrefix(strings.ToLower(g.Name), strings.ToLower(aws.ToString(f.Value))) {
					return false
				}
			}
			return true
		})
		if err != nil {
			return nil, err
		}
		out := &sdk.SearchGroupsOutput{GroupList: []types.Group{}, NextToken: nextToken(next), Status: statusOK}
		for _, g := range found {
			out.GroupList = append(out.GroupList, *shownGroup(g))
		}
		return out, nil
	}, service.Reads)
}
