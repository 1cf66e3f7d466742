// Package organization holds which accounts belong together, in which units, and which control policies hang where: what
// AWS Organizations keeps. It answers for each decision which policies bind an account (Controls), and decides nothing:
// that is policy's work, and who may change an organization is cloud/organizations's. It may import arn, clock, id, fault,
// policy and store; service and cloud/organizations stand on it.
package organization

import (
	"slices"
	"sync"
	"time"

	"interlaken/arn"
	"interlaken/clock"
	"interlaken/fault"
	"interlaken/id"
	"interlaken/policy"
	"interlaken/store"
)

// Registry finds and changes organizations in a store. Every method takes the transaction it works in. It is safe for
// concurrent use.
type Registry struct {
	clock clock.Clock
	ids   *id.Source

	mu sync.Mutex
	// gathered are the controls of accounts as they were at revision.
	revision string
	gathered map[string]*Controls
}

// New makes a registry.
func New(now clock.Clock, ids *id.Source) *Registry { return &Registry{clock: now, ids: ids} }

// Organization is one organization. All features are on: consolidated billing alone has no policies.
type Organization struct {
	ID         string        `json:"id"`         // o-…
	Management string        `json:"management"` // the account that manages it
	Root       string        `json:"root"`       // r-…, the one root
	Enabled    []policy.Kind `json:"enabled,omitempty"`
	Created    time.Time     `json:"created"`
}

// ARN is the organization's ARN.
func (o *Organization) ARN() string { return o.arn("organization/" + o.ID) }

func (o *Organization) arn(resource string) string {
	return arn.Make("organizations", "", o.Management, resource)
}

// Enables reports whether policies of a kind count in the organization.
func (o *Organization) Enables(kind policy.Kind) bool { return slices.Contains(o.Enabled, kind) }

var organizations = store.Collection[Organization]{
	Table: "organization.organization", Schema: 1,
	Key: func(o *Organization) string { return store.Key(o.ID) },
}

// revision is a random word that changes with everything that Controls depends on, so that what was gathered holds for as
// long as the word stands. A counter would not do: a transaction that is undone would leave its count to the next one.
type revision struct {
	Word string `json:"word"`
}

var revisions = store.Collection[revision]{
	Table: "organization.revision", Schema: 1,
	Key: func(*revision) string { return "organizations" },
}

const revisionBytes = 16

// touch says that what was gathered holds no longer.
func (g *Registry) touch(tx store.Tx) error {
	return revisions.Put(tx, revision{g.ids.Token(revisionBytes)})
}

// Of returns the organization of an account, or fault.NotFound.
func (g *Registry) Of(r store.Reader, account string) (Organization, error) {
	member, err := g.member(r, account)
	if err != nil {
		return Organization{}, err
	}
	return organizations.Get(r, store.Key(member.Org))
}

// member is the record of an account in its organization, or fault.NotFound.
func (g *Registry) member(r store.Reader, account string) (Target, error) {
	for item, err := range targets.ScanIndex(r, "account", store.Range{Prefix: store.Key(account), Limit: 1}) {
		return item.Value, err
	}
	return Target{}, fault.New(fault.NotFound, "Account %s is not a member of an organization.", account)
}

// Create makes an organization with a root that holds the account that manages it. It fails with fault.AlreadyExists for an
// account that is in one.
func (g *Registry) Create(tx store.Tx, management, name, email string) (Organization, error) {
	switch _, err := g.member(tx, management); {
	case err == nil:
		return Organization{}, fault.New(fault.AlreadyExists, "The provided account is already a member of an organization.")
	case !fault.Is(err, fault.NotFound):
		return Organization{}, err
	}
	o := Organization{ID: "o-" + g.ids.Lower(10), Management: management, Root: "r-" + g.ids.Lower(4), Created: g.clock.Now().Truncate(time.Second)}
	if err := organizations.Create(tx, o); err != nil {
		return o, err
	}
	if err := targets.Create(tx, Target{Org: o.ID, ID: o.Root, Kind: Root, Name: "Root"}); err != nil {
		return o, err
	}
	_, err := g.Join(tx, &o, Target{ID: management, Name: name, Email: email, Method: Invited})
	return o, err
}

// Delete removes an organization that has no account but the one that manages it, no unit and no policy; else it fails with
// fault.Conflict.
func (g *Registry) Delete(tx store.Tx, o *Organization) error {
	all, err := g.Targets(tx, o)
	if err != nil {
		return err
	}
	own, err := g.Policies(tx, o, "")
	if err != nil {
		return err
	}
	if len(all) > 2 || len(own) > 0 {
		return fault.New(fault.Conflict, "To delete the organization you must first remove all member accounts, units and policies.")
	}
	for _, t := range all {
		if err := targets.Delete(tx, store.Key(o.ID, t.ID)); err != nil {
			return err
		}
	}
	if err := g.forgetHandshakes(tx, o); err != nil {
		return err
	}
	if err := g.forgetCreations(tx, o); err != nil {
		return err
	}
	if err := g.touch(tx); err != nil {
		return err
	}
	return organizations.Delete(tx, store.Key(o.ID))
}

// defaults are the policies that hang on everything once a kind is enabled.
var defaults = map[policy.Kind]string{policy.SCP: FullAWSAccess, policy.RCP: RCPFullAWSAccess}

// Enable has policies of a kind count, and hangs the one that allows everything on each root, unit and account
// (Organizations User Guide, "Enabling a policy type").
func (g *Registry) Enable(tx store.Tx, o *Organization, kind policy.Kind) error {
	o.Enabled = append(o.Enabled, kind)
	slices.Sort(o.Enabled)
	return g.switchKind(tx, o, kind, []string{defaults[kind]})
}

// Disable has policies of a kind count no longer, and takes each from where it hangs.
func (g *Registry) Disable(tx store.Tx, o *Organization, kind policy.Kind) error {
	o.Enabled = slices.DeleteFunc(o.Enabled, func(k policy.Kind) bool { return k == kind })
	return g.switchKind(tx, o, kind, nil)
}

func (g *Registry) switchKind(tx store.Tx, o *Organization, kind policy.Kind, attached []string) error {
	if err := organizations.Put(tx, *o); err != nil {
		return err
	}
	all, err := g.Targets(tx, o)
	if err != nil {
		return err
	}
	for _, t := range all {
		t.setAttached(kind, slices.Clone(attached))
		if err := targets.Put(tx, t); err != nil {
			return err
		}
	}
	return g.touch(tx)
}
