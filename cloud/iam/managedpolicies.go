package iam

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/policy"
	"interlaken/service"
)

// maxManaged is the quota of a managed policy in characters without white space (IAM User Guide, "IAM and AWS STS quotas").
const maxManaged = 6144

// managedPolicies are the operations on policies that stand by themselves, and their versions.
func (s *iam) managedPolicies() []service.Operation {
	return []service.Operation{
		s.createPolicy(), s.getPolicy(), s.listPolicies(), s.deletePolicy(), s.listEntitiesForPolicy(),
		s.createPolicyVersion(), s.getPolicyVersion(), s.listPolicyVersions(), s.setDefaultPolicyVersion(), s.deletePolicyVersion(),
	}
}

// onPolicy is the check of an operation on one managed policy.
func onPolicy[In any](s *iam, operation string, policyARN func(*In) *string) func(*service.Call, *In) ([]service.Check, error) {
	return func(c *service.Call, in *In) ([]service.Check, error) {
		named := aws.ToString(policyARN(in))
		check := service.Check{Action: "iam:" + operation, Resource: named}
		p, err := s.directory.Managed(c.Tx, named)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		if err == nil {
			check.Keys = resourceTags(p.Tags)
		}
		// A policy of another account is not there: policies are not shared.
		if a, err := arn.Parse(named); err == nil && a.Account != identity.OfAWS {
			check.Account = a.Account
		}
		return []service.Check{check}, nil
	}
}

// managed finds a policy that the caller's account can see.
func (s *iam) managed(c *service.Call, policyARN *string) (identity.ManagedPolicy, error) {
	p, err := s.attachable(c, aws.ToString(policyARN))
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.NotFound, "Policy %s was not found.", aws.ToString(policyARN))
	}
	return p, err
}

func checkManaged(document string) error {
	if err := checkPolicy(document); err != nil {
		return err
	}
	return policy.CheckSize(policy.Identity, []byte(document), maxManaged)
}

func (s *iam) createPolicy() service.Operation {
	return service.Define("CreatePolicy",
		func(c *service.Call, in *sdk.CreatePolicyInput) ([]service.Check, error) {
			tags, err := readTags(in.Tags)
			return createChecks("iam:CreatePolicy", "iam:TagPolicy", arn.Make("iam", "", c.Account(), "policy"+path(in.Path)+aws.ToString(in.PolicyName)), tags), err
		},
		func(c *service.Call, in *sdk.CreatePolicyInput) (*sdk.CreatePolicyOutput, error) {
			tags, err := readTags(in.Tags)
			if err != nil {
				return nil, err
			}
			if err := checkManaged(aws.ToString(in.PolicyDocument)); err != nil {
				return nil, err
			}
			p, err := s.directory.CreateManaged(c.Tx, identity.ManagedPolicy{
				Account: c.Account(), Name: aws.ToString(in.PolicyName), Path: path(in.Path), Description: aws.ToString(in.Description), Tags: tags,
			}, aws.ToString(in.PolicyDocument))
			if err != nil {
				return nil, err
			}
			shown, err := s.showManaged(c, p)
			return &sdk.CreatePolicyOutput{Policy: shown}, err
		})
}

func (s *iam) showManaged(c *service.Call, p identity.ManagedPolicy) (*types.Policy, error) {
	held, err := s.directory.HoldersOf(c.Tx, c.Account(), p.ARN())
	shown := &types.Policy{
		Arn: aws.String(p.ARN()), PolicyName: aws.String(p.Name), PolicyId: aws.String(p.ID), Path: aws.String(p.Path), CreateDate: aws.Time(p.Created),
		UpdateDate: aws.Time(p.Updated), DefaultVersionId: aws.String(p.Default), IsAttachable: true, Tags: showTags(p.Tags),
		AttachmentCount: aws.Int32(int32(held.Attached())), PermissionsBoundaryUsageCount: aws.Int32(int32(held.Boundaries())),
	}
	if p.Description != "" {
		shown.Description = aws.String(p.Description)
	}
	return shown, err
}

func (s *iam) getPolicy() service.Operation {
	return service.Define("GetPolicy", onPolicy(s, "GetPolicy", func(in *sdk.GetPolicyInput) *string { return in.PolicyArn }),
		func(c *service.Call, in *sdk.GetPolicyInput) (*sdk.GetPolicyOutput, error) {
			p, err := s.managed(c, in.PolicyArn)
			if err != nil {
				return nil, err
			}
			shown, err := s.showManaged(c, p)
			return &sdk.GetPolicyOutput{Policy: shown}, err
		}, service.Reads)
}

