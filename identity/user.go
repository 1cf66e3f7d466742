package identity

import (
	"time"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/store"
)

// IAMUser is a user of an account.
type IAMUser struct {
	Account string            `json:"account"`
	Name    string            `json:"name"`
	Path    string            `json:"path"`
	ID      string            `json:"id"` // AIDA…
	Created time.Time         `json:"created"`
	Tags    map[string]string `json:"tags,omitempty"`
	// Policies are the inline policy documents by name, as they were given.
	Policies map[string]string `json:"policies,omitempty"`
	Attached []string          `json:"attached,omitempty"` // ARNs of managed policies, in the order of their attachment
	Boundary string            `json:"boundary,omitempty"` // ARN of the permissions boundary, "" for none
	Groups   []string          `json:"groups,omitempty"`   // names of the groups that the user is in, folded and sorted
}

// ARN is the user's ARN.
func (u IAMUser) ARN() string { return arn.User(u.Account, u.Path, u.Name) }

// Names of users, roles and policies are unique without regard to case (IAM User Guide, "IAM identifiers"), so keys
// hold them folded and records as they were given.
var users = store.Collection[IAMUser]{
	Table: "identity.user", Schema: 1,
	Key: func(u *IAMUser) string { return store.Key(u.Account, fold(u.Name)) },
	Indexes: map[string]func(*IAMUser) []string{
		"id":       func(u *IAMUser) []string { return []string{store.Key(u.ID)} },
		"policy":   func(u *IAMUser) []string { return attachments(u.Account, u.Attached) },
		"boundary": func(u *IAMUser) []string { return attachments(u.Account, bounded(u.Boundary)) },
		"group": func(u *IAMUser) []string {
			keys := make([]string, 0, len(u.Groups))
			for _, g := range u.Groups {
				keys = append(keys, store.Key(u.Account, g, fold(u.Name)))
			}
			return keys
		},
	},
}

// CreateUser makes a user without permissions. It fails with fault.AlreadyExists.
func (d *Directory) CreateUser(tx store.Tx, u IAMUser) (IAMUser, error) {
	u.ID, u.Created = d.ids.Unique("AIDA"), d.clock.Now().Truncate(time.Second)
	return u, named(users.Create(tx, u), "User", u.Name)
}

// User returns a user, or fault.NotFound.
func (d *Directory) User(r store.Reader, account, name string) (IAMUser, error) {
	u, err := users.Get(r, store.Key(account, fold(name)))
	return u, named(err, "user", name)
}

// ChangeUser changes a user's record.
func (d *Directory) ChangeUser(tx store.Tx, account, name string, change func(*IAMUser) error) error {
	return named(users.Modify(tx, store.Key(account, fold(name)), change), "user", name)
}

// bounded is a list of a permissions boundary, empty for none.
func bounded(policyARN string) []string {
	if policyARN == "" {
		return nil
	}
	return []string{policyARN}
}

// RenameUser gives a user another name and path; keys, policies and groups stay.
func (d *Directory) RenameUser(tx store.Tx, account, name, newName, newPath string) error {
	u, err := d.User(tx, account, name)
	if err != nil {
		return err
	}
	keys, err := d.AccessKeys(tx, account, name)
	if err != nil {
		return err
	}
	if err := users.Delete(tx, store.Key(account, fold(name))); err != nil {
		return err
	}
	u.Name, u.Path = newName, newPath
	if err := named(users.Create(tx, u), "User", newName); err != nil {
		return err
	}
	for _, k := range keys {
		if err := accessKeys.Modify(tx, store.Key(k.ID), func(k *AccessKey) error { k.User = newName; return nil }); err != nil {
			return err
		}
	}
	return nil
}

// DeleteUser removes a user who has neither keys, policies nor groups; else it fails with fault.Conflict.
func (d *Directory) DeleteUser(tx store.Tx, account, name string) error {
	u, err := d.User(tx, account, name)
	if err != nil {
		return err
	}
	keys, err := d.AccessKeys(tx, account, name)
	if err != nil {
		return err
	}
	if len(keys) > 0 {
		return fault.New(fault.Conflict, "Cannot delete entity, must delete access keys first.")
	}
	if len(u.Policies) > 0 {
		return fault.New(fault.Conflict, "Cannot delete entity, must delete policies first.")
	}
	if len(u.Attached) > 0 {
		return errStillAttached
	}
	if len(u.Groups) > 0 {
		return fault.New(fault.Conflict, "Cannot delete entity, must remove users from group first.")
	}
	return users.Delete(tx, store.Key(account, fold(name)))
}

// Users pages through an account's users by name.
func (d *Directory) Users(r store.Reader, account, pathPrefix, token string, size int) ([]IAMUser, string, error) {
	return page(r, &users, account, token, size, func(u *IAMUser) bool { return hasPath(u.Path, pathPrefix) })
}
