package hub

import (
	"maps"
	"slices"

	"interlaken/store"
)

// Permissions are what principals may do with an asset: actions such as quicksight:PassDataSource by the ARN of a user,
// a group or a namespace. hub/share changes and reads them.
type Permissions map[string][]string

// Allows reports whether one of the principals has the action.
func (p Permissions) Allows(principals []string, action string) bool {
	return slices.ContainsFunc(principals, func(name string) bool { return slices.Contains(p[name], action) })
}

// Holders are the principals that have the action, in order.
func (p Permissions) Holders(action string) []string {
	var holders []string
	for name, actions := range p {
		if slices.Contains(actions, action) {
			holders = append(holders, name)
		}
	}
	slices.Sort(holders)
	return holders
}

// With is what one of two permissions gives; neither is changed.
func (p Permissions) With(other Permissions) Permissions {
	if len(other) == 0 {
		return p
	}
	all := Permissions{}
	for _, part := range []Permissions{p, other} {
		for principal, actions := range part {
			actions = slices.Concat(all[principal], actions)
			slices.Sort(actions)
			all[principal] = slices.Compact(actions)
		}
	}
	return all
}

// grantees are the index keys under which an asset is found by those who may do something with it.
func (p Permissions) grantees() []string { return principalKeys(slices.Sorted(maps.Keys(p))) }

func principalKeys(names []string) []string {
	var keys []string
	for _, name := range names {
		keys = append(keys, store.Key(name))
	}
	return keys
}

// forget takes a user or group, which is about to be deleted, out of the permissions of every asset, out of the owners of
// deleted ones and of spokes.
func forget(tx store.Tx, principal string) error {
	if err := disown(tx, principal); err != nil {
		return err
	}
	for _, forget := range []func(store.Tx, string) error{
		func(tx store.Tx, name string) error {
			return forgetIn(tx, &dataSources, name, func(d *DataSource) Permissions { return d.Permissions })
		},
		func(tx store.Tx, name string) error {
			return forgetIn(tx, &dataSets, name, func(d *DataSet) Permissions { return d.Permissions })
		},
		func(tx store.Tx, name string) error {
			return forgetIn(tx, &dashboards, name, func(d *Dashboard) Permissions { return d.Permissions })
		},
		Analyses.forget, Templates.forget, Themes.forget, Folders.forget,
	} {
		if err := forget(tx, principal); err != nil {
			return err
		}
	}
	gone, err := values(formerDataSources.ScanIndex(tx, "owner", store.Range{Prefix: store.Key(principal)}))
	if err != nil {
		return err
	}
	for _, f := range gone {
		f.Owners = slices.DeleteFunc(f.Owners, func(owner string) bool { return owner == principal })
		if err := formerDataSources.Put(tx, f); err != nil {
			return err
		}
	}
	return nil
}

// forgetIn takes a principal out of the permissions of the assets of one kind.
func forgetIn[T any](tx store.Tx, c *store.Collection[T], principal string, permissions func(*T) Permissions) error {
	held, err := values(c.ScanIndex(tx, "grantee", store.Range{Prefix: store.Key(principal)}))
	if err != nil {
		return err
	}
	for i := range held {
		delete(permissions(&held[i]), principal)
		if err := c.Put(tx, held[i]); err != nil {
			return err
		}
	}
	return nil
}

// values gathers a scan before what it yields is changed.
func values[T any](scan func(func(store.Item[T], error) bool)) ([]T, error) {
	var all []T
	for item, err := range scan {
		if err != nil {
			return nil, err
		}
		all = append(all, item.Value)
	}
	return all, nil
}
