package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/arn"
	"interlaken/identity"
	"interlaken/service"
	"interlaken/store"
)

// createRole makes a role that trusts whom its trust policy names and may do nothing yet.
func (s *iam) createRole() service.Operation {
	return service.Define("CreateRole",
		func(c *service.Call, in *sdk.CreateRoleInput) ([]service.Check, error) {
			tags, err := readTags(in.Tags)
			resource := arn.Role(c.Account(), path(in.Path), aws.ToString(in.RoleName))
			return createChecks("iam:CreateRole", "iam:TagRole", resource, tags, in.PermissionsBoundary), err
		},
		func(c *service.Call, in *sdk.CreateRoleInput) (*sdk.CreateRoleOutput, error) {
			bound, err := s.boundary(c, in.PermissionsBoundary)
			if err != nil {
				return nil, err
			}
			tags, err := readTags(in.Tags)
			if err != nil {
				return nil, err
			}
			trust, err := s.readTrust(c.Tx, aws.ToString(in.AssumeRolePolicyDocument))
			if err != nil {
				return nil, err
			}
			role, err := s.directory.CreateRole(c.Tx, identity.Role{
				Account: c.Account(), Name: aws.ToString(in.RoleName), Path: path(in.Path), Boundary: bound,
				Description: aws.ToString(in.Description), Tags: tags, MaxSession: maxSession(in.MaxSessionDuration), Trust: trust,
			})
			if err != nil {
				return nil, err
			}
			shown, err := s.showRole(c.Tx, role)
			return &sdk.CreateRoleOutput{Role: shown}, err
		})
}

// defaultSession is MaxSessionDuration where none is given, in seconds (API reference, CreateRole).
const defaultSession = 3600

func maxSession(given *int32) int {
	if given == nil {
		return defaultSession
	}
	return int(*given)
}

func (s *iam) showRole(r store.Reader, role identity.Role) (*types.Role, error) {
	trust, err := s.showTrust(r, role.Trust)
	if err != nil {
		return nil, err
	}
	shown := &types.Role{
		Arn: aws.String(role.ARN()), CreateDate: aws.Time(role.Created), Path: aws.String(role.Path),
		RoleId: aws.String(role.ID), RoleName: aws.String(role.Name), AssumeRolePolicyDocument: aws.String(trust),
		MaxSessionDuration: aws.Int32(int32(role.MaxSession)), Tags: showTags(role.Tags), PermissionsBoundary: showBoundary(role.Boundary),
	}
	if role.Description != "" {
		shown.Description = aws.String(role.Description)
	}
	return shown, nil
}
