package web

import (
	"net"
	"net/http"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/identity"
	"interlaken/secret"
	"interlaken/service"
	"interlaken/store"
)

// TokenHeader carries the page token of a session beside its cookie.
const TokenHeader = "X-Interlaken-CSRF"

// cookiePrefix begins with what has a browser take a cookie only with Secure, for this host and the whole of it.
// Browsers count a loopback address as protected.
const cookiePrefix = "__Host-interlaken"

// sessionBytes is the length of a session's id: 256 bits.
const sessionBytes = 32

// signedIn is what a page is told about the session.
type signedIn struct {
	SignedIn bool   `json:"signedIn"`
	User     string `json:"user,omitempty"`
	UserARN  string `json:"userArn,omitempty"`
	Role     string `json:"role,omitempty"`
	Account  string `json:"account"`
	Region   string `json:"region"`
	// CSRF is to be sent in TokenHeader.
	CSRF string `json:"csrf,omitempty"`
	// Personas are offered where there are any; Landing is where the signed-in one begins.
	Personas []Persona `json:"personas,omitempty"`
	Landing  string    `json:"landing,omitempty"`
	Demo     bool      `json:"demo,omitempty"`
}

// TokenHeader is the header that tells a page's request of the API.
func (s *Server) TokenHeader() string { return TokenHeader }

// cookieName is the cookie's name at the address that a request came to. Cookies know no ports: two servers on one machine
// would end each other's sessions.
func cookieName(r *http.Request) string {
	if _, port, err := net.SplitHostPort(r.Host); err == nil && port != "" {
		return cookiePrefix + "-" + port
	}
	return cookiePrefix
}

// sessionCookie is a session's cookie, for as long as the browser is open.
func sessionCookie(r *http.Request, id secret.Text) *http.Cookie {
	return &http.Cookie{Name: cookieName(r), Value: id.Reveal(), Path: "/", HttpOnly: true, Secure: true, SameSite: http.SameSiteStrictMode}
}

// HasCookie reports whether a request carries a session's cookie.
func (s *Server) HasCookie(r *http.Request) bool {
	_, err := r.Cookie(cookieName(r))
	return err == nil
}

func sessionID(r *http.Request) (secret.Text, error) {
	c, err := r.Cookie(cookieName(r))
	if err != nil || c.Value == "" {
		return secret.Text{}, hub.ErrNoSession
	}
	return secret.NewText(c.Value), nil
}

// showSession tells a page who is signed in.
func (s *Server) showSession(w http.ResponseWriter, r *http.Request) {
	id, err := sessionID(r)
	if err == nil {
		var u hub.User
		if u, err = s.user(r, id); err == nil {
			answer(w, s.shown(u, id))
			return
		}
	}
	if !fault.Is(err, fault.MissingToken) {
		refuseError(w, err)
		return
	}
	answer(w, signedIn{Account: s.Account, Region: s.Region, Personas: s.Personas, Demo: s.Breaks != nil})
}

func (s *Server) shown(u hub.User, id secret.Text) signedIn {
	shown := signedIn{
		SignedIn: true, User: u.Name, UserARN: u.ARN(), Role: string(u.Role), Account: s.Account, Region: s.Region,
		CSRF: hub.SessionToken(id), Personas: s.Personas, Demo: s.Breaks != nil,
	}
	for _, p := range s.Personas {
		if p.User == u.Name {
			shown.Landing = p.Landing
		}
	}
	return shown
}

// signOut ends the session at the server.
func (s *Server) signOut(w http.ResponseWriter, r *http.Request) {
	principal, err := s.Authenticate(r)
	if err != nil {
		refuseError(w, err)
		return
	}
	id, err := sessionID(r)
	if err == nil {
		err = s.record(r, principal, "SignOut", nil, func(tx store.Tx) error { return hub.EndSession(tx, id) })
	}
	if err != nil {
		refuseError(w, err)
		return
	}
	ended := sessionCookie(r, secret.Text{})
	ended.MaxAge = -1
	http.SetCookie(w, ended)
	answer(w, signedIn{Account: s.Account, Region: s.Region, Personas: s.Personas, Demo: s.Breaks != nil})
}

// record does something together with its event in the hub account's trail (SECURITY S19).
func (s *Server) record(r *http.Request, p identity.Principal, event string, parameters any, body func(store.Tx) error) error {
	return s.Mesh.Record(r.Context(), s.session(r, p), s.Mesh.IDs().UUID(), "interlaken-hub", event, service.Management, parameters,
		func(c *service.Call) error { return body(c.Tx) })
}
