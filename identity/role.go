package identity

import (
	"time"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/store"
)

// Role is an IAM role of an account.
type Role struct {
	Account     string            `json:"account"`
	Name        string            `json:"name"`
	Path        string            `json:"path"`
	ID          string            `json:"id"` // AROA…
	Description string            `json:"description,omitempty"`
	Created     time.Time         `json:"created"`
	Tags        map[string]string `json:"tags,omitempty"`
	// MaxSession is the longest session in seconds, 3,600 to 43,200.
	MaxSession int `json:"maxSession"`
	// Trust is the trust policy. ARNs of users and roles in it are kept as unique ids, as AWS keeps them, so that
	// a principal that was deleted and made anew under its name is not trusted.
	Trust string `json:"trust"`
	// Policies are the inline policy documents by name, as they were given.
	Policies map[string]string `json:"policies,omitempty"`
	Attached []string          `json:"attached,omitempty"` // ARNs of managed policies, in the order of their attachment
	Boundary string            `json:"boundary,omitempty"` // ARN of the permissions boundary, "" for none
}

// ARN is the role's ARN.
func (r Role) ARN() string { return arn.Role(r.Account, r.Path, r.Name) }

var roles = store.Collection[Role]{
	Table: "identity.role", Schema: 1,
	Key: func(r *Role) string { return store.Key(r.Account, fold(r.Name)) },
	Indexes: map[string]func(*Role) []string{
		"id":       func(r *Role) []string { return []string{store.Key(r.ID)} },
		"policy":   func(r *Role) []string { return attachments(r.Account, r.Attached) },
		"boundary": func(r *Role) []string { return attachments(r.Account, bounded(r.Boundary)) },
	},
}

// CreateRole makes a role without permissions. It fails with fault.AlreadyExists.
func (d *Directory) CreateRole(tx store.Tx, r Role) (Role, error) {
	r.ID, r.Created = d.ids.Unique("AROA"), d.clock.Now().Truncate(time.Second)
	return r, named(roles.Create(tx, r), "Role", r.Name)
}

// Role returns a role, or fault.NotFound.
func (d *Directory) Role(r store.Reader, account, name string) (Role, error) {
	role, err := roles.Get(r, store.Key(account, fold(name)))
	return role, named(err, "role", name)
}

// ChangeRole changes a role's record.
func (d *Directory) ChangeRole(tx store.Tx, account, name string, change func(*Role) error) error {
	return named(roles.Modify(tx, store.Key(account, fold(name)), change), "role", name)
}

// DeleteRole removes a role without policies; else it fails with fault.Conflict.
func (d *Directory) DeleteRole(tx store.Tx, account, name string) error {
	r, err := d.Role(tx, account, name)
	if err != nil {
		return err
	}
	if len(r.Policies) > 0 {
		return fault.New(fault.Conflict, "Cannot delete entity, must delete policies first.")
	}
	if len(r.Attached) > 0 {
		return errStillAttached
	}
	return roles.Delete(tx, store.Key(account, fold(name)))
}

// Roles pages through an account's roles by name.
func (d *Directory) Roles(r store.Reader, account, pathPrefix, token string, size int) ([]Role, string, error) {
	return page(r, &roles, account, token, size, func(role *Role) bool { return hasPath(role.Path, pathPrefix) })
}

// UniqueID returns the unique id of the user or role that an IAM ARN names, or fault.NotFound.
func (d *Directory) UniqueID(r store.Reader, text string) (string, error) {
	a, err := arn.Parse(text)
	if err != nil || a.Service != "iam" {
		return "", fault.New(fault.NotFound, "%s names no user and no role.", text)
	}
	switch a.Type() {
	case "role":
		role, err := d.Role(r, a.Account, a.LastName())
		if err == nil && role.ARN() == text {
			return role.ID, nil
		}
		if err != nil && !fault.Is(err, fault.NotFound) {
			return "", err
		}
	case "user":
		user, err := d.User(r, a.Account, a.LastName())
		if err == nil && user.ARN() == text {
			return user.ID, nil
		}
		if err != nil && !fault.Is(err, fault.NotFound) {
			return "", err
		}
	}
	return "", fault.New(fault.NotFound, "%s names no user and no role.", text)
}

// ARNOf returns the ARN of the user or role with a unique id; ok is false for ids that are nobody's any more.
func (d *Directory) ARNOf(r store.Reader, uniqueID string) (text string, ok bool, err error) {
	for item, err := range roles.ScanIndex(r, "id", store.Range{Prefix: store.Key(uniqueID), Limit: 1}) {
		return item.Value.ARN(), err == nil, err
	}
	for item, err := range users.ScanIndex(r, "id", store.Range{Prefix: store.Key(uniqueID), Limit: 1}) {
		return item.Value.ARN(), err == nil, err
	}
	return "", false, nil
}
