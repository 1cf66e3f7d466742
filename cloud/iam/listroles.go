package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/service"
)

// listRoles pages through the account's roles by name. Tags and boundaries are left out, as AWS leaves them out (API reference,
// ListRoles).
func (s *iam) listRoles() service.Operation {
	return service.Define("ListRoles", onAll[sdk.ListRolesInput]("iam:ListRoles"),
		func(c *service.Call, in *sdk.ListRolesInput) (*sdk.ListRolesOutput, error) {
			roles, next, err := s.directory.Roles(c.Tx, c.Account(), aws.ToString(in.PathPrefix), aws.ToString(in.Marker), pageSize(in.MaxItems))
			if err != nil {
				return nil, err
			}
			out := &sdk.ListRolesOutput{Roles: []types.Role{}, IsTruncated: next != "", Marker: marker(next)}
			for _, role := range roles {
				shown, err := s.showRole(c.Tx, role)
				if err != nil {
					return nil, err
				}
				shown.Tags, shown.PermissionsBoundary = nil, nil
				out.Roles = append(out.Roles, *shown)
			}
			return out, nil
		}, service.Reads)
}
