package iam

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/service"
)

// holderKind is a kind of what has policies: each operation on them exists three times, for users, groups and roles.
type holderKind string

const (
	ofUser  holderKind = "user"
	ofGroup holderKind = "group"
	ofRole  holderKind = "role"
)

// holder is a user, group or role, as what has policies. Its pointers are into the record.
type holder struct {
	kind      holderKind
	name, arn string
	tags      *map[string]string // nil for a group, which has none
	policies  *map[string]string
	attached  *[]string
	boundary  *string // nil for a group, which has none
}

func userHolder(u *identity.IAMUser) *holder {
	return &holder{ofUser, u.Name, u.ARN(), &u.Tags, &u.Policies, &u.Attached, &u.Boundary}
}

func groupHolder(g *identity.Group) *holder {
	return &holder{ofGroup, g.Name, g.ARN(), nil, &g.Policies, &g.Attached, nil}
}

func roleHolder(r *identity.Role) *holder {
	return &holder{ofRole, r.Name, r.ARN(), &r.Tags, &r.Policies, &r.Attached, &r.Boundary}
}

// holder finds one of the caller's account.
func (s *iam) holder(c *service.Call, kind holderKind, name string) (*holder, error) {
	switch kind {
	case ofGroup:
		g, err := s.directory.Group(c.Tx, c.Account(), name)
		return groupHolder(&g), err
	case ofRole:
		r, err := s.directory.Role(c.Tx, c.Account(), name)
		return roleHolder(&r), err
	}
	u, err := s.directory.User(c.Tx, c.Account(), name)
	return userHolder(&u), err
}

// changeHolder changes one of the caller's account.
func (s *iam) changeHolder(c *service.Call, kind holderKind, name string, change func(*holder) error) error {
	switch kind {
	case ofGroup:
		return s.directory.ChangeGroup(c.Tx, c.Account(), name, func(g *identity.Group) error { return change(groupHolder(g)) })
	case ofRole:
		return s.directory.ChangeRole(c.Tx, c.Account(), name, func(r *identity.Role) error { return change(roleHolder(r)) })
	}
	return s.directory.ChangeUser(c.Tx, c.Account(), name, func(u *identity.IAMUser) error { return change(userHolder(u)) })
}

// holderCheck asks for an action on one. What does not exist is asked for under the root path, so that a caller who may
// not know learns nothing.
func (s *iam) holderCheck(c *service.Call, kind holderKind, action, name string) (service.Check, error) {
	h, err := s.holder(c, kind, name)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return service.Check{}, err
	}
	if err != nil {
		h = &holder{arn: arn.Make("iam", "", c.Account(), string(kind)+"/"+name)}
	}
	keys := map[string][]string{}
	if h.tags != nil {
		keys = resourceTags(*h.tags)
	}
	if h.boundary != nil && *h.boundary != "" {
		keys["iam:PermissionsBoundary"] = []string{*h.boundary}
	}
	return service.Check{Action: action, Resource: h.arn, Keys: keys}, nil
}

// asked is what a request on somebody's policies names.
type asked struct {
	holder   *string
	policy   *string // an inline policy's name, or a managed policy's ARN
	document *string
	marker   *string
	most     *int32
}

// onHolder is the check of such a request.
func onHolder[In any](s *iam, kind holderKind, operation string, read func(*In) asked, key string) func(*service.Call, *In) ([]service.Check, error) {
	return func(c *service.Call, in *In) ([]service.Check, error) {
		a := read(in)
		check, err := s.holderCheck(c, kind, "iam:"+operation, aws.ToString(a.holder))
		if key != "" && err == nil {
			check.Keys[key] = []string{aws.ToString(a.policy)}
		}
		return []service.Check{check}, err
	}
}

// reads declares an operation that shows something of a user, group or role.
func reads[In, Out any](s *iam, kind holderKind, operation string, read func(*In) asked, show func(*holder, asked) (*Out, error)) service.Operation {
	return service.Define(operation, onHolder(s, kind, operation, read, ""), func(c *service.Call, in *In) (*Out, error) {
		a := read(in)
		h, err := s.holder(c, kind, aws.ToString(a.holder))
		if err != nil {
			return nil, err
		}
		return show(h, a)
	}, service.Reads)
}

// changes declares an operation that changes a user, group or role and answers with nothing. key is the condition key that
// holds the policy's ARN, "" for none.
func changes[In, Out any](s *iam, kind holderKind, operation string, read func(*In) asked, key string, change func(*service.Call, *holder, asked) error) service.Operation {
	return service.Define(operation, onHolder(s, kind, operation, read, key), func(c *service.Call, in *In) (*Out, error) {
		a := read(in)
		return new(Out), s.changeHolder(c, kind, aws.ToString(a.holder), func(h *holder) error { return change(c, h, a) })
	}, silent)
}
