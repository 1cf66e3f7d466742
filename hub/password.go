package hub

import (
	"cmp"
	"time"

	"interlaken/fault"
	"interlaken/id"
	"interlaken/secret"
	"interlaken/store"
)

// DefaultInvitationTime is how long an invitation holds where nothing else is said, as QuickSight's does.
const DefaultInvitationTime = 7 * 24 * time.Hour

// InvitationBytes is the length of an invitation's code: 256 bits.
const InvitationBytes = 32

// Inviter makes invitations.
type Inviter struct {
	IDs *id.Source
	// Address is the URL, without a slash at its end, under which people's browsers reach the hub's pages.
	Address string
	// Time is how long an invitation holds; 0 is DefaultInvitationTime.
	Time time.Duration
}

// Invite makes an invitation of a local user, in place of an earlier one, and returns its address: a secret, whose code
// stands behind the #, which no browser sends to a server.
func (i Inviter) Invite(tx store.Tx, u User, now time.Time) (address string, expires time.Time, err error) {
	code := i.IDs.Token(InvitationBytes)
	expires = now.Add(cmp.Or(i.Time, DefaultInvitationTime)).Truncate(time.Second)
	return i.Address + "/invitation#" + code, expires, Invite(tx, u, secret.NewText(code), expires)
}

// password is how a local user signs in, kept apart from the user's record, which is shown.
type password struct {
	Account string `json:"account"`
	UserID  string `json:"userId"`
	// Kept is what secret.HashPassword made.
	Kept string    `json:"kept"`
	Set  time.Time `json:"set"`
}

var passwords = store.Collection[password]{
	Table: "hub.password", Schema: 1,
	Key: func(p *password) string { return store.Key(p.Account, p.UserID) },
}

// invitation lets whoever has its code choose a local user's password, once.
type invitation struct {
	// Hash is of the code, in hex.
	Hash      string    `json:"hash"`
	Account   string    `json:"account"`
	Namespace string    `json:"namespace"`
	User      string    `json:"user"` // name
	UserID    string    `json:"userId"`
	Expires   time.Time `json:"expires"`
}

// An account has one invitation a user: another one takes its place.
var invitations = store.Collection[invitation]{
	Table: "hub.invitation", Schema: 1,
	Key: func(i *invitation) string { return store.Key(i.Account, i.UserID) },
	Indexes: map[string]func(*invitation) []string{
		"hash": func(i *invitation) []string { return []string{store.Key(i.Hash)} },
	},
}

// ErrNoInvitation is told to who has no invitation, or has it too late or for the second time.
var ErrNoInvitation = fault.New(fault.AccessDenied, "This invitation does not hold any more, or was taken already. Ask an administrator of the hub for another one.")

// Invite lets whoever has the code choose the password of a local user until it expires; an earlier invitation ends. The
// code has InvitationBytes random bytes, and its hash is kept.
func Invite(tx store.Tx, u User, code secret.Text, expires time.Time) error {
	if !u.Local() {
		return fault.New(fault.Validation, "User %s signs in as an IAM principal and has no password.", u.Name)
	}
	return invitations.Put(tx, invitation{
		Hash: hashOf(code), Account: u.Account, Namespace: u.Namespace, User: u.Name, UserID: u.StableID(), Expires: expires,
	})
}

// Invited returns the user whom an invitation is for. It fails with ErrNoInvitation.
func Invited(r store.Reader, code secret.Text, now time.Time) (User, error) {
	for item, err := range invitations.ScanIndex(r, "hash", store.Range{Prefix: store.Key(hashOf(code)), Limit: 1}) {
		if err != nil {
			return User{}, err
		}
		i := item.Value
		if !now.Before(i.Expires) {
			return User{}, ErrNoInvitation
		}
		u, err := GetUser(r, i.Account, i.Namespace, i.User)
		if fault.Is(err, fault.NotFound) || err == nil && u.StableID() != i.UserID {
			return User{}, ErrNoInvitation
		}
		return u, err
	}
	return User{}, ErrNoInvitation
}

// AcceptInvitation spends an invitation and keeps what secret.HashPassword made of the password that was chosen. The
// user's sessions end. It fails with ErrNoInvitation.
func AcceptInvitation(tx store.Tx, code secret.Text, kept string, now time.Time) (User, error) {
	u, err := Invited(tx, code, now)
	if err != nil {
		return u, err
	}
	if err := invitations.Delete(tx, store.Key(u.Account, u.StableID())); err != nil {
		return u, err
	}
	if err := passwords.Put(tx, password{Account: u.Account, UserID: u.StableID(), Kept: kept, Set: now}); err != nil {
		return u, err
	}
	err = ChangeUser(tx, u.Account, u.Namespace, u.Name, func(k *User) error {
		k.HasPassword, k.SessionsFrom = true, now
		u = *k
		return nil
	})
	return u, err
}

// Password returns a local user of a name, and what is kept of the password. ok is false where there is no such user, or
// none with a password.
func Password(r store.Reader, account, namespace, name string) (u User, kept string, ok bool, err error) {
	u, err = GetUser(r, account, namespace, name)
	if err == nil && u.Local() {
		var p password
		if p, err = passwords.Get(r, store.Key(account, u.StableID())); err == nil {
			return u, p.Kept, true, nil
		}
	}
	if fault.Is(err, fault.NotFound) {
		err = nil
	}
	return User{}, "", false, err
}

// RenewPassword keeps the same password in another form. It fails with fault.Conflict where what is kept is not what it
// was, so that a password which was changed meanwhile stays.
func RenewPassword(tx store.Tx, u User, was, kept string) error {
	return passwords.Modify(tx, store.Key(u.Account, u.StableID()), func(p *password) error {
		if p.Kept != was {
			return fault.New(fault.Conflict, "The password was changed meanwhile; sign in once more.")
		}
		p.Kept = kept
		return nil
	})
}

// forgetPassword removes how a user signs in.
func forgetPassword(tx store.Tx, u User) error {
	if !u.Local() {
		return nil
	}
	key := store.Key(u.Account, u.StableID())
	for _, remove := range []func(store.Tx, string) error{passwords.Delete, invitations.Delete} {
		if err := remove(tx, key); err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	return nil
}
