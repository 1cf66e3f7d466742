// Package arn reads and writes Amazon Resource Names. It imports nothing of the project.
package arn

import (
	"fmt"
	"strings"
)

// ARN is arn:partition:service:region:account:resource. Resource may itself hold ":" and "/".
type ARN struct {
	Partition, Service, Region, Account, Resource string
}

// Parse splits an ARN into its six parts. It checks the number of parts, that partition, service and resource
// are not empty, and that an account is twelve digits or empty (or "aws", as in AWS-managed policies).
func Parse(s string) (ARN, error) {
	parts := strings.SplitN(s, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" {
		return ARN{}, fmt.Errorf("%q is not an ARN: it has to have the form arn:partition:service:region:account:resource", s)
	}
	a := ARN{parts[1], parts[2], parts[3], parts[4], parts[5]}
	switch {
	case a.Partition == "" || a.Service == "" || a.Resource == "":
		return ARN{}, fmt.Errorf("%q is not an ARN: partition, service and resource may not be empty", s)
	case a.Account != "" && a.Account != "aws" && !IsAccount(a.Account):
		return ARN{}, fmt.Errorf("%q is not an ARN: the account %q is not twelve digits", s, a.Account)
	}
	return a, nil
}

// String joins the six parts.
func (a ARN) String() string {
	return "arn:" + a.Partition + ":" + a.Service + ":" + a.Region + ":" + a.Account + ":" + a.Resource
}

// Type returns the part of Resource before the first "/" or ":" and Name the rest; for a resource without
// either, Type is "" and Name the whole.
func (a ARN) Type() string { t, _ := a.split(); return t }

// Name is what follows the resource type. See Type.
func (a ARN) Name() string { _, n := a.split(); return n }

// LastName is Name without the path that stands before it: of role/team/reader it is reader.
func (a ARN) LastName() string {
	name := a.Name()
	return name[strings.LastIndexByte(name, '/')+1:]
}

func (a ARN) split() (kind, name string) {
	if i := strings.IndexAny(a.Resource, "/:"); i >= 0 {
		return a.Resource[:i], a.Resource[i+1:]
	}
	return "", a.Resource
}

// IsAccount reports whether s is a twelve-digit account id.
func IsAccount(s string) bool {
	if len(s) != 12 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// Make builds an ARN in the aws partition.
func Make(service, region, account, resource string) string {
	return ARN{"aws", service, region, account, resource}.String()
}

// Root is the ARN of an account as a principal.
func Root(account string) string { return Make("iam", "", account, "root") }

// Role is the ARN of a role; path begins and ends with "/".
func Role(account, path, name string) string { return Make("iam", "", account, "role"+path+name) }

// User is the ARN of an IAM user; path begins and ends with "/".
func User(account, path, name string) string { return Make("iam", "", account, "user"+path+name) }

// AssumedRole is the ARN of a role session. It drops the role's path (IAM User Guide, "IAM identifiers").
func AssumedRole(account, role, session string) string {
	return Make("sts", "", account, "assumed-role/"+role+"/"+session)
}
