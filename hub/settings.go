package hub

import (
	"slices"

	"interlaken/arn"
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
	// TraceRoleARN is a role of the hub account that the hub assumes to read that account's trail for traces. "" leaves the
	// hub account's events out of traces.
	TraceRoleARN string `json:"traceRole,omitempty"`
	// NotificationEmail and TerminationUnprotected are QuickSight's account settings, kept as they were given.
	NotificationEmail      string `json:"notificationEmail,omitempty"`
	TerminationUnprotected bool   `json:"terminationUnprotected,omitempty"`
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
	if s.TraceRoleARN != "" {
		role, err := arn.Parse(s.TraceRoleARN)
		if err != nil || role.Service != "iam" || role.Type() != "role" || role.Account != account {
			return fault.New(fault.Validation, "TraceRoleArn is %q; it has to be a role of the account %s.", s.TraceRoleARN, account)
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

// TraceARN is on whose behalf the hub assumes the role with which it reads its own account's trail; that role's trust
// policy can be held to it by aws:SourceArn.
func TraceARN(region, account string) string { return arn.Make("interlaken", region, account, "trace") }
