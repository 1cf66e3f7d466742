package quicksight

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

func (a *api) listGroupMemberships() service.Operation {
	return define("ListGroupMemberships", func(in *sdk.ListGroupMembershipsInput) target {
		return groupTarget(in.AwsAccountId, in.Namespace, in.GroupName)
	}, func(c *service.Call, in *sdk.ListGroupMembershipsInput) (*sdk.ListGroupMembershipsOutput, error) {
		g, err := group(c.Tx, in.AwsAccountId, in.Namespace, in.GroupName)
		if err != nil {
			return nil, err
		}
		from, err := token(in.NextToken)
		if err != nil {
			return nil, err
		}
		members, next, err := hub.Members(c.Tx, g.Account, g.Namespace, g.Name, from, pageSize(in.MaxResults))
		if err != nil {
			return nil, err
		}
		out := &sdk.ListGroupMembershipsOutput{GroupMemberList: []types.GroupMember{}, NextToken: nextToken(next), Status: statusOK}
		for _, m := range members {
			u, err := hub.GetUser(c.Tx, m.Account, m.Namespace, m.User)
			if err != nil {
				return nil, err
			}
			out.GroupMemberList = append(out.GroupMemberList, shownMember(u))
		}
		return out, nil
	}, service.Reads)
}
