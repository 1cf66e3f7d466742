package web

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/identity"
	"interlaken/secret"
	"interlaken/store"
)

// signInRequest is what a page signs in with: a persona and its token, a user and a password, or an invitation and the
// password that is chosen.
type signInRequest struct {
	Persona    string `json:"persona"`
	Token      string `json:"token"`
	User       string `json:"user"`
	Invitation string `json:"invitation"`
	Password   string `json:"password"`
}

// longestName is the most bytes of a name that is looked for: QuickSight's 128 characters.
const longestName = 4 * 128

// entry is how somebody was found to be a user.
type entry struct {
	user hub.User
	// write, if not nil, is done in the transaction in which the session begins.
	write func(tx store.Tx) (hub.User, error)
}

// by names the way in, "" for a request that is none.
func (in signInRequest) by() string {
	persona, user, invitation := in.Persona != "" || in.Token != "", in.User != "", in.Invitation != ""
	switch {
	case persona && !user && !invitation && in.Password == "":
		return "persona"
	case user && !persona && !invitation:
		return "password"
	case invitation && !persona && !user:
		return "invitation"
	}
	return ""
}

// signIn begins a session with a new id, whatever session there was, and ends that one (fixation).
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		refuse(w, http.StatusForbidden, "AccessDeniedException", "The request comes from a page of another site.")
		return
	}
	var in signInRequest
	if !read(w, r, &in) {
		return
	}
	if len(in.User) > longestName {
		refuse(w, http.StatusBadRequest, "ValidationException", "A user name has at most 128 characters.")
		return
	}
	address, _ := s.Address(r)
	if refused := s.attempts.begin(in.User, address, s.Mesh.Clock().Now()); refused != nil {
		err := refused.error
		if refused.first {
			err = s.failedSignIn(r, in, err)
		}
		w.Header().Set("Retry-After", strconv.Itoa(int(refused.wait/time.Second)+1))
		refuseError(w, err)
		return
	}
	found, err := s.enter(r, in)
	if err != nil {
		refuseError(w, s.failedSignIn(r, in, err))
		return
	}
	id, u, err := s.begin(r, in, found)
	if err != nil {
		refuseError(w, err)
		return
	}
	s.attempts.succeeded(in.User, address)
	http.SetCookie(w, sessionCookie(r, id))
	answer(w, s.shown(u, id))
}

// enter finds out as whom somebody may sign in, and changes nothing.
func (s *Server) enter(r *http.Request, in signInRequest) (entry, error) {
	switch in.by() {
	case "persona":
		u, err := s.persona(r, in)
		return entry{user: u}, err
	case "password":
		return s.byPassword(r, in.User, secret.NewText(in.Password))
	case "invitation":
		return s.byInvitation(r, secret.NewText(in.Invitation), secret.NewText(in.Password))
	}
	return entry{}, fault.New(fault.Validation, "Sign in with a user and a password, or with an invitation and a password.")
}

// begin keeps a new session, together with its event.
func (s *Server) begin(r *http.Request, in signInRequest, found entry) (id secret.Text, u hub.User, err error) {
	id, u = secret.NewText(s.Mesh.IDs().Token(sessionBytes)), found.user
	err = s.record(r, u.Principal(), "SignIn", map[string]string{"user": u.Name, "by": in.by()}, func(tx store.Tx) error {
		if found.write != nil {
			written, err := found.write(tx)
			if err != nil {
				return err
			}
			u = written
		}
		if old, err := sessionID(r); err == nil {
			if err := hub.EndSession(tx, old); err != nil {
				return err
			}
		}
		return hub.BeginSession(tx, id, u, s.Mesh.Clock().Now(), s.Limits)
	})
	return id, u, err
}

// persona finds the user of a persona for who has the token that was printed at the start.
func (s *Server) persona(r *http.Request, in signInRequest) (u hub.User, err error) {
	wrong := fault.New(fault.AccessDenied, "This link does not sign in: use the one that the demo printed when it started.")
	right := !s.PersonaToken.IsZero() && s.PersonaToken.Equal(secret.NewText(in.Token))
	for _, p := range s.Personas {
		if p.ID != in.Persona || !right {
			continue
		}
		err = s.Mesh.Store().View(r.Context(), func(reader store.Reader) (err error) {
			u, err = hub.GetUser(reader, s.Account, hub.DefaultNamespace, p.User)
			return err
		})
		if fault.Is(err, fault.NotFound) {
			err = fault.New(fault.Conflict, "The demo is not set up yet: wait until it says that it serves.")
		}
		return u, err
	}
	return u, wrong
}

// hidden stands for what somebody typed in place of a name: it may be a password (CloudTrail does the same).
const hidden = "HIDDEN_DUE_TO_SECURITY_REASONS"

// failedSignIn records a sign-in that failed, and returns why it did.
func (s *Server) failedSignIn(r *http.Request, in signInRequest, why error) error {
	parameters := map[string]string{"by": in.by()}
	switch in.by() {
	case "persona":
		parameters["persona"] = hidden
		for _, p := range s.Personas {
			if p.ID == in.Persona {
				parameters["persona"] = p.ID
			}
		}
	case "password":
		err := s.Mesh.Store().View(r.Context(), func(reader store.Reader) error {
			_, err := hub.GetUser(reader, s.Account, hub.DefaultNamespace, in.User)
			return err
		})
		parameters["user"] = in.User
		if fault.Is(err, fault.NotFound) {
			parameters["user"] = hidden
		} else if err != nil {
			return errors.Join(err, why)
		}
	}
	nobody := identity.BuiltInSession("nobody", s.Account, "nobody", "nobody")
	return s.record(r, nobody, "SignIn", parameters, func(store.Tx) error { return why })
}
