package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/service"
)

// getRole describes a role with its trust policy and tags.
func (s *iam) getRole() service.Operation {
	return service.Define("GetRole", onRole(s, "iam:GetRole", func(in *sdk.GetRoleInput) *string { return in.RoleName }),
		func(c *service.Call, in *sdk.GetRoleInput) (*sdk.GetRoleOutput, error) {
			role, err := s.directory.Role(c.Tx, c.Account(), aws.ToString(in.RoleName))
			if err != nil {
				return nil, err
			}
			shown, err := s.showRole(c.Tx, role)
			return &sdk.GetRoleOutput{Role: shown}, err
		}, service.Reads)
}
