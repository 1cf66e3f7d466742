package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/service"
)

// groups are the operations on groups and their members.
func (s *iam) groups() []service.Operation {
	return []service.Operation{
		s.createGroup(), s.getGroup(), s.listGroups(), s.updateGroup(), s.deleteGroup(), s.addUserToGroup(), s.removeUserFromGroup(), s.listGroupsForUser(),
	}
}

// onGroup is the check of an operation on one group of the caller's account.
func onGroup[In any](s *iam, operation string, name func(*In) *string) func(*service.Call, *In) ([]service.Check, error) {
	return onHolder(s, ofGroup, operation, func(in *In) asked { return asked{holder: name(in)} }, "")
}

func (s *iam) createGroup() service.Operation {
	return service.Define("CreateGroup",
		service.On("iam:CreateGroup", func(c *service.Call, in *sdk.CreateGroupInput) string {
			return arn.Make("iam", "", c.Account(), "group"+path(in.Path)+aws.ToString(in.GroupName))
		}),
		func(c *service.Call, in *sdk.CreateGroupInput) (*sdk.CreateGroupOutput, error) {
			g, err := s.directory.CreateGroup(c.Tx, identity.Group{Account: c.Account(), Name: aws.ToString(in.GroupName), Path: path(in.Path)})
			return &sdk.CreateGroupOutput{Group: showGroup(g)}, err
		})
}

func showGroup(g identity.Group) *types.Group {
	return &types.Group{
		Arn: aws.String(g.ARN()), CreateDate: aws.Time(g.Created), GroupId: aws.String(g.ID), GroupName: aws.String(g.Name), Path: aws.String(g.Path),
	}
}

// getGroup describes a group and pages through its members.
func (s *iam) getGroup() service.Operation {
	return service.Define("GetGroup", onGroup(s, "GetGroup", func(in *sdk.GetGroupInput) *string { return in.GroupName }),
		func(c *service.Call, in *sdk.GetGroupInput) (*sdk.GetGroupOutput, error) {
			g, err := s.directory.Group(c.Tx, c.Account(), aws.ToString(in.GroupName))
			if err != nil {
				return nil, err
			}
			members, next, err := s.directory.Members(c.Tx, c.Account(), g.Name, aws.ToString(in.Marker), pageSize(in.MaxItems))
			out := &sdk.GetGroupOutput{Group: showGroup(g), Users: []types.User{}, IsTruncated: next != "", Marker: marker(next)}
			for _, u := range members {
				shown := showUser(u)
				shown.Tags, shown.PermissionsBoundary = nil, nil
				out.Users = append(out.Users, *shown)
			}
			return out, err
		}, service.Reads)
}

func (s *iam) listGroups() service.Operation {
	return service.Define("ListGroups", onAll[sdk.ListGroupsInput]("iam:ListGroups"),
		func(c *service.Call, in *sdk.ListGroupsInput) (*sdk.ListGroupsOutput, error) {
			groups, next, err := s.directory.Groups(c.Tx, c.Account(), aws.ToString(in.PathPrefix), aws.ToString(in.Marker), pageSize(in.MaxItems))
			out := &sdk.ListGroupsOutput{Groups: []types.Group{}, IsTruncated: next != "", Marker: marker(next)}
			for _, g := range groups {
				out.Groups = append(out.Groups, *showGroup(g))
			}
			return out, err
		}, service.Reads)
}

// updateGroup gives a group another name or path. Who may do that is asked about both names (API reference, UpdateGroup).
func (s *iam) updateGroup() service.Operation {
	old := onGroup(s, "UpdateGroup", func(in *sdk.UpdateGroupInput) *string { return in.GroupName })
	return service.Define("UpdateGroup",
		func(c *service.Call, in *sdk.UpdateGroupInput) ([]service.Check, error) {
			checks, err := old(c, in)
			if err != nil {
				return nil, err
			}
			g, err := s.directory.Group(c.Tx, c.Account(), aws.ToString(in.GroupName))
			if fault.Is(err, fault.NotFound) {
				g, err = identity.Group{Name: aws.ToString(in.GroupName), Path: "/"}, nil
			}
			name, newPath := renamed(g.Name, g.Path, in.NewGroupName, in.NewPath)
			return append(checks, service.Check{Action: "iam:UpdateGroup", Resource: arn.Make("iam", "", c.Account(), "group"+newPath+name)}), err
		},
		func(c *service.Call, in *sdk.UpdateGroupInput) (*sdk.UpdateGroupOutput, error) {
			g, err := s.directory.Group(c.Tx, c.Account(), aws.ToString(in.GroupName))
			if err != nil {
				return nil, err
			}
			name, newPath := renamed(g.Name, g.Path, in.NewGroupName, in.NewPath)
			return &sdk.UpdateGroupOutput{}, s.directory.RenameGroup(c.Tx, c.Account(), g.Name, name, newPath)
		}, silent)
}

func (s *iam) deleteGroup() service.Operation {
	return service.Define("DeleteGroup", onGroup(s, "DeleteGroup", func(in *sdk.DeleteGroupInput) *string { return in.GroupName }),
		func(c *service.Call, in *sdk.DeleteGroupInput) (*sdk.DeleteGroupOutput, error) {
			return &sdk.DeleteGroupOutput{}, conflict(s.directory.DeleteGroup(c.Tx, c.Account(), aws.ToString(in.GroupName)))
		}, silent)
}

func (s *iam) addUserToGroup() service.Operation {
	return service.Define("AddUserToGroup", onGroup(s, "AddUserToGroup", func(in *sdk.AddUserToGroupInput) *string { return in.GroupName }),
		func(c *service.Call, in *sdk.AddUserToGroupInput) (*sdk.AddUserToGroupOutput, error) {
			return &sdk.AddUserToGroupOutput{}, s.directory.Join(c.Tx, c.Account(), aws.ToString(in.GroupName), aws.ToString(in.UserName))
		}, silent)
}

func (s *iam) removeUserFromGroup() service.Operation {
	return service.Define("RemoveUserFromGroup", onGroup(s, "RemoveUserFromGroup", func(in *sdk.RemoveUserFromGroupInput) *string { return in.GroupName }),
		func(c *service.Call, in *sdk.RemoveUserFromGroupInput) (*sdk.RemoveUserFromGroupOutput, error) {
			return &sdk.RemoveUserFromGroupOutput{}, s.directory.Leave(c.Tx, c.Account(), aws.ToString(in.GroupName), aws.ToString(in.UserName))
		}, silent)
}

// listGroupsForUser lists the groups that a user is in, which are ten at most: there is one page.
func (s *iam) listGroupsForUser() service.Operation {
	return service.Define("ListGroupsForUser", onUser(s, "iam:ListGroupsForUser", func(in *sdk.ListGroupsForUserInput) *string { return in.UserName }),
		func(c *service.Call, in *sdk.ListGroupsForUserInput) (*sdk.ListGroupsForUserOutput, error) {
			u, err := s.directory.User(c.Tx, c.Account(), aws.ToString(in.UserName))
			if err != nil {
				return nil, err
			}
			groups, err := s.directory.GroupsOf(c.Tx, u)
			out := &sdk.ListGroupsForUserOutput{Groups: []types.Group{}}
			for _, g := range groups {
				out.Groups = append(out.Groups, *showGroup(g))
			}
			return out, err
		}, service.Reads)
}
