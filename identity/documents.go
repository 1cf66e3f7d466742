package identity

import (
	"crypto/sha256"
	"slices"
	"strings"
	"sync"

	"interlaken/fault"
	"interlaken/policy"
	"interlaken/store"
)

// maxCompiled bounds the compiled documents that are kept. A system has far fewer documents in use; a full cache is
// begun anew, because the bound is there for hostile session policies and not for hits.
const maxCompiled = 8192

// documentCache compiles each document once. A document's content and source are its key, so that nothing has to be
// invalidated.
type documentCache struct {
	mu       sync.RWMutex
	compiled map[[sha256.Size]byte]*policy.Policy
}

// Compile returns the compiled form of a document that was checked when it was stored.
func (d *Directory) Compile(source policy.Source, text string) (*policy.Policy, error) {
	h := sha256.New()
	for _, part := range []string{string(source.Kind), source.Name, source.Account, source.ARN, text} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	key := [sha256.Size]byte(h.Sum(nil))
	c := &d.documents
	c.mu.RLock()
	p := c.compiled[key]
	c.mu.RUnlock()
	if p != nil {
		return p, nil
	}
	p, err := policy.Load(source, []byte(text))
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "A stored policy cannot be read.")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.compiled == nil || len(c.compiled) >= maxCompiled {
		c.compiled = map[[sha256.Size]byte]*policy.Policy{}
	}
	c.compiled[key] = p
	return p, nil
}

// Documents are the policies that go with a principal.
type Documents struct {
	Identity []*policy.Policy
	Boundary *policy.Policy // nil: none is set
	Session  []*policy.Policy
}

// Documents gathers the policies of a principal as they are now: inline ones in the order of their names, attached ones in
// the order of their attachment, then those of the user's groups. A service principal has none; a user or role that is
// gone, or was made anew under its name, is fault.UnknownKey.
func (d *Directory) Documents(r store.Reader, p Principal) (Documents, error) {
	if p.BuiltIn != "" {
		return d.builtIn(p)
	}
	var docs Documents
	var err error
	switch p.Kind {
	case User:
		docs, err = d.ofUser(r, p)
	case AssumedRole:
		docs, err = d.ofRole(r, p)
	}
	if err != nil {
		return docs, err
	}
	docs.Session, err = d.sessionPolicies(r, p)
	return docs, err
}

// nothing is the session policy of a session that was limited by policies which are gone: it may do nothing.
const nothing = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}`

// sessionPolicies are those that were passed when the session was made. Managed ones count as they are now.
func (d *Directory) sessionPolicies(r store.Reader, p Principal) ([]*policy.Policy, error) {
	var all []*policy.Policy
	passed := policy.Source{Kind: policy.Session, Name: "session policy", Account: p.Account, ARN: p.ARN}
	if p.SessionPolicy != "" {
		session, err := d.Compile(passed, p.SessionPolicy)
		if err != nil {
			return nil, err
		}
		all = append(all, session)
	}
	for _, policyARN := range p.SessionPolicyARNs {
		held, err := d.Managed(r, policyARN)
		document, source := held.Document(), policy.Source{Kind: policy.Session, Name: held.Name, Account: held.Account, ARN: policyARN}
		if fault.Is(err, fault.NotFound) {
			document, source, err = nothing, passed, nil
		}
		if err != nil {
			return nil, err
		}
		session, err := d.Compile(source, document)
		if err != nil {
			return nil, err
		}
		all = append(all, session)
	}
	return all, nil
}

func (d *Directory) ofUser(r store.Reader, p Principal) (docs Documents, err error) {
	u, err := d.User(r, p.Account, p.Name)
	if err != nil {
		return docs, unknown(err)
	}
	if u.ID != p.UniqueID {
		return docs, errUnknownKey
	}
	if docs.Identity, err = d.held(r, u.Policies, u.Attached, p.Account, u.ARN()); err != nil {
		return docs, err
	}
	in, err := d.GroupsOf(r, u)
	if err != nil {
		return docs, err
	}
	for _, g := range in {
		held, err := d.GroupDocuments(r, g)
		if err != nil {
			return docs, err
		}
		docs.Identity = append(docs.Identity, held.Identity...)
	}
	docs.Boundary, err = d.boundary(r, u.Boundary)
	return docs, err
}

// GroupDocuments are the policies of a group alone.
func (d *Directory) GroupDocuments(r store.Reader, g Group) (docs Documents, err error) {
	docs.Identity, err = d.held(r, g.Policies, g.Attached, g.Account, g.ARN())
	return docs, err
}

func (d *Directory) ofRole(r store.Reader, p Principal) (docs Documents, err error) {
	role, err := d.Role(r, p.Account, p.Name)
	if err != nil {
		return docs, unknown(err)
	}
	if role.ID != p.RoleID {
		return docs, errUnknownKey
	}
	if docs.Identity, err = d.held(r, role.Policies, role.Attached, p.Account, role.ARN()); err != nil {
		return docs, err
	}
	docs.Boundary, err = d.boundary(r, role.Boundary)
	return docs, err
}

// held are inline and attached policies.
func (d *Directory) held(r store.Reader, documents map[string]string, attached []string, account, owner string) ([]*policy.Policy, error) {
	all, err := d.inline(documents, account, owner)
	if err != nil {
		return nil, err
	}
	for _, policyARN := range attached {
		p, err := d.compileManaged(r, policy.Identity, policyARN)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func (d *Directory) boundary(r store.Reader, policyARN string) (*policy.Policy, error) {
	if policyARN == "" {
		return nil, nil
	}
	return d.compileManaged(r, policy.Boundary, policyARN)
}

// compileManaged compiles the version of a managed policy that counts. That one which is attached is gone cannot be: it is
// an error, because a document left out might have denied.
func (d *Directory) compileManaged(r store.Reader, kind policy.Kind, policyARN string) (*policy.Policy, error) {
	p, err := d.Managed(r, policyARN)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "A policy that is attached cannot be read.")
	}
	return d.Compile(policy.Source{Kind: kind, Name: p.Name, Account: p.Account, ARN: policyARN}, p.Document())
}

func (d *Directory) inline(documents map[string]string, account, owner string) ([]*policy.Policy, error) {
	names := make([]string, 0, len(documents))
	for name := range documents {
		names = append(names, name)
	}
	slices.SortFunc(names, strings.Compare)
	compiled := make([]*policy.Policy, 0, len(names))
	for _, name := range names {
		p, err := d.Compile(policy.Source{Kind: policy.Identity, Name: name, Account: account, ARN: owner}, documents[name])
		if err != nil {
			return nil, err
		}
		compiled = append(compiled, p)
	}
	return compiled, nil
}
