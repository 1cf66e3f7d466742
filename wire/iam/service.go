// Package iam is the registry of AWS Identity and Access Management for package wire: its operations over the SDK's
// own types, their constraints and error codes. Policy documents go out URL-encoded, as IAM's do. It decides and
// stores nothing. The service that implements AWS Identity and Access Management and tests import it, nobody else: it
// links the SDK's whole package.
package iam

import (
	"interlaken/fault"
	"interlaken/wire"
)

// Service describes AWS Identity and Access Management.
var Service = wire.NewService(wire.Service{
	ID:           "iam",
	SigningName:  "iam",
	Protocol:     protocol,
	TargetPrefix: targetPrefix,
	APIVersion:   apiVersion,
	XMLNamespace: "https://iam.amazonaws.com/doc/2010-05-08/",
	Escaped: map[string][]string{
		"types.Role":               {"AssumeRolePolicyDocument"},
		"types.RoleDetail":         {"AssumeRolePolicyDocument"},
		"types.PolicyDetail":       {"PolicyDocument"},
		"types.PolicyVersion":      {"Document"},
		"iam.GetGroupPolicyOutput": {"PolicyDocument"},
		"iam.GetRolePolicyOutput":  {"PolicyDocument"},
		"iam.GetUserPolicyOutput":  {"PolicyDocument"},
	},
	Operations:  operations,
	Unions:      unions,
	Renames:     renames,
	Required:    required,
	Constraints: constraints,
	Constrained: constrained,
	Sensitive:   sensitive,
	Errors:      errorStatus,
	Codes: map[fault.Code]string{
		fault.Internal: "ServiceFailure",
	},
})
