package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

func (a *api) deleteGroupMembership() service.Operation {
	return define("DeleteGroupMembership", func(in *sdk.DeleteGroupMembershipInput) target {
		return groupTarget(in.AwsAccountId, in.Namespace, in.GroupName)
	}, func(c *service.Call, in *sdk.DeleteGroupMembershipInput) (*sdk.DeleteGroupMembershipOutput, error) {
		g, err := group(c.Tx, in.AwsAccountId, in.Namespace, in.GroupName)
		if err != nil {
			return nil, err
		}
		err = hub.RemoveMember(c.Tx, hub.Membership{Account: g.Account, Namespace: g.Namespace, Group: g.Name, User: aws.ToString(in.MemberName)})
		if err != nil {
			return nil, typed(err, types.ExceptionResourceTypeUser)
		}
		return &sdk.DeleteGroupMembershipOutput{Status: statusOK}, nil
	})
}
