package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

func (a *api) listGroups() service.Operation {
	return define("ListGroups", func(in *sdk.ListGroupsInput) target {
		return groupTarget(in.AwsAccountId, in.Namespace, aws.String("*"))
	}, func(c *service.Call, in *sdk.ListGroupsInput) (*sdk.ListGroupsOutput, error) {
		if err := inDefault(in.Namespace); err != nil {
			return nil, err
		}
		from, err := token(in.NextToken)
		if err != nil {
			return nil, err
		}
		groups, next, err := hub.Groups(c.Tx, c.Account(), *in.Namespace, from, pageSize(in.MaxResults))
		if err != nil {
			return nil, err
		}
		out := &sdk.ListGroupsOutput{GroupList: []types.Group{}, NextToken: nextToken(next), Status: statusOK}
		for _, g := range groups {
			out.GroupList = append(out.GroupList, *shownGroup(g))
		}
		return out, nil
	}, service.Reads)
}
