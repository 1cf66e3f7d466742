package iam

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/identity"
	"interlaken/service"
)

// getAccountAuthorizationDetails pages through all users, groups, roles and managed policies of the account with what they
// may do. AWS's policies are those that somebody has.
func (s *iam) getAccountAuthorizationDetails() service.Operation {
	return service.Define("GetAccountAuthorizationDetails", onAll[sdk.GetAccountAuthorizationDetailsInput]("iam:GetAccountAuthorizationDetails"),
		func(c *service.Call, in *sdk.GetAccountAuthorizationDetailsInput) (*sdk.GetAccountAuthorizationDetailsOutput, error) {
			d := &details{iam: s, call: c, wanted: in.Filter, show: map[string]func(*sdk.GetAccountAuthorizationDetailsOutput) error{}}
			if err := d.gather(); err != nil {
				return nil, err
			}
			slices.Sort(d.names)
			page, next, err := pageOf(d.names, in.Marker, in.MaxItems)
			if err != nil {
				return nil, err
			}
			out := &sdk.GetAccountAuthorizationDetailsOutput{
				UserDetailList: []types.UserDetail{}, GroupDetailList: []types.GroupDetail{}, RoleDetailList: []types.RoleDetail{}, Policies: []types.ManagedPolicyDetail{},
				IsTruncated: next != "", Marker: marker(next),
			}
			for _, name := range page {
				if err := d.show[name](out); err != nil {
					return nil, err
				}
			}
			return out, nil
		}, service.Reads)
}

// details are what is to be shown, by a name that sorts users before groups, roles and policies.
type details struct {
	iam    *iam
	call   *service.Call
	wanted []types.EntityType
	names  []string
	show   map[string]func(*sdk.GetAccountAuthorizationDetailsOutput) error
}

func (d *details) add(kind types.EntityType, order, name string, show func(*sdk.GetAccountAuthorizationDetailsOutput) error) {
	if len(d.wanted) == 0 || slices.Contains(d.wanted, kind) {
		d.names = append(d.names, order+name)
		d.show[order+name] = show
	}
}

// everyone is larger than any quota of an account.
const everyone = 1 << 20

func (d *details) gather() error {
	directory, tx, account := d.iam.directory, d.call.Tx, d.call.Account()
	users, _, err := directory.Users(tx, account, "", "", everyone)
	if err != nil {
		return err
	}
	for _, u := range users {
		d.add(types.EntityTypeUser, "1", u.Name, func(out *sdk.GetAccountAuthorizationDetailsOutput) error {
			shown := types.UserDetail{
				Arn: aws.String(u.ARN()), CreateDate: aws.Time(u.Created), Path: aws.String(u.Path), UserId: aws.String(u.ID), UserName: aws.String(u.Name),
				Tags: showTags(u.Tags), PermissionsBoundary: showBoundary(u.Boundary), UserPolicyList: inlineDetails(u.Policies), AttachedManagedPolicies: attachedDetails(u.Attached), GroupList: []string{},
			}
			groups, err := directory.GroupsOf(tx, u)
			for _, g := range groups {
				shown.GroupList = append(shown.GroupList, g.Name)
			}
			out.UserDetailList = append(out.UserDetailList, shown)
			return err
		})
	}
	groups, _, err := directory.Groups(tx, account, "", "", everyone)
	if err != nil {
		return err
	}
	for _, g := range groups {
		d.add(types.EntityTypeGroup, "2", g.Name, func(out *sdk.GetAccountAuthorizationDetailsOutput) error {
			out.GroupDetailList = append(out.GroupDetailList, types.GroupDetail{
				Arn: aws.String(g.ARN()), CreateDate: aws.Time(g.Created), Path: aws.String(g.Path), GroupId: aws.String(g.ID), GroupName: aws.String(g.Name),
				GroupPolicyList: inlineDetails(g.Policies), AttachedManagedPolicies: attachedDetails(g.Attached),
			})
			return nil
		})
	}
	roles, _, err := directory.Roles(tx, account, "", "", everyone)
	if err != nil {
		return err
	}
	for _, r := range roles {
		d.add(types.EntityTypeRole, "3", r.Name, func(out *sdk.GetAccountAuthorizationDetailsOutput) error {
			trust, err := d.iam.showTrust(tx, r.Trust)
			out.RoleDetailList = append(out.RoleDetailList, types.RoleDetail{
				Arn: aws.String(r.ARN()), CreateDate: aws.Time(r.Created), Path: aws.String(r.Path), RoleId: aws.String(r.ID), RoleName: aws.String(r.Name), AssumeRolePolicyDocument: aws.String(trust),
				Tags: showTags(r.Tags), PermissionsBoundary: showBoundary(r.Boundary), RolePolicyList: inlineDetails(r.Policies), AttachedManagedPolicies: attachedDetails(r.Attached),
				InstanceProfileList: []types.InstanceProfile{},
			})
			return err
		})
	}
	return d.policies()
}

func (d *details) policies() error {
	own, _, err := d.iam.directory.ManagedPolicies(d.call.Tx, d.call.Account(), "", "", mostPolicies)
	if err != nil {
		return err
	}
	for _, p := range own {
		d.add(types.EntityTypeLocalManagedPolicy, "4", p.Name, d.policy(p))
	}
	for _, p := range identity.AWSManaged() {
		held, err := d.iam.directory.HoldersOf(d.call.Tx, d.call.Account(), p.ARN())
		if err != nil {
			return err
		}
		if held.Attached()+held.Boundaries() > 0 {
			d.add(types.EntityTypeAWSManagedPolicy, "5", p.Name, d.policy(p))
		}
	}
	return nil
}

func (d *details) policy(p identity.ManagedPolicy) func(*sdk.GetAccountAuthorizationDetailsOutput) error {
	return func(out *sdk.GetAccountAuthorizationDetailsOutput) error {
		shown, err := d.iam.showManaged(d.call, p)
		if err != nil {
			return err
		}
		detail := types.ManagedPolicyDetail{
			Arn: shown.Arn, AttachmentCount: shown.AttachmentCount, CreateDate: shown.CreateDate, DefaultVersionId: shown.DefaultVersionId, Description: shown.Description, IsAttachable: true,
			Path: shown.Path, PermissionsBoundaryUsageCount: shown.PermissionsBoundaryUsageCount, PolicyId: shown.PolicyId, PolicyName: shown.PolicyName, UpdateDate: shown.UpdateDate,
		}
		for _, v := range slices.Backward(p.Versions) {
			detail.PolicyVersionList = append(detail.PolicyVersionList, types.PolicyVersion{
				VersionId: aws.String(v.ID), CreateDate: aws.Time(v.Created), IsDefaultVersion: v.ID == p.Default, Document: aws.String(v.Document),
			})
		}
		out.Policies = append(out.Policies, detail)
		return nil
	}
}

func inlineDetails(policies map[string]string) []types.PolicyDetail {
	shown := []types.PolicyDetail{}
	for _, name := range policyNames(policies) {
		shown = append(shown, types.PolicyDetail{PolicyName: aws.String(name), PolicyDocument: aws.String(policies[name])})
	}
	return shown
}

func attachedDetails(attached []string) []types.AttachedPolicy {
	h := holder{attached: &attached}
	shown, _, err := h.list(asked{most: aws.Int32(mostAttached)})
	if err != nil { // a list of ten has no token that could be wrong
		return nil
	}
	return shown
}
