package identity

import (
	"embed"
	"fmt"

	"interlaken/arn"
	"interlaken/policy"
)

// BuiltIn is a role that the program has and nobody can make, change or assume: as such a session people act who signed
// in on the web (DESIGN, "The way of an API call"). What it may do is an ordinary document; permissions of the hub decide
// inside it.
type BuiltIn string

// The built-in roles.
const (
	Reader           BuiltIn = "reader"
	Author           BuiltIn = "author"
	HubAdministrator BuiltIn = "administrator"
)

//go:embed builtin/*.json
var builtInDocuments embed.FS

// builtInName is the role's name in ARNs. The colon keeps it apart from every role that IAM makes.
func (b BuiltIn) name() string { return "interlaken:" + string(b) }

// BuiltInSession is the principal of a person who has signed in on the web: a session of a built-in role. id is the
// person's and is never anybody else's; it becomes aws:userid.
func BuiltInSession(role BuiltIn, account, person, id string) Principal {
	return Principal{
		Kind: AssumedRole, Account: account, ARN: arn.AssumedRole(account, role.name(), person), UniqueID: id, Name: role.name(),
		RoleARN: arn.Role(account, "/", role.name()), RoleID: role.name(), SessionName: person, BuiltIn: role,
	}
}

// builtIn is a built-in role's document.
func (d *Directory) builtIn(p Principal) (Documents, error) {
	text, err := builtInDocuments.ReadFile("builtin/" + string(p.BuiltIn) + ".json")
	if err != nil {
		return Documents{}, fmt.Errorf("identity: there is no built-in role %q: %w", p.BuiltIn, err)
	}
	compiled, err := d.Compile(policy.Source{Kind: policy.Identity, Name: p.Name, Account: p.Account, ARN: p.RoleARN}, string(text))
	if err != nil {
		return Documents{}, err
	}
	return Documents{Identity: []*policy.Policy{compiled}}, nil
}
