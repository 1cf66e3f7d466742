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
	Session  []*policy.Policy
}

// Documents gathers the policies of a principal as they are now, in the order of their names. A service principal has
// none; a user or role that is gone, or was made anew under its name, is fault.UnknownKey.
func (d *Directory) Documents(r store.Reader, p Principal) (Documents, error) {
	var docs Documents
	var err error
	if p.BuiltIn != "" {
		return d.builtIn(p)
	}
	switch p.Kind {
	case User:
		u, failed := d.User(r, p.Account, p.Name)
		if failed != nil {
			return docs, unknown(failed)
		}
		if u.ID != p.UniqueID {
			return docs, errUnknownKey
		}
		docs.Identity, err = d.inline(u.Policies, p.Account, u.ARN())
	case AssumedRole:
		role, failed := d.Role(r, p.Account, p.Name)
		if failed != nil {
			return docs, unknown(failed)
		}
		if role.ID != p.RoleID {
			return docs, errUnknownKey
		}
		docs.Identity, err = d.inline(role.Policies, p.Account, role.ARN())
	}
	if err != nil || p.SessionPolicy == "" {
		return docs, err
	}
	session, err := d.Compile(policy.Source{Kind: policy.Session, Name: "session policy", Account: p.Account, ARN: p.ARN}, p.SessionPolicy)
	docs.Session = []*policy.Policy{session}
	return docs, err
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