// listPolicies pages through AWS's policies and the account's own, by ARN. Descriptions and tags are left out, as AWS leaves
// them out (API reference, ListPolicies).
func (s *iam) listPolicies() service.Operation {
	return service.Define("ListPolicies", onAll[sdk.ListPoliciesInput]("iam:ListPolicies"),
		func(c *service.Call, in *sdk.ListPoliciesInput) (*sdk.ListPoliciesOutput, error) {
			var all []identity.ManagedPolicy
			if in.Scope != types.PolicyScopeTypeLocal {
				all = identity.AWSManaged()
			}
			if in.Scope != types.PolicyScopeTypeAws {
				own, _, err := s.directory.ManagedPolicies(c.Tx, c.Account(), "", "", mostPolicies)
				if err != nil {
					return nil, err
				}
				all = append(all, own...)
			}
			byARN := map[string]*types.Policy{}
			var names []string
			for _, p := range all {
				shown, err := s.showManaged(c, p)
				if err != nil {
					return nil, err
				}
				usage := in.PolicyUsageFilter
				if !strings.HasPrefix(p.Path, aws.ToString(in.PathPrefix)) || (in.OnlyAttached || usage == types.PolicyUsageTypePermissionsPolicy) && *shown.AttachmentCount == 0 ||
					usage == types.PolicyUsageTypePermissionsBoundary && *shown.PermissionsBoundaryUsageCount == 0 {
					continue
				}
				shown.Description, shown.Tags = nil, nil
				byARN[p.ARN()], names = shown, append(names, p.ARN())
			}
			slices.Sort(names)
			page, next, err := pageOf(names, in.Marker, in.MaxItems)
			out := &sdk.ListPoliciesOutput{Policies: []types.Policy{}, IsTruncated: next != "", Marker: marker(next)}
			for _, name := range page {
				out.Policies = append(out.Policies, *byARN[name])
			}
			return out, err
		}, service.Reads)
}

// mostPolicies is the quota of an account's own managed policies (IAM User Guide, "IAM and AWS STS quotas").
const mostPolicies = 1500

func (s *iam) deletePolicy() service.Operation {
	return service.Define("DeletePolicy", onPolicy(s, "DeletePolicy", func(in *sdk.DeletePolicyInput) *string { return in.PolicyArn }),
		func(c *service.Call, in *sdk.DeletePolicyInput) (*sdk.DeletePolicyOutput, error) {
			if _, err := s.managed(c, in.PolicyArn); err != nil {
				return nil, err
			}
			return &sdk.DeletePolicyOutput{}, conflict(s.directory.DeleteManaged(c.Tx, aws.ToString(in.PolicyArn)))
		}, silent)
}

// listEntitiesForPolicy lists who has a policy, in one page: users, groups and roles by name.
func (s *iam) listEntitiesForPolicy() service.Operation {
	return service.Define("ListEntitiesForPolicy", onPolicy(s, "ListEntitiesForPolicy", func(in *sdk.ListEntitiesForPolicyInput) *string { return in.PolicyArn }),
		func(c *service.Call, in *sdk.ListEntitiesForPolicyInput) (*sdk.ListEntitiesForPolicyOutput, error) {
			if _, err := s.managed(c, in.PolicyArn); err != nil {
				return nil, err
			}
			held, err := s.directory.HoldersOf(c.Tx, c.Account(), aws.ToString(in.PolicyArn))
			if err != nil {
				return nil, err
			}
			users, roles, groups := held.Users, held.Roles, held.Groups
			if in.PolicyUsageFilter == types.PolicyUsageTypePermissionsBoundary {
				users, roles, groups = held.BoundedUsers, held.BoundedRoles, nil
			}
			out := &sdk.ListEntitiesForPolicyOutput{PolicyUsers: []types.PolicyUser{}, PolicyGroups: []types.PolicyGroup{}, PolicyRoles: []types.PolicyRole{}}
			wanted := func(kind types.EntityType, path string) bool {
				return (in.EntityFilter == "" || in.EntityFilter == kind) && strings.HasPrefix(path, aws.ToString(in.PathPrefix))
			}
			for _, u := range users {
				if wanted(types.EntityTypeUser, u.Path) {
					out.PolicyUsers = append(out.PolicyUsers, types.PolicyUser{UserName: aws.String(u.Name), UserId: aws.String(u.ID)})
				}
			}
			for _, g := range groups {
				if wanted(types.EntityTypeGroup, g.Path) {
					out.PolicyGroups = append(out.PolicyGroups, types.PolicyGroup{GroupName: aws.String(g.Name), GroupId: aws.String(g.ID)})
				}
			}
			for _, r := range roles {
				if wanted(types.EntityTypeRole, r.Path) {
					out.PolicyRoles = append(out.PolicyRoles, types.PolicyRole{RoleName: aws.String(r.Name), RoleId: aws.String(r.ID)})
				}
			}
			return out, nil
		}, service.Reads)
}

