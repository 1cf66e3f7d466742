package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/service"
)

// listUsers pages through the account's users by name. Tags and boundaries are left out, as AWS leaves them out (API reference,
// ListUsers).
func (s *iam) listUsers() service.Operation {
	return service.Define("ListUsers", onAll[sdk.ListUsersInput]("iam:ListUsers"),
		func(c *service.Call, in *sdk.ListUsersInput) (*sdk.ListUsersOutput, error) {
			users, next, err := s.directory.Users(c.Tx, c.Account(), aws.ToString(in.PathPrefix), aws.ToString(in.Marker), pageSize(in.MaxItems))
			if err != nil {
				return nil, err
			}
			out := &sdk.ListUsersOutput{Users: []types.User{}, IsTruncated: next != "", Marker: marker(next)}
			for _, user := range users {
				shown := showUser(user)
				shown.Tags, shown.PermissionsBoundary = nil, nil
				out.Users = append(out.Users, *shown)
			}
			return out, nil
		}, service.Reads)
}
