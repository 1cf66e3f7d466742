package organization

import (
	"slices"
	"strings"
	"time"

	"interlaken/fault"
	"interlaken/policy"
	"interlaken/store"
)

// TargetKind is what a policy can hang on, by the names of the API.
type TargetKind string

// The kinds of target.
const (
	Root    TargetKind = "ROOT"
	Unit    TargetKind = "ORGANIZATIONAL_UNIT"
	Account TargetKind = "ACCOUNT"
)

// How an account came into an organization, by the names of the API.
const (
	Invited = "INVITED"
	Created = "CREATED"
)

// MostDepth is how deep units may stand below the root (Organizations User Guide, "Quotas and service limits").
const MostDepth = 5

// Target is the root, a unit or an account of an organization.
type Target struct {
	Org    string     `json:"org"`
	ID     string     `json:"id"`
	Kind   TargetKind `json:"kind"`
	Parent string     `json:"parent,omitempty"` // "" for the root
	Name   string     `json:"name"`
	// Email, Method and Joined are of accounts.
	Email  string            `json:"email,omitempty"`
	Method string            `json:"method,omitempty"`
	Joined time.Time         `json:"joined,omitzero"`
	Tags   map[string]string `json:"tags,omitempty"`
	SCPs   []string          `json:"scps,omitempty"` // ids of attached policies, in the order of their attachment
	RCPs   []string          `json:"rcps,omitempty"`
}

// ARN is the target's ARN.
func (t *Target) ARN(o *Organization) string {
	kind := map[TargetKind]string{Root: "root/", Unit: "ou/", Account: "account/"}[t.Kind]
	return o.arn(kind + o.ID + "/" + t.ID)
}

// Attached are the ids of the policies of a kind that hang here.
func (t *Target) Attached(kind policy.Kind) []string {
	if kind == policy.RCP {
		return t.RCPs
	}
	return t.SCPs
}

func (t *Target) setAttached(kind policy.Kind, ids []string) {
	if kind == policy.RCP {
		t.RCPs = ids
	} else {
		t.SCPs = ids
	}
}

var targets = store.Collection[Target]{
	Table: "organization.target", Schema: 1,
	Key: func(t *Target) string { return store.Key(t.Org, t.ID) },
	Indexes: map[string]func(*Target) []string{
		"parent": func(t *Target) []string {
			if t.Parent == "" {
				return nil
			}
			return []string{store.Key(t.Org, t.Parent, string(t.Kind), t.ID)}
		},
		"account": func(t *Target) []string {
			if t.Kind != Account {
				return nil
			}
			return []string{store.Key(t.ID)}
		},
		"address": func(t *Target) []string {
			if t.Kind != Account {
				return nil
			}
			return []string{store.Key(strings.ToLower(t.Email))}
		},
		"policy": func(t *Target) []string {
			var keys []string
			for _, id := range append(slices.Clone(t.SCPs), t.RCPs...) {
				keys = append(keys, store.Key(t.Org, id, t.ID))
			}
			return keys
		},
	},
}

// Target returns the root, unit or account with an id, or fault.NotFound.
func (g *Registry) Target(r store.Reader, o *Organization, id string) (Target, error) {
	t, err := targets.Get(r, store.Key(o.ID, id))
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.NotFound, "There is no root, unit or account %s in the organization.", id)
	}
	return t, err
}

// Targets are the root, the units and the accounts of an organization by id.
func (g *Registry) Targets(r store.Reader, o *Organization) ([]Target, error) {
	return collect(targets.Scan(r, store.Range{Prefix: store.Key(o.ID)}))
}

// Children are the units, or the accounts, directly below a parent, by id.
func (g *Registry) Children(r store.Reader, o *Organization, parent string, kind TargetKind) ([]Target, error) {
	return collect(targets.ScanIndex(r, "parent", store.Range{Prefix: store.Key(o.ID, parent, string(kind))}))
}

// Accounts are the accounts of an organization by id.
func (g *Registry) Accounts(r store.Reader, o *Organization) ([]Target, error) {
	all, err := g.Targets(r, o)
	return slices.DeleteFunc(all, func(t Target) bool { return t.Kind != Account }), err
}

// HasAddress reports whether an account of any organization has an e-mail address.
func (g *Registry) HasAddress(r store.Reader, email string) (bool, error) {
	for _, err := range targets.ScanIndex(r, "address", store.Range{Prefix: store.Key(strings.ToLower(email)), Limit: 1}) {
		return err == nil, err
	}
	return false, nil
}

func collect[T any](scan func(func(store.Item[T], error) bool)) ([]T, error) {
	var all []T
	for item, err := range scan {
		if err != nil {
			return nil, err
		}
		all = append(all, item.Value)
	}
	return all, nil
}