func (s *iam) createPolicyVersion() service.Operation {
	return service.Define("CreatePolicyVersion", onPolicy(s, "CreatePolicyVersion", func(in *sdk.CreatePolicyVersionInput) *string { return in.PolicyArn }),
		func(c *service.Call, in *sdk.CreatePolicyVersionInput) (*sdk.CreatePolicyVersionOutput, error) {
			if _, err := s.managed(c, in.PolicyArn); err != nil {
				return nil, err
			}
			if err := checkManaged(aws.ToString(in.PolicyDocument)); err != nil {
				return nil, err
			}
			v, err := s.directory.AddVersion(c.Tx, aws.ToString(in.PolicyArn), aws.ToString(in.PolicyDocument), in.SetAsDefault)
			return &sdk.CreatePolicyVersionOutput{PolicyVersion: &types.PolicyVersion{
				VersionId: aws.String(v.ID), CreateDate: aws.Time(v.Created), IsDefaultVersion: in.SetAsDefault,
			}}, err
		})
}

// version finds a version of a policy.
func version(p *identity.ManagedPolicy, id *string) (identity.PolicyVersion, error) {
	v, ok := p.Version(aws.ToString(id))
	if !ok {
		return v, &types.NoSuchEntityException{Message: aws.String("Policy " + p.ARN() + " version " + aws.ToString(id) + " does not exist or is not attachable.")}
	}
	return v, nil
}

func (s *iam) getPolicyVersion() service.Operation {
	return service.Define("GetPolicyVersion", onPolicy(s, "GetPolicyVersion", func(in *sdk.GetPolicyVersionInput) *string { return in.PolicyArn }),
		func(c *service.Call, in *sdk.GetPolicyVersionInput) (*sdk.GetPolicyVersionOutput, error) {
			p, err := s.managed(c, in.PolicyArn)
			if err != nil {
				return nil, err
			}
			v, err := version(&p, in.VersionId)
			return &sdk.GetPolicyVersionOutput{PolicyVersion: &types.PolicyVersion{
				VersionId: aws.String(v.ID), CreateDate: aws.Time(v.Created), IsDefaultVersion: v.ID == p.Default, Document: aws.String(v.Document),
			}}, err
		}, service.Reads)
}

// listPolicyVersions lists the versions, the newest first, without their documents; there are five at most, and one page.
func (s *iam) listPolicyVersions() service.Operation {
	return service.Define("ListPolicyVersions", onPolicy(s, "ListPolicyVersions", func(in *sdk.ListPolicyVersionsInput) *string { return in.PolicyArn }),
		func(c *service.Call, in *sdk.ListPolicyVersionsInput) (*sdk.ListPolicyVersionsOutput, error) {
			p, err := s.managed(c, in.PolicyArn)
			out := &sdk.ListPolicyVersionsOutput{Versions: []types.PolicyVersion{}}
			for _, v := range slices.Backward(p.Versions) {
				out.Versions = append(out.Versions, types.PolicyVersion{VersionId: aws.String(v.ID), CreateDate: aws.Time(v.Created), IsDefaultVersion: v.ID == p.Default})
			}
			return out, err
		}, service.Reads)
}

func (s *iam) setDefaultPolicyVersion() service.Operation {
	return service.Define("SetDefaultPolicyVersion", onPolicy(s, "SetDefaultPolicyVersion", func(in *sdk.SetDefaultPolicyVersionInput) *string { return in.PolicyArn }),
		func(c *service.Call, in *sdk.SetDefaultPolicyVersionInput) (*sdk.SetDefaultPolicyVersionOutput, error) {
			if _, err := s.managed(c, in.PolicyArn); err != nil {
				return nil, err
			}
			return &sdk.SetDefaultPolicyVersionOutput{}, s.directory.ChangeManaged(c.Tx, aws.ToString(in.PolicyArn), func(p *identity.ManagedPolicy) error {
				v, err := version(p, in.VersionId)
				p.Default = v.ID
				return err
			})
		}, silent)
}

func (s *iam) deletePolicyVersion() service.Operation {
	return service.Define("DeletePolicyVersion", onPolicy(s, "DeletePolicyVersion", func(in *sdk.DeletePolicyVersionInput) *string { return in.PolicyArn }),
		func(c *service.Call, in *sdk.DeletePolicyVersionInput) (*sdk.DeletePolicyVersionOutput, error) {
			if _, err := s.managed(c, in.PolicyArn); err != nil {
				return nil, err
			}
			return &sdk.DeletePolicyVersionOutput{}, s.directory.ChangeManaged(c.Tx, aws.ToString(in.PolicyArn), func(p *identity.ManagedPolicy) error {
				v, err := version(p, in.VersionId)
				if err != nil {
					return err
				}
				if v.ID == p.Default {
					return &types.DeleteConflictException{Message: aws.String("Cannot delete the default version of a policy.")}
				}
				p.Versions = slices.DeleteFunc(p.Versions, func(o identity.PolicyVersion) bool { return o.ID == v.ID })
				return nil
			})
		}, silent)
}
