package identity

import (
	"slices"
	"time"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/store"
)

// Group is a group of users of an account. It is no principal: its policies count for its members.
type Group struct {
	Account  string            `json:"account"`
	Name     string            `json:"name"`
	Path     string            `json:"path"`
	ID       string            `json:"id"` // AGPA…
	Created  time.Time         `json:"created"`
	Policies map[string]string `json:"policies,omitempty"` // inline, by name, as they were given
	Attached []string          `json:"attached,omitempty"` // ARNs of managed policies, in the order of their attachment
}

// ARN is the group's ARN.
func (g Group) ARN() string { return arn.Make("iam", "", g.Account, "group"+g.Path+g.Name) }

var groups = store.Collection[Group]{
	Table: "identity.group", Schema: 1,
	Key: func(g *Group) string { return store.Key(g.Account, fold(g.Name)) },
	Indexes: map[string]func(*Group) []string{
		"policy": func(g *Group) []string { return attachments(g.Account, g.Attached) },
	},
}

// attachments are the index entries of the policies that are attached to somebody.
func attachments(account string, attached []string) []string {
	keys := make([]string, 0, len(attached))
	for _, policy := range attached {
		keys = append(keys, store.Key(account, policy))
	}
	return keys
}

// CreateGroup makes a group without members and permissions. It fails with fault.AlreadyExists.
func (d *Directory) CreateGroup(tx store.Tx, g Group) (Group, error) {
	g.ID, g.Created = d.ids.Unique("AGPA"), d.clock.Now().Truncate(time.Second)
	return g, named(groups.Create(tx, g), "Group", g.Name)
}

// Group returns a group, or fault.NotFound.
func (d *Directory) Group(r store.Reader, account, name string) (Group, error) {
	g, err := groups.Get(r, store.Key(account, fold(name)))
	return g, named(err, "group", name)
}

// ChangeGroup changes a group's record. Its name stays.
func (d *Directory) ChangeGroup(tx store.Tx, account, name string, change func(*Group) error) error {
	return named(groups.Modify(tx, store.Key(account, fold(name)), change), "group", name)
}

// RenameGroup gives a group another name and path; its members stay.
func (d *Directory) RenameGroup(tx store.Tx, account, name, newName, newPath string) error {
	g, err := d.Group(tx, account, name)
	if err != nil {
		return err
	}
	members, _, err := d.Members(tx, account, name, "", 0)
	if err != nil {
		return err
	}
	if err := groups.Delete(tx, store.Key(account, fold(name))); err != nil {
		return err
	}
	g.Name, g.Path = newName, newPath
	if err := named(groups.Create(tx, g), "Group", newName); err != nil {
		return err
	}
	for _, u := range members {
		err := d.ChangeUser(tx, account, u.Name, func(u *IAMUser) error {
			u.Groups[slices.Index(u.Groups, fold(name))] = fold(newName)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// DeleteGroup removes a group that has neither members nor policies; else it fails with fault.Conflict.
func (d *Directory) DeleteGroup(tx store.Tx, account, name string) error {
	g, err := d.Group(tx, account, name)
	if err != nil {
		return err
	}
	members, _, err := d.Members(tx, account, name, "", 1)
	switch {
	case err != nil:
		return err
	case len(members) > 0:
		return fault.New(fault.Conflict, "Cannot delete entity, must remove users from group first.")
	case len(g.Policies) > 0:
		return fault.New(fault.Conflict, "Cannot delete entity, must delete policies first.")
	case len(g.Attached) > 0:
		return errStillAttached
	}
	return groups.Delete(tx, store.Key(account, fold(name)))
}

var errStillAttached = fault.New(fault.Conflict, "Cannot delete entity, must detach all policies first.")

// Groups pages through an account's groups by name.
func (d *Directory) Groups(r store.Reader, account, pathPrefix, token string, size int) ([]Group, string, error) {
	return page(r, &groups, account, token, size, func(g *Group) bool { return hasPath(g.Path, pathPrefix) })
}

// Members pages through a group's users by name; a size of 0 is all of them. Whether there is such a group is not asked.
func (d *Directory) Members(r store.Reader, account, group, token string, size int) ([]IAMUser, string, error) {
	after, err := store.ParseToken(token)
	if err != nil {
		return nil, "", err
	}
	members := users.ScanIndex(r, "group", store.Range{Prefix: store.Key(account, fold(group)), After: after})
	if size > 0 {
		return store.Page(members, size)
	}
	var all []IAMUser
	for item, err := range members {
		if err != nil {
			return nil, "", err
		}
		all = append(all, item.Value)
	}
	return all, "", nil
}

// mostGroups is the quota of groups that a user may be in (IAM User Guide, "IAM and AWS STS quotas").
const mostGroups = 10

// Join puts a user into a group; one who is in it already stays.
func (d *Directory) Join(tx store.Tx, account, group, user string) error {
	if _, err := d.Group(tx, account, group); err != nil {
		return err
	}
	return d.ChangeUser(tx, account, user, func(u *IAMUser) error {
		if slices.Contains(u.Groups, fold(group)) {
			return nil
		}
		if len(u.Groups) >= mostGroups {
			return fault.New(fault.Limit, "Cannot exceed quota for GroupsPerUser: %d", mostGroups)
		}
		u.Groups = append(u.Groups, fold(group))
		slices.Sort(u.Groups)
		return nil
	})
}

// Leave takes a user out of a group.
func (d *Directory) Leave(tx store.Tx, account, group, user string) error {
	if _, err := d.Group(tx, account, group); err != nil {
		return err
	}
	return d.ChangeUser(tx, account, user, func(u *IAMUser) error {
		at := slices.Index(u.Groups, fold(group))
		if at < 0 {
			return fault.New(fault.NotFound, "The user with name %s is not in the group with name %s.", user, group)
		}
		u.Groups = slices.Delete(u.Groups, at, at+1)
		return nil
	})
}

// GroupsOf lists the groups that a user is in, by name.
func (d *Directory) GroupsOf(r store.Reader, u IAMUser) ([]Group, error) {
	all := make([]Group, 0, len(u.Groups))
	for _, name := range u.Groups {
		g, err := d.Group(r, u.Account, name)
		if err != nil {
			return nil, err
		}
		all = append(all, g)
	}
	return all, nil
}
