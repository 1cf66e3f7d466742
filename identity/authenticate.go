package identity

import (
	"strings"

	"interlaken/fault"
	"interlaken/secret"
	"interlaken/store"
)

var (
	errUnknownKey = fault.New(fault.UnknownKey, "The security token included in the request is invalid.")
	errExpired    = fault.New(fault.ExpiredToken, "The security token included in the request is expired")
)

// Credential finds what a signature has to be verified with: by access key id, and for a role session by its token
// too. It fails with fault.UnknownKey for a key that does not exist, is inactive, whose user or role is gone, or whose
// token was not made for it, and with fault.ExpiredToken for a session that is over; the latter together with the
// credential, so that the door may tell a holder of the session from a guesser.
func (d *Directory) Credential(r store.Reader, accessKeyID, sessionToken string) (Credential, error) {
	if c, ok := d.serviceCredential(accessKeyID); ok {
		if sessionToken != "" {
			return Credential{}, errUnknownKey
		}
		return c, nil
	}
	if c, ok, err := d.claimCredential(accessKeyID); ok {
		if sessionToken != "" {
			return Credential{}, errUnknownKey
		}
		return c, err
	}
	if strings.HasPrefix(accessKeyID, "ASIA") {
		return d.sessionCredential(r, accessKeyID, sessionToken)
	}
	if sessionToken != "" {
		return Credential{}, errUnknownKey
	}
	return d.userCredential(r, accessKeyID)
}

func (d *Directory) userCredential(r store.Reader, accessKeyID string) (Credential, error) {
	k, err := accessKeys.Get(r, store.Key(accessKeyID))
	if err != nil {
		return Credential{}, unknown(err)
	}
	u, err := d.User(r, k.Account, k.User)
	if err != nil {
		return Credential{}, unknown(err)
	}
	if !k.Active {
		return Credential{}, errUnknownKey
	}
	plain, err := d.keys.Open(k.Sealed, []byte(k.ID))
	if err != nil {
		return Credential{}, fault.Wrap(err, fault.Internal, "The access key cannot be read with the present root key.")
	}
	return Credential{
		Principal: Principal{Kind: User, Account: u.Account, ARN: u.ARN(), UniqueID: u.ID, Name: u.Name, Tags: u.Tags, AccessKeyID: k.ID},
		Secret:    secret.NewText(string(plain)),
	}, nil
}

func (d *Directory) sessionCredential(r store.Reader, accessKeyID, sessionToken string) (Credential, error) {
	t, err := d.openToken(accessKeyID, sessionToken)
	if err != nil {
		return Credential{}, err
	}
	if t.User != "" {
		return d.userSession(r, t, accessKeyID)
	}
	role, err := d.Role(r, t.Account, t.Role)
	if err != nil {
		return Credential{}, unknown(err)
	}
	// A role that was deleted and made anew under its name is another role.
	if role.ID != t.RoleID {
		return Credential{}, errUnknownKey
	}
	c := Credential{Principal: t.principal(accessKeyID, role.Path), Secret: secret.NewText(t.Secret)}
	c.Principal.Tags = overlay(role.Tags, t.Tags)
	if !d.clock.Now().Before(t.Expires) {
		return c, errExpired
	}
	return c, nil
}

// userSession is the credential of a user's own session.
func (d *Directory) userSession(r store.Reader, t token, accessKeyID string) (Credential, error) {
	u, err := d.User(r, t.Account, t.User)
	if err != nil {
		return Credential{}, unknown(err)
	}
	// A user who was deleted and made anew under its name is another user.
	if u.ID != t.UserID {
		return Credential{}, errUnknownKey
	}
	c := Credential{Principal: t.ofUser(accessKeyID, u), Secret: secret.NewText(t.Secret)}
	if !d.clock.Now().Before(t.Expires) {
		return c, errExpired
	}
	return c, nil
}

// overlay puts session tags over the role's own; keys are the same without regard to case.
func overlay(role, session map[string]string) map[string]string {
	if len(session) == 0 {
		return role
	}
	all := make(map[string]string, len(role)+len(session))
	for k, v := range role {
		all[k] = v
	}
	for k, v := range session {
		for old := range all {
			if strings.EqualFold(old, k) {
				delete(all, old)
			}
		}
		all[k] = v
	}
	return all
}

func unknown(err error) error {
	if fault.Is(err, fault.NotFound) {
		return errUnknownKey
	}
	return err
}
