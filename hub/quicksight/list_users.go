package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

func (a *api) listUsers() service.Operation {
	return define("ListUsers", func(in *sdk.ListUsersInput) target {
		return userTarget(in.AwsAccountId, in.Namespace, aws.String("*"))
	}, func(c *service.Call, in *sdk.ListUsersInput) (*sdk.ListUsersOutput, error) {
		if err := inDefault(in.Namespace); err != nil {
			return nil, err
		}
		from, err := token(in.NextToken)
		if err != nil {
			return nil, err
		}
		users, next, err := hub.Users(c.Tx, c.Account(), *in.Namespace, from, pageSize(in.MaxResults))
		if err != nil {
			return nil, err
		}
		out := &sdk.ListUsersOutput{UserList: []types.User{}, NextToken: nextToken(next), Status: statusOK}
		for _, u := range users {
			out.UserList = append(out.UserList, *shownUser(u))
		}
		return out, nil
	}, service.Reads)
}
