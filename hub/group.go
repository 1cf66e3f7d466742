package hub

import (
	"time"

	"interlaken/arn"
	"interlaken/store"
)

// Group is a named set of users of a namespace; what is granted to it, all its members have.
type Group struct {
	Account     string    `json:"account"`
	Region      string    `json:"region"` // the identity Region, as User's
	Namespace   string    `json:"namespace"`
	Name        string    `json:"name"`
	Description string    `json:"description,omitempty"`
	PrincipalID string    `json:"principalId"`
	Created     time.Time `json:"created"`
}

// ARN is the group's ARN.
func (g Group) ARN() string {
	return arn.Make("quicksight", g.Region, g.Account, "group/"+g.Namespace+"/"+g.Name)
}

// Membership says that a user is in a group.
type Membership struct {
	Account   string `json:"account"`
	Namespace string `json:"namespace"`
	Group     string `json:"group"`
	User      string `json:"user"`
}

func (m Membership) key() string { return store.Key(m.Account, m.Namespace, m.Group, m.User) }

var groups = store.Collection[Group]{
	Table: "hub.group", Schema: 1,
	Key: func(g *Group) string { return store.Key(g.Account, g.Namespace, g.Name) },
}

// membershipCollection adds what both ends of a membership need.
type membershipCollection struct{ store.Collection[Membership] }

var memberships = membershipCollection{store.Collection[Membership]{
	Table: "hub.membership", Schema: 1,
	Key: func(m *Membership) string { return m.key() },
	Indexes: map[string]func(*Membership) []string{
		"member": func(m *Membership) []string { return []string{store.Key(m.Account, m.Namespace, m.User, m.Group)} },
	},
}}

// all gathers the memberships under a prefix of an index, or of the table for "".
func (c *membershipCollection) all(r store.Reader, index, prefix string) ([]Membership, error) {
	scan := c.Scan(r, store.Range{Prefix: prefix})
	if index != "" {
		scan = c.ScanIndex(r, index, store.Range{Prefix: prefix})
	}
	var found []Membership
	for item, err := range scan {
		if err != nil {
			return nil, err
		}
		found = append(found, item.Value)
	}
	return found, nil
}

// CreateGroup makes an empty group, or fails with fault.AlreadyExists.
func CreateGroup(tx store.Tx, g Group) error { return named(groups.Create(tx, g), "Group", g.Name) }

// GetGroup returns a group, or fault.NotFound.
func GetGroup(r store.Reader, account, namespace, name string) (Group, error) {
	g, err := groups.Get(r, store.Key(account, namespace, name))
	return g, named(err, "Group", name)
}

// ChangeGroup changes a group's record.
func ChangeGroup(tx store.Tx, account, namespace, name string, change func(*Group) error) error {
	return named(groups.Modify(tx, store.Key(account, namespace, name), change), "Group", name)
}

// DeleteGroup removes a group with its memberships and permissions.
func DeleteGroup(tx store.Tx, account, namespace, name string) error {
	g, err := GetGroup(tx, account, namespace, name)
	if err != nil {
		return err
	}
	members, err := memberships.all(tx, "", store.Key(account, namespace, name))
	if err != nil {
		return err
	}
	for _, m := range members {
		if err := memberships.Delete(tx, m.key()); err != nil {
			return err
		}
	}
	if err := forget(tx, g.ARN()); err != nil {
		return err
	}
	return groups.Delete(tx, store.Key(account, namespace, name))
}

// Groups pages through the groups of a namespace by name.
func Groups(r store.Reader, account, namespace, token string, size int) ([]Group, string, error) {
	return page(r, &groups, store.Key(account, namespace), token, size, nil)
}

// FindGroups is Groups of those that keep accepts.
func FindGroups(r store.Reader, account, namespace, token string, size int, keep func(*Group) bool) ([]Group, string, error) {
	return page(r, &groups, store.Key(account, namespace), token, size, keep)
}

// IsMember fails with fault.NotFound where a user is not in a group.
func IsMember(r store.Reader, m Membership) error {
	_, err := memberships.Get(r, m.key())
	return named(err, "Member", m.User)
}

// AddMember puts a user into a group; it changes nothing for one who is in it. Both must exist, else fault.NotFound.
func AddMember(tx store.Tx, m Membership) error {
	if _, err := GetGroup(tx, m.Account, m.Namespace, m.Group); err != nil {
		return err
	}
	if _, err := GetUser(tx, m.Account, m.Namespace, m.User); err != nil {
		return err
	}
	return memberships.Put(tx, m)
}

// RemoveMember takes a user out of a group, or fails with fault.NotFound.
func RemoveMember(tx store.Tx, m Membership) error {
	return named(memberships.Delete(tx, m.key()), "Member", m.User)
}

// Members pages through the memberships of a group by the users' names.
func Members(r store.Reader, account, namespace, group, token string, size int) ([]Membership, string, error) {
	return page(r, &memberships.Collection, store.Key(account, namespace, group), token, size, nil)
}

// GroupsOf lists the groups that a user is in, by name.
func GroupsOf(r store.Reader, account, namespace, user string) ([]Group, error) {
	in, err := memberships.all(r, "member", store.Key(account, namespace, user))
	if err != nil {
		return nil, err
	}
	var found []Group
	for _, m := range in {
		g, err := GetGroup(r, account, namespace, m.Group)
		if err != nil {
			return nil, err
		}
		found = append(found, g)
	}
	return found, nil
}

// UserGroups pages through the groups that a user is in, by name.
func UserGroups(r store.Reader, account, namespace, user, token string, size int) ([]Group, string, error) {
	after, err := store.ParseToken(token)
	if err != nil {
		return nil, "", err
	}
	in, next, err := store.Page(memberships.ScanIndex(r, "member", store.Range{Prefix: store.Key(account, namespace, user), After: after}), size)
	if err != nil {
		return nil, "", err
	}
	found := make([]Group, 0, len(in))
	for _, m := range in {
		g, err := GetGroup(r, account, namespace, m.Group)
		if err != nil {
			return nil, "", err
		}
		found = append(found, g)
	}
	return found, next, nil
}
