package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/store"
)

// shownGroup is a group in the API's shape.
func shownGroup(g hub.Group) *types.Group {
	shown := &types.Group{Arn: aws.String(g.ARN()), GroupName: aws.String(g.Name), PrincipalId: aws.String(g.PrincipalID)}
	if g.Description != "" {
		shown.Description = aws.String(g.Description)
	}
	return shown
}

func shownMember(u hub.User) types.GroupMember {
	return types.GroupMember{Arn: aws.String(u.ARN()), MemberName: aws.String(u.Name)}
}

func groupTarget(account, namespace, name *string) target {
	return target{account: account, resource: "group/" + aws.ToString(namespace) + "/" + aws.ToString(name)}
}

// group finds a group of the default namespace.
func group(r store.Reader, account, namespace, name *string) (hub.Group, error) {
	if err := inDefault(namespace); err != nil {
		return hub.Group{}, err
	}
	g, err := hub.GetGroup(r, aws.ToString(account), aws.ToString(namespace), aws.ToString(name))
	return g, typed(err, types.ExceptionResourceTypeGroup)
}

// user finds a user of the default namespace.
func user(r store.Reader, account, namespace, name *string) (hub.User, error) {
	if err := inDefault(namespace); err != nil {
		return hub.User{}, err
	}
	u, err := hub.GetUser(r, aws.ToString(account), aws.ToString(namespace), aws.ToString(name))
	return u, typed(err, types.ExceptionResourceTypeUser)
}
