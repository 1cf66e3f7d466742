package web

import (
	"net/http"
	"unicode/utf8"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/secret"
	"interlaken/store"
)

// The length of a password, in characters. What it is made of is nobody's business (NIST SP 800-63B, 5.1.1.2).
const (
	shortestPassword = 12
	longestPassword  = 1024
)

// hashesAtOnce bounds how many passwords are hashed at once: each takes the memory of its cost.
const hashesAtOnce = 2

// errWrongPassword is one sentence for a name that nobody has, a wrong password, an invitation that was not taken, and a
// user who signs in as an IAM principal.
var errWrongPassword = fault.New(fault.AccessDenied, "The user name or the password is not right.")

// byPassword finds the local user of a name and a password. It takes the same time for a name that nobody has. A password
// that is kept at another cost than the present one is kept anew.
func (s *Server) byPassword(r *http.Request, name string, password secret.Text) (entry, error) {
	var u hub.User
	var kept string
	var ok bool
	err := s.Mesh.Store().View(r.Context(), func(reader store.Reader) (err error) {
		u, kept, ok, err = hub.Password(reader, s.Account, hub.DefaultNamespace, name)
		return err
	})
	if err != nil {
		return entry{}, err
	}
	if !ok {
		kept = s.noPassword
	}
	release, err := s.hashing(r)
	if err != nil {
		return entry{}, err
	}
	defer release()
	is, outdated, err := secret.IsPassword(password, kept, s.PasswordCost)
	switch {
	case err != nil:
		return entry{}, fault.Wrap(err, fault.Internal, "The password of user %s cannot be read.", u.Name)
	case !ok || !is:
		return entry{}, errWrongPassword
	}
	renewed := kept
	if outdated {
		renewed = s.hash(password)
	}
	return entry{u, func(tx store.Tx) (hub.User, error) {
		// Between looking and writing the password may have been changed, or the user deleted.
		now, present, ok, err := hub.Password(tx, s.Account, hub.DefaultNamespace, name)
		if err != nil || !ok || present != kept || now.StableID() != u.StableID() {
			return u, errWrong(err)
		}
		if renewed != kept {
			err = hub.RenewPassword(tx, now, kept, renewed)
		}
		return now, err
	}}, nil
}

func errWrong(err error) error {
	if err != nil {
		return err
	}
	return errWrongPassword
}

// byInvitation finds whom an invitation is for, and takes the password that was chosen.
func (s *Server) byInvitation(r *http.Request, code, password secret.Text) (entry, error) {
	var u hub.User
	err := s.Mesh.Store().View(r.Context(), func(reader store.Reader) (err error) {
		u, err = hub.Invited(reader, code, s.Mesh.Clock().Now())
		return err
	})
	if err == nil && (u.Account != s.Account || u.Namespace != hub.DefaultNamespace) {
		err = hub.ErrNoInvitation
	}
	if err != nil {
		return entry{}, err
	}
	if n := utf8.RuneCountInString(password.Reveal()); n < shortestPassword || n > longestPassword {
		return entry{}, fault.New(fault.Validation, "The password has %d characters; it may have %d to %d.", n, shortestPassword, longestPassword)
	}
	release, err := s.hashing(r)
	if err != nil {
		return entry{}, err
	}
	defer release()
	kept := s.hash(password)
	return entry{u, func(tx store.Tx) (hub.User, error) {
		return hub.AcceptInvitation(tx, code, kept, s.Mesh.Clock().Now())
	}}, nil
}

func (s *Server) hash(password secret.Text) string {
	return secret.HashPassword(password, s.Mesh.IDs().Bytes(secret.SaltBytes), s.PasswordCost)
}

// hashing waits for a turn to hash a password. release ends it.
func (s *Server) hashing(r *http.Request) (release func(), err error) {
	select {
	case s.turns <- struct{}{}:
		return func() { <-s.turns }, nil
	case <-r.Context().Done():
		return nil, fault.Wrap(r.Context().Err(), fault.Cancelled, "The sign-in was given up.")
	}
}
