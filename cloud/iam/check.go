package iam

import (
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/fault"
	"interlaken/identity"
	"interlaken/service"
)

// onRole is the check of an operation on one role of the caller's account.
func onRole[In any](s *iam, action string, name func(*In) *string) func(*service.Call, *In) ([]service.Check, error) {
	return func(c *service.Call, in *In) ([]service.Check, error) {
		check, err := s.holderCheck(c, ofRole, action, aws.ToString(name(in)))
		return []service.Check{check}, err
	}
}

// onUser is the check of an operation on one user of the caller's account, the caller where none is named.
func onUser[In any](s *iam, action string, name func(*In) *string) func(*service.Call, *In) ([]service.Check, error) {
	return func(c *service.Call, in *In) ([]service.Check, error) {
		user, err := userName(c, name(in))
		if err != nil {
			return nil, err
		}
		check, err := s.holderCheck(c, ofUser, action, user)
		return []service.Check{check}, err
	}
}

// onAll is the check of an operation that names no resource.
func onAll[In any](action string) func(*service.Call, *In) ([]service.Check, error) {
	return service.On(action, func(*service.Call, *In) string { return "*" })
}

// userName is the user that a request names, or the calling one (API reference, GetUser, UserName).
func userName(c *service.Call, named *string) (string, error) {
	if named != nil {
		return *named, nil
	}
	if c.Session.Principal.Kind != identity.User {
		return "", fault.New(fault.Validation, "Must specify userName when calling with non-User credentials")
	}
	return c.Session.Principal.Name, nil
}

// createChecks are those of making a user, role or policy: with tags, tagging has to be allowed too (IAM User Guide, "Tags
// for IAM resources").
func createChecks(action, tagAction, resource string, tags map[string]string, boundary ...*string) []service.Check {
	keys := map[string][]string{}
	for _, policyARN := range boundary {
		if policyARN != nil {
			keys["iam:PermissionsBoundary"] = []string{*policyARN}
		}
	}
	for key, value := range tags {
		keys["aws:RequestTag/"+key] = []string{value}
	}
	checks := []service.Check{{Action: action, Resource: resource, Keys: keys}}
	if len(tags) > 0 {
		keys["aws:TagKeys"] = slices.Sorted(maps.Keys(tags))
		checks = append(checks, service.Check{Action: tagAction, Resource: resource, Keys: keys})
	}
	return checks
}

// resourceTags are the condition keys that the tags of a user or role make.
func resourceTags(tags map[string]string) map[string][]string {
	keys := make(map[string][]string, 2*len(tags))
	for key, value := range tags {
		keys["aws:ResourceTag/"+key] = []string{value}
		keys["iam:ResourceTag/"+key] = []string{value}
	}
	return keys
}

// boundary is the permissions boundary that a new user or role is to have, "" for none.
func (s *iam) boundary(c *service.Call, given *string) (string, error) {
	if given == nil {
		return "", nil
	}
	p, err := s.attachable(c, *given)
	return p.ARN(), err
}

// path is the path that a request names, or the root.
func path(named *string) string {
	if named == nil {
		return "/"
	}
	return *named
}

// conflict puts IAM's code on a refusal to delete what is still in use.
func conflict(err error) error {
	if fault.Is(err, fault.Conflict) {
		return &types.DeleteConflictException{Message: aws.String(fault.Public(err))}
	}
	return err
}
