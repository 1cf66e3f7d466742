package hub

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/store"
)

// User is a person of the hub, registered in a namespace of a hub account.
type User struct {
	Account   string         `json:"account"`
	Region    string         `json:"region"` // the identity Region: where the user was registered
	Namespace string         `json:"namespace"`
	Name      string         `json:"name"`
	Email     string         `json:"email"`
	Role      types.UserRole `json:"role"`
	// IAMARN is the IAM user or role that the user signs in with, SessionName the role session's name; "" for a user. Both
	// are "" for a local user, who signs in on the web with a password.
	IAMARN      string `json:"iamArn"`
	SessionName string `json:"sessionName,omitempty"`
	// IAMID is the unique id of that IAM user or role, so that one which was deleted and made anew under its name is
	// nobody here.
	IAMID string `json:"iamId"`
	// LocalID is a local user's own unique id; "" for all others. It is never used again.
	LocalID string `json:"localId,omitempty"`
	// HasPassword is set once a local user has taken the invitation.
	HasPassword bool `json:"hasPassword,omitempty"`
	// SessionsFrom ends the sessions on the web that began before: when the role or the password changed.
	SessionsFrom time.Time         `json:"sessionsFrom,omitzero"`
	Created      time.Time         `json:"created"`
	Tags         map[string]string `json:"tags,omitempty"`
}

// Local reports whether the user signs in with a password, and not as an IAM principal.
func (u User) Local() bool { return u.LocalID != "" }

// Active reports whether the user can sign in: a local one who has no password yet cannot.
func (u User) Active() bool { return !u.Local() || u.HasPassword }

// ARN is the user's ARN.
func (u User) ARN() string {
	return arn.Make("quicksight", u.Region, u.Account, "user/"+u.Namespace+"/"+u.Name)
}

// StableID is the id that aws:userid has for the user's IAM principal, AIDA… or AROA…:session, or a local user's own,
// USER…. It is never used again.
func (u User) StableID() string {
	if u.Local() {
		return u.LocalID
	}
	if u.SessionName != "" {
		return u.IAMID + ":" + u.SessionName
	}
	return u.IAMID
}

// PrincipalID is StableID as QuickSight shows it.
func (u User) PrincipalID() string {
	if u.Local() {
		return "local/" + u.StableID()
	}
	return "federated/iam/" + u.StableID()
}

// Person is the user as who a run is made.
func (u User) Person() Person {
	return Person{Account: u.Account, Namespace: u.Namespace, Name: u.Name, ID: u.StableID(), ARN: u.ARN()}
}

// Authors reports whether the user may make data sources and data sets.
func (u User) Authors() bool {
	switch u.Role {
	case types.UserRoleAuthor, types.UserRoleAuthorPro:
		return true
	}
	return u.Administers()
}

// Administers reports whether the user is an administrator of the hub account.
func (u User) Administers() bool {
	return u.Role == types.UserRoleAdmin || u.Role == types.UserRoleAdminPro
}

var users = store.Collection[User]{
	Table: "hub.user", Schema: 1,
	Key: func(u *User) string { return store.Key(u.Account, u.Namespace, u.Name) },
	Indexes: map[string]func(*User) []string{
		"principal": func(u *User) []string {
			if u.Local() {
				return nil
			}
			return []string{store.Key(u.Account, u.IAMARN, u.SessionName)}
		},
	},
}

// CreateUser registers a user. It fails with fault.AlreadyExists where the name, or the IAM principal, has one.
func CreateUser(tx store.Tx, u User) error {
	if u.Local() {
		return named(users.Create(tx, u), "User", u.Name)
	}
	mapped, err := userOf(tx, u.Account, u.IAMARN, u.SessionName, u.IAMID)
	if err != nil {
		return err
	}
	if mapped != nil {
		return fault.New(fault.AlreadyExists, "The IAM principal %s is registered as user %s already.", u.IAMARN, mapped.Name)
	}
	return named(users.Create(tx, u), "User", u.Name)
}

// GetUser returns a user, or fault.NotFound.
func GetUser(r store.Reader, account, namespace, name string) (User, error) {
	u, err := users.Get(r, store.Key(account, namespace, name))
	return u, named(err, "User", name)
}

