package hub

import (
	"interlaken/arn"
	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

// Caller is who asks the hub: an authenticated principal of the hub account and, where it is mapped, the user that it
// is registered as. The zero value is nobody and is refused everywhere.
type Caller struct {
	Session service.Session
	// User is nil for a principal that is not mapped: IAM alone decides what it may do, and it has no asset.
	User *User
}

// Resolve finds out who a session is in the hub. It refuses a session without a principal.
func Resolve(r store.Reader, session service.Session) (Caller, error) {
	if session.Principal.IsZero() {
		return Caller{}, fault.New(fault.MissingToken, "The request has no authenticated caller.")
	}
	u, err := UserOf(r, session.Principal)
	return Caller{Session: session, User: u}, err
}

// IsZero reports whether there is no caller.
func (c Caller) IsZero() bool { return c.Session.Principal.IsZero() }

// Account is the hub account in which the caller asks.
func (c Caller) Account() string { return c.Session.Principal.Account }

// Region is where the caller asks; assets belong to a Region.
func (c Caller) Region() string { return c.Session.Region }

// Administers reports whether the caller is mapped to an administrator.
func (c Caller) Administers() bool { return c.User != nil && c.User.Administers() }

// Person is the caller as who a run is made, and as whom an owner of data sees the caller.
func (c Caller) Person() Person {
	if c.User != nil {
		return c.User.Person()
	}
	p := c.Session.Principal
	name := p.Name
	if p.SessionName != "" {
		name += "/" + p.SessionName
	}
	return Person{Account: p.Account, Name: name, ID: p.UniqueID, ARN: p.ARN}
}

// Names are the ARNs by which the caller can be named: the user's, the principal's own and, of a role session, the
// role's.
func (c Caller) Names() []string {
	names := []string{c.Session.Principal.ARN}
	if role := c.Session.Principal.RoleARN; role != "" {
		names = append(names, role)
	}
	if c.User != nil {
		names = append(names, c.User.ARN())
	}
	return names
}

// Principals are the ARNs to which permissions can be granted that the caller then has: the user, the user's groups and
// the namespace. A caller who is not mapped has none.
func (c Caller) Principals(r store.Reader) ([]string, error) {
	u := c.User
	if u == nil {
		return nil, nil
	}
	all := []string{u.ARN()}
	in, err := GroupsOf(r, u.Account, u.Namespace, u.Name)
	if err != nil {
		return nil, err
	}
	for _, g := range in {
		all = append(all, g.ARN())
	}
	return append(all, NamespaceARN(u.Region, u.Account, u.Namespace)), nil
}

// NamespaceARN is the ARN of a namespace; as a principal it stands for every user in it.
func NamespaceARN(region, account, namespace string) string {
	return arn.Make("quicksight", region, account, "namespace/"+namespace)
}

// Person is who a run is made for. It is plain data, so that jobs, leases and traces can keep it, and grants nothing.
type Person struct {
	Account string `json:"account"`
	// Namespace is "" for an IAM principal that is not mapped to a user.
	Namespace string `json:"namespace,omitempty"`
	// Name is the user's name; of a principal that is not mapped, the IAM user's, or the role's and the session's with
	// a slash between them.
	Name string `json:"name"`
	// ID is aws:userid of the IAM principal: AIDA… or AROA…:session. It is never used for anybody else.
	ID string `json:"id"`
	// ARN is the user's, or of a principal that is not mapped its own.
	ARN string `json:"arn"`
}

// IsZero reports whether there is no person.
func (p Person) IsZero() bool { return p.ID == "" }