// Way is the way from the root to a target, both included.
func (g *Registry) Way(r store.Reader, o *Organization, t Target) ([]Target, error) {
	way := []Target{t}
	for t.Parent != "" {
		var err error
		if t, err = g.Target(r, o, t.Parent); err != nil {
			return nil, err
		}
		way = append(way, t)
	}
	slices.Reverse(way)
	return way, nil
}

// Path is the form of a way that aws:PrincipalOrgPaths has: o-…/r-…/ou-…/, without the account.
func Path(o *Organization, way []Target) string {
	path := o.ID + "/"
	for _, t := range way {
		if t.Kind != Account {
			path += t.ID + "/"
		}
	}
	return path
}

// Join puts an account into an organization, below its root. What is attached to it are the policies that everything has.
func (g *Registry) Join(tx store.Tx, o *Organization, t Target) (Target, error) {
	if _, err := g.member(tx, t.ID); err == nil {
		return t, fault.New(fault.AlreadyExists, "Account %s is already a member of an organization.", t.ID)
	} else if !fault.Is(err, fault.NotFound) {
		return t, err
	}
	t.Org, t.Kind, t.Parent, t.Joined = o.ID, Account, o.Root, g.clock.Now().Truncate(time.Second)
	return t, g.add(tx, o, t)
}

// add creates a target with the policies that everything has.
func (g *Registry) add(tx store.Tx, o *Organization, t Target) error {
	for _, kind := range o.Enabled {
		t.setAttached(kind, []string{defaults[kind]})
	}
	if err := targets.Create(tx, t); err != nil {
		return err
	}
	return g.touch(tx)
}

// CreateUnit makes a unit below the root or a unit. Names are unique below one parent: fault.AlreadyExists. A unit that
// would stand too deep is fault.Limit.
func (g *Registry) CreateUnit(tx store.Tx, o *Organization, parent Target, name string, tags map[string]string) (Target, error) {
	way, err := g.Way(tx, o, parent)
	if err != nil {
		return Target{}, err
	}
	if len(way) > MostDepth {
		return Target{}, fault.New(fault.Limit, "You have exceeded the number of levels of organizational units: %d.", MostDepth)
	}
	if err := g.freeName(tx, o, parent.ID, name); err != nil {
		return Target{}, err
	}
	t := Target{Org: o.ID, ID: "ou-" + o.Root[len("r-"):] + "-" + g.ids.Lower(8), Kind: Unit, Parent: parent.ID, Name: name, Tags: tags}
	return t, g.add(tx, o, t)
}

func (g *Registry) freeName(r store.Reader, o *Organization, parent, name string) error {
	siblings, err := g.Children(r, o, parent, Unit)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(siblings, func(t Target) bool { return t.Name == name }) {
		return fault.New(fault.AlreadyExists, "An OU with the same name exists under the specified parent.")
	}
	return nil
}

// Rename gives a unit another name.
func (g *Registry) Rename(tx store.Tx, o *Organization, unit Target, name string) (Target, error) {
	if name == unit.Name {
		return unit, nil
	}
	if err := g.freeName(tx, o, unit.Parent, name); err != nil {
		return unit, err
	}
	unit.Name = name
	return unit, targets.Put(tx, unit)
}

// Tag changes the tags of a root, unit or account.
func (g *Registry) Tag(tx store.Tx, t Target, tags map[string]string) error {
	t.Tags = tags
	return targets.Put(tx, t)
}

// DeleteUnit removes a unit in which nothing is; else it fails with fault.Conflict.
func (g *Registry) DeleteUnit(tx store.Tx, o *Organization, unit Target) error {
	for _, kind := range []TargetKind{Unit, Account} {
		below, err := g.Children(tx, o, unit.ID, kind)
		if err != nil {
			return err
		}
		if len(below) > 0 {
			return fault.New(fault.Conflict, "The organizational unit is not empty.")
		}
	}
	return g.remove(tx, o, unit.ID)
}

// Leave takes an account out of its organization. The one that manages it cannot leave: fault.Conflict.
func (g *Registry) Leave(tx store.Tx, o *Organization, account Target) error {
	if account.ID == o.Management {
		return fault.New(fault.Conflict, "The management account of an organization cannot leave it.")
	}
	return g.remove(tx, o, account.ID)
}

func (g *Registry) remove(tx store.Tx, o *Organization, id string) error {
	if err := targets.Delete(tx, store.Key(o.ID, id)); err != nil {
		return err
	}
	return g.touch(tx)
}

// Move puts an account below another parent.
func (g *Registry) Move(tx store.Tx, account Target, parent string) error {
	account.Parent = parent
	if err := targets.Put(tx, account); err != nil {
		return err
	}
	return g.touch(tx)
}