// GetUserByARN is GetUser for an ARN of a user of a hub account; anything else is fault.NotFound too.
func GetUserByARN(r store.Reader, account, text string) (User, error) {
	missing := fault.New(fault.NotFound, "User %s is not found.", text)
	if !isUserARN(text, account) {
		return User{}, missing
	}
	_, path, _ := strings.Cut(text, ":user/")
	namespace, name, _ := strings.Cut(path, "/")
	u, err := GetUser(r, account, namespace, name)
	if fault.Is(err, fault.NotFound) || err == nil && u.ARN() != text {
		err = missing
	}
	return u, err
}

// UserByPrincipalID returns the user of a namespace whose PrincipalID it is, or fault.NotFound.
func UserByPrincipalID(r store.Reader, account, namespace, id string) (User, error) {
	for item, err := range users.Scan(r, store.Range{Prefix: store.Key(account, namespace)}) {
		if err != nil || item.Value.PrincipalID() == id {
			return item.Value, err
		}
	}
	return User{}, fault.New(fault.NotFound, "User %s is not found.", id)
}

// ChangeUser changes a user's record.
func ChangeUser(tx store.Tx, account, namespace, name string, change func(*User) error) error {
	return named(users.Modify(tx, store.Key(account, namespace, name), change), "User", name)
}

// DeleteUser removes a user together with the memberships, the permissions and the password that the user had, so that
// nobody who is registered under the name later inherits them.
func DeleteUser(tx store.Tx, account, namespace, name string) error {
	u, err := GetUser(tx, account, namespace, name)
	if err != nil {
		return err
	}
	groups, err := memberships.all(tx, "member", store.Key(account, namespace, name))
	if err != nil {
		return err
	}
	for _, m := range groups {
		if err := memberships.Delete(tx, m.key()); err != nil {
			return err
		}
	}
	if err := forget(tx, u.ARN()); err != nil {
		return err
	}
	if err := forgetPassword(tx, u); err != nil {
		return err
	}
	return users.Delete(tx, store.Key(account, namespace, name))
}

// Users pages through the users of a namespace by name.
func Users(r store.Reader, account, namespace, token string, size int) ([]User, string, error) {
	return page(r, &users, store.Key(account, namespace), token, size, nil)
}

// UserOf returns the user as whom an IAM principal is registered in its own account; nil for a principal that is not
// mapped.
func UserOf(r store.Reader, p identity.Principal) (*User, error) {
	if p.BuiltIn != "" {
		return userSignedIn(r, p)
	}
	name, id, session := p.ARN, p.UniqueID, ""
	switch p.Kind {
	case identity.AssumedRole:
		name, id, session = p.RoleARN, p.RoleID, p.SessionName
	case identity.User:
	default:
		return nil, nil
	}
	return userOf(r, p.Account, name, session, id)
}

// userSignedIn returns the user who signed in on the web, whom the session names; nil where the name is somebody else's
// by now, or nobody's.
func userSignedIn(r store.Reader, p identity.Principal) (*User, error) {
	u, err := GetUser(r, p.Account, DefaultNamespace, p.SessionName)
	if fault.Is(err, fault.NotFound) || err == nil && u.StableID() != p.UniqueID {
		return nil, nil
	}
	return &u, err
}

// BuiltIn is the built-in role as which the user acts on the web.
func (u User) BuiltIn() identity.BuiltIn {
	switch {
	case u.Administers():
		return identity.HubAdministrator
	case u.Authors():
		return identity.Author
	}
	return identity.Reader
}

// Principal is the user as a caller who has signed in on the web.
func (u User) Principal() identity.Principal {
	return identity.BuiltInSession(u.BuiltIn(), u.Account, u.Name, u.StableID())
}

func userOf(r store.Reader, account, iamARN, session, id string) (*User, error) {
	for item, err := range users.ScanIndex(r, "principal", store.Range{Prefix: store.Key(account, iamARN, session)}) {
		if err != nil {
			return nil, err
		}
		if item.Value.IAMID == id {
			return &item.Value, nil
		}
	}
	return nil, nil
}

// named puts a sentence on the store's errors.
func named(err error, kind, name string) error {
	switch fault.CodeOf(err) {
	case fault.NotFound:
		return fault.New(fault.NotFound, "%s %s is not found.", kind, name)
	case fault.AlreadyExists:
		return fault.New(fault.AlreadyExists, "%s %s already exists.", kind, name)
	}
	return err
}
