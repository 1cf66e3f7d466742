package hub

import (
	"slices"

	"interlaken/fault"
	"interlaken/store"
)

// RoleBGrant lets principals name roles of other accounts in data sources. In both lists * stands for any characters
// and ? for one.
type RoleBGrant struct {
	// Principals are ARNs of IAM users, roles or role sessions, or of the hub's users.
	Principals []string `json:"principals"`
	// Roles are ARNs of roles B.
	Roles []string `json:"roles"`
}

// Settings are what an administrator says about a hub account. The zero value is the default.
type Settings struct {
	// RoleBGrants says who may name which role B. Nobody may until an administrator says so (SECURITY S5).
	RoleBGrants []RoleBGrant `json:"roleBGrants,omitempty"`
	// TraceRole is the ARN of a role of the hub account with which the hub reads that account's trail for traces; "" is none.
	TraceRole string `json:"traceRole,omitempty"`
}

// settingsRecord is the one record of an account.
type settingsRecord struct {
	Account  string   `json:"account"`
	Settings Settings `json:"settings"`
}

var settings = store.Collection[settingsRecord]{
	Table: "hub.settings", Schema: 1,
	Key: func(s *settingsRecord) string { return store.Key(s.Account) },
}

// GetSettings returns an account's settings, the default ones where nobody has set any.
func GetSettings(r store.Reader, account string) (Settings, error) {
	s, err := settings.Get(r, store.Key(account))
	if fault.Is(err, fault.NotFound) {
		return Settings{}, nil
	}
	return s.Settings, err
}

// PutSettings replaces an account's settings. A grant without principals or without roles is refused: half a security
// setting is a mistake.
func PutSettings(tx store.Tx, account string, s Settings) error {
	for i, g := range s.RoleBGrants {
		if len(g.Principals) == 0 || len(g.Roles) == 0 || slices.Contains(g.Principals, "") || slices.Contains(g.Roles, "") {
			return fault.New(fault.Validation, "Grant %d of roles names no principals or no roles; use * for all of them.", i+1)
		}
	}
	return settings.Put(tx, settingsRecord{Account: account, Settings: s})
}

// MayNameRoleB reports whether a caller may put a role B into a data source.
func (s Settings) MayNameRoleB(caller Caller, roleARN string) bool {
	if caller.IsZero() {
		return false
	}
	for _, g := range s.RoleBGrants {
		if fits(g.Roles, roleARN) && slices.ContainsFunc(caller.Names(), func(name string) bool { return fits(g.Principals, name) }) {
			return true
		}
	}
	return false
}

func fits(patterns []string, text string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return matches(p, text) })
}
