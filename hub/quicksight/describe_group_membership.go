package quicksight

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

func (a *api) describeGroupMembership() service.Operation {
	return define("DescribeGroupMembership", func(in *sdk.DescribeGroupMembershipInput) target {
		return groupTarget(in.AwsAccountId, in.Namespace, in.GroupName)
	}, func(c *service.Call, in *sdk.DescribeGroupMembershipInput) (*sdk.DescribeGroupMembershipOutput, error) {
		g, err := group(c.Tx, in.AwsAccountId, in.Namespace, in.GroupName)
		if err != nil {
			return nil, err
		}
		u, err := user(c.Tx, in.AwsAccountId, in.Namespace, in.MemberName)
		if err != nil {
			return nil, err
		}
		m := hub.Membership{Account: g.Account, Namespace: g.Namespace, Group: g.Name, User: u.Name}
		if err := hub.IsMember(c.Tx, m); err != nil {
			return nil, typed(err, types.ExceptionResourceTypeUser)
		}
		shown := shownMember(u)
		return &sdk.DescribeGroupMembershipOutput{GroupMember: &shown, Status: statusOK}, nil
	}, service.Reads)
}
