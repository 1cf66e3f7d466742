package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
)

// shownUser is a user in the API's shape.
func shownUser(u hub.User) *types.User {
	kind := types.IdentityTypeIam
	if u.Local() {
		kind = types.IdentityTypeQuicksight
	}
	return &types.User{
		Arn: aws.String(u.ARN()), UserName: aws.String(u.Name), Email: aws.String(u.Email), Role: u.Role,
		IdentityType: kind, Active: u.Active(), PrincipalId: aws.String(u.PrincipalID()),
	}
}

func userTarget(account, namespace, name *string) target {
	return target{account: account, resource: "user/" + aws.ToString(namespace) + "/" + aws.ToString(name)}
}

// roleOf refuses roles that a user cannot have.
func roleOf(role types.UserRole) (types.UserRole, error) {
	switch role {
	case types.UserRoleAdmin, types.UserRoleAuthor, types.UserRoleReader, types.UserRoleAdminPro, types.UserRoleAuthorPro, types.UserRoleReaderPro:
		return role, nil
	}
	return role, invalid("The user role %s cannot be given to a user.", role)
}
