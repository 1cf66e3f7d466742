package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

// createGroupMembership puts a user into a group; one who is in it stays.
func (a *api) createGroupMembership() service.Operation {
	return define("CreateGroupMembership", func(in *sdk.CreateGroupMembershipInput) target {
		return groupTarget(in.AwsAccountId, in.Namespace, in.GroupName)
	}, func(c *service.Call, in *sdk.CreateGroupMembershipInput) (*sdk.CreateGroupMembershipOutput, error) {
		g, err := group(c.Tx, in.AwsAccountId, in.Namespace, in.GroupName)
		if err != nil {
			return nil, err
		}
		u, err := user(c.Tx, in.AwsAccountId, in.Namespace, in.MemberName)
		if err != nil {
			return nil, err
		}
		err = hub.AddMember(c.Tx, hub.Membership{Account: g.Account, Namespace: g.Namespace, Group: g.Name, User: u.Name})
		if err != nil {
			return nil, err
		}
		return &sdk.CreateGroupMembershipOutput{
			GroupMember: &types.GroupMember{Arn: aws.String(u.ARN()), MemberName: aws.String(u.Name)}, Status: statusOK,
		}, nil
	})
}
