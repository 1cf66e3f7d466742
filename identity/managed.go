package identity

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/store"
)

// ManagedPolicy is a policy of its own, which can be attached to users, groups and roles and set as their boundary. AWS
// has some, which everybody may attach and nobody change.
type ManagedPolicy struct {
	Account     string            `json:"account"` // "aws" for AWS's
	Name        string            `json:"name"`
	Path        string            `json:"path"`
	ID          string            `json:"id"` // ANPA…
	Description string            `json:"description,omitempty"`
	Created     time.Time         `json:"created"`
	Updated     time.Time         `json:"updated"`
	Tags        map[string]string `json:"tags,omitempty"`
	Versions    []PolicyVersion   `json:"versions"` // the oldest first; at least one
	Default     string            `json:"default"`  // the version that counts
	Last        int               `json:"last"`     // number of the newest version that there ever was
}

// PolicyVersion is a version of a managed policy. It never changes.
type PolicyVersion struct {
	ID       string    `json:"id"` // v1, v2, …
	Document string    `json:"document"`
	Created  time.Time `json:"created"`
}

// OfAWS is the account of the policies that AWS manages.
const OfAWS = "aws"

// mostVersions is the quota of versions of a managed policy (IAM User Guide, "IAM and AWS STS quotas").
const mostVersions = 5

// ARN is the policy's ARN.
func (p ManagedPolicy) ARN() string { return arn.Make("iam", "", p.Account, "policy"+p.Path+p.Name) }

// Version returns a version; ok is false where there is none such.
func (p *ManagedPolicy) Version(id string) (v PolicyVersion, ok bool) {
	at := slices.IndexFunc(p.Versions, func(v PolicyVersion) bool { return v.ID == id })
	if at < 0 {
		return v, false
	}
	return p.Versions[at], true
}

// Document is the document that counts.
func (p *ManagedPolicy) Document() string {
	v, _ := p.Version(p.Default)
	return v.Document
}

var managed = store.Collection[ManagedPolicy]{
	Table: "identity.policy", Schema: 1,
	Key: func(p *ManagedPolicy) string { return store.Key(p.Account, fold(p.Name)) },
}

//go:embed managed/*.json
var awsDocuments embed.FS

// awsManaged are the policies of AWS that this system uses, by name. Those of services have a path.
var awsManaged = readAWSManaged(map[string]string{"AWSQuicksightAthenaAccess": "/service-role/"})

// awsManagedByARN are the same by ARN: each request of somebody who has one looks there.
var awsManagedByARN = func() map[string]ManagedPolicy {
	all := map[string]ManagedPolicy{}
	for _, p := range awsManaged {
		all[p.ARN()] = p
	}
	return all
}()

// awsManagedSince is when AWS made them, as far as it is told here.
var awsManagedSince = time.Date(2015, 2, 6, 18, 39, 46, 0, time.UTC)

func readAWSManaged(paths map[string]string) []ManagedPolicy {
	files, err := awsDocuments.ReadDir("managed")
	if err != nil {
		panic(err) // they are part of the program
	}
	all := make([]ManagedPolicy, 0, len(files))
	for i, file := range files {
		text, err := awsDocuments.ReadFile("managed/" + file.Name())
		if err != nil {
			panic(err)
		}
		name := strings.TrimSuffix(file.Name(), path.Ext(file.Name()))
		p := ManagedPolicy{
			Account: OfAWS, Name: name, Path: "/", ID: fmt.Sprintf("ANPAAWSMANAGED%07d", i), Created: awsManagedSince, Updated: awsManagedSince,
			Versions: []PolicyVersion{{ID: "v1", Document: string(text), Created: awsManagedSince}}, Default: "v1", Last: 1,
		}
		if given, ok := paths[name]; ok {
			p.Path = given
		}
		all = append(all, p)
	}
	return all
}

// AWSManaged lists the policies of AWS that there are here, by name.
func AWSManaged() []ManagedPolicy { return slices.Clone(awsManaged) }

// noPolicy is the refusal of a policy that does not exist.
func noPolicy(policyARN string) error {
	return fault.New(fault.NotFound, "Policy %s does not exist or is not attachable.", policyARN)
}

// Managed returns a managed policy of an account, or of AWS, by its ARN, or fault.NotFound.
func (d *Directory) Managed(r store.Reader, policyARN string) (ManagedPolicy, error) {
	a, err := arn.Parse(policyARN)
	if err != nil || a.Service != "iam" || a.Type() != "policy" {
		return ManagedPolicy{}, noPolicy(policyARN)
	}
	if a.Account == OfAWS {
		p, ok := awsManagedByARN[policyARN]
		if !ok {
			return ManagedPolicy{}, noPolicy(policyARN)
		}
		return p, nil
	}
	p, err := managed.Get(r, store.Key(a.Account, fold(a.LastName())))
	if fault.Is(err, fault.NotFound) || err == nil && p.ARN() != policyARN {
		return ManagedPolicy{}, noPolicy(policyARN)
	}
	return p, err
}

