package quicksight

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

func (a *api) listUserGroups() service.Operation {
	return define("ListUserGroups", func(in *sdk.ListUserGroupsInput) target {
		return userTarget(in.AwsAccountId, in.Namespace, in.UserName)
	}, func(c *service.Call, in *sdk.ListUserGroupsInput) (*sdk.ListUserGroupsOutput, error) {
		u, err := user(c.Tx, in.AwsAccountId, in.Namespace, in.UserName)
		if err != nil {
			return nil, err
		}
		from, err := token(in.NextToken)
		if err != nil {
			return nil, err
		}
		groups, next, err := hub.UserGroups(c.Tx, u.Account, u.Namespace, u.Name, from, pageSize(in.MaxResults))
		if err != nil {
			return nil, err
		}
		out := &sdk.ListUserGroupsOutput{GroupList: []types.Group{}, NextToken: nextToken(next), Status: statusOK}
		for _, g := range groups {
			out.GroupList = append(out.GroupList, *shownGroup(g))
		}
		return out, nil
	}, service.Reads)
}
