// Package iam is AWS Identity and Access Management of the local cloud: an account's users with their access keys, its
// groups, its roles with their trust, the policies written on them, managed policies with their versions, permissions
// boundaries and tags. Documents are checked before they are kept, as AWS checks them.
//
// The records themselves are package identity's, because the door authenticates against them; what a policy means is
// package policy's. app may import it; no other service does.
package iam

import (
	"slices"

	"interlaken/fault"
	"interlaken/identity"
	"interlaken/service"
	registry "interlaken/wire/iam"
)

// Config is what the service works with. Every field is needed.
type Config struct {
	Directory *identity.Directory
}

type iam struct {
	directory *identity.Directory
}

// New makes the service.
func New(c Config) *service.Service {
	s := &iam{directory: c.Directory}
	return &service.Service{
		Wire:   registry.Service,
		Source: "iam.amazonaws.com",
		// Temporary credentials of a user are good for IAM only where a second factor stands behind them, and there is none
		// here (STS API reference, GetSessionToken, "Permissions").
		Refuses: func(p identity.Principal, _ string) error {
			if p.Kind == identity.User && p.Temporary() {
				return fault.New(fault.UnknownKey, "The security token included in the request is invalid")
			}
			return nil
		},
		Operations: slices.Concat([]service.Operation{
			s.createRole(), s.getRole(), s.listRoles(), s.updateRole(), s.deleteRole(), s.updateAssumeRolePolicy(), s.listInstanceProfilesForRole(),
			s.createUser(), s.getUser(), s.listUsers(), s.updateUser(), s.deleteUser(),
			s.createAccessKey(), s.listAccessKeys(), s.updateAccessKey(), s.deleteAccessKey(),
		}, s.groups(), s.inlinePolicies(), s.managedPolicies(), s.attachedPolicies(), s.tagging(), s.openIDProviders(), s.simulators(), []service.Operation{s.getAccountAuthorizationDetails()}),
	}
}

// silent is for operations that answer with nothing: their event has no response elements.
var silent = service.Shows(nil, func(any) any { return nil })