// CreateManaged makes a managed policy with its first version. It fails with fault.AlreadyExists.
func (d *Directory) CreateManaged(tx store.Tx, p ManagedPolicy, document string) (ManagedPolicy, error) {
	now := d.clock.Now().Truncate(time.Second)
	p.ID, p.Created, p.Updated = d.ids.Unique("ANPA"), now, now
	p.Versions, p.Default, p.Last = []PolicyVersion{{"v1", document, now}}, "v1", 1
	err := managed.Create(tx, p)
	if fault.Is(err, fault.AlreadyExists) {
		err = fault.New(fault.AlreadyExists, "A policy called %s already exists. Duplicate names are not allowed.", p.Name)
	}
	return p, err
}

// ChangeManaged changes a policy's record. AWS's are not changed: fault.AccessDenied.
func (d *Directory) ChangeManaged(tx store.Tx, policyARN string, change func(*ManagedPolicy) error) error {
	p, err := d.Managed(tx, policyARN)
	if err != nil {
		return err
	}
	if p.Account == OfAWS {
		return fault.New(fault.AccessDenied, "Policy %s is AWS's and cannot be changed.", policyARN)
	}
	return managed.Modify(tx, store.Key(p.Account, fold(p.Name)), change)
}

// AddVersion adds a version, and makes it the one that counts where that is wanted.
func (d *Directory) AddVersion(tx store.Tx, policyARN, document string, isDefault bool) (PolicyVersion, error) {
	var added PolicyVersion
	err := d.ChangeManaged(tx, policyARN, func(p *ManagedPolicy) error {
		if len(p.Versions) >= mostVersions {
			return fault.New(fault.Limit, "A managed policy can have up to %d versions. Before you create a new version, you must delete an existing version.", mostVersions)
		}
		p.Last++
		p.Updated = d.clock.Now().Truncate(time.Second)
		added = PolicyVersion{"v" + strconv.Itoa(p.Last), document, p.Updated}
		p.Versions = append(p.Versions, added)
		if isDefault {
			p.Default = added.ID
		}
		return nil
	})
	return added, err
}

// DeleteManaged removes a policy that has no version but the one that counts and is attached to nobody; else it fails with
// fault.Conflict.
func (d *Directory) DeleteManaged(tx store.Tx, policyARN string) error {
	p, err := d.Managed(tx, policyARN)
	if err != nil {
		return err
	}
	held, err := d.HoldersOf(tx, p.Account, policyARN)
	switch {
	case err != nil:
		return err
	case p.Account == OfAWS:
		return fault.New(fault.AccessDenied, "Policy %s is AWS's and cannot be changed.", policyARN)
	case held.Attached() > 0 || held.Boundaries() > 0:
		return fault.New(fault.Conflict, "Cannot delete a policy attached to entities.")
	case len(p.Versions) > 1:
		return fault.New(fault.Conflict, "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.")
	}
	return managed.Delete(tx, store.Key(p.Account, fold(p.Name)))
}

// ManagedPolicies pages through an account's own managed policies by name.
func (d *Directory) ManagedPolicies(r store.Reader, account, pathPrefix, token string, size int) ([]ManagedPolicy, string, error) {
	return page(r, &managed, account, token, size, func(p *ManagedPolicy) bool { return hasPath(p.Path, pathPrefix) })
}

// Holders are who has a managed policy in an account.
type Holders struct {
	Users, BoundedUsers []IAMUser
	Roles, BoundedRoles []Role
	Groups              []Group
}

// Attached counts those to whom the policy is attached.
func (h *Holders) Attached() int { return len(h.Users) + len(h.Roles) + len(h.Groups) }

// Boundaries counts those of whom it is the permissions boundary.
func (h *Holders) Boundaries() int { return len(h.BoundedUsers) + len(h.BoundedRoles) }

// HoldersOf finds who in an account has a policy, by name.
func (d *Directory) HoldersOf(r store.Reader, account, policyARN string) (Holders, error) {
	var h Holders
	of := store.Range{Prefix: store.Key(account, policyARN)}
	if err := gather(&h.Users, users.ScanIndex(r, "policy", of)); err != nil {
		return h, err
	}
	if err := gather(&h.BoundedUsers, users.ScanIndex(r, "boundary", of)); err != nil {
		return h, err
	}
	if err := gather(&h.Roles, roles.ScanIndex(r, "policy", of)); err != nil {
		return h, err
	}
	if err := gather(&h.BoundedRoles, roles.ScanIndex(r, "boundary", of)); err != nil {
		return h, err
	}
	return h, gather(&h.Groups, groups.ScanIndex(r, "policy", of))
}

// gather appends what a scan yields.
func gather[T any](all *[]T, scan func(func(store.Item[T], error) bool)) error {
	for item, err := range scan {
		if err != nil {
			return err
		}
		*all = append(*all, item.Value)
	}
	return nil
}
