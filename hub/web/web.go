// Package web serves people's browsers: who is signed in, signing in and out, and the files of the app. All else the app
// asks of the API itself, with the session's cookie, as a principal that signed calls have too: what those may not do,
// the cookie may not do either. No figure is computed here.
//
// It may import hub, identity and service; app puts it behind the door, which checks host and origin first.
package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/identity"
	"interlaken/secret"
	"interlaken/service"
	"interlaken/store"
)

// Config is what a server works with. Mesh, Account, Region and Address are needed.
type Config struct {
	Mesh    *service.Mesh
	Account string // the hub account
	Region  string
	// Address is where a request comes from, and whether its way was protected.
	Address func(*http.Request) (ip string, secure bool)
	Limits  hub.SessionLimits
	// Attempts is how many sign-ins of one user may fail from one address in a quarter of an hour before the next is taken;
	// 0 is DefaultAttempts. One address may fail ten times as often for all users, one user from all addresses.
	Attempts int
	// PasswordCost is what hashing a password costs; zero: secret.DefaultPasswordCost.
	PasswordCost secret.PasswordCost
	// Pages are the app's files; nil: there are none.
	Pages fs.FS
	// Personas are users as whom whoever has PersonaToken signs in without a password: the demo's.
	Personas     []Persona
	PersonaToken secret.Text
	// Breaks are what the demo can break; nil: nothing.
	Breaks Breaks
}

// Persona is a user as whom one signs in by a click.
type Persona struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// User is a user's name in the default namespace.
	User string `json:"-"`
	// Landing is the path of the page on which the persona begins.
	Landing string `json:"landing"`
}

// Server serves browsers. It is safe for concurrent use.
type Server struct {
	Config
	pages    *pages
	attempts *attempts
	// turns holds one for each password that is hashed at this moment.
	turns chan struct{}
	// noPassword is compared for users that are not there.
	noPassword string
}

// New makes a server.
func New(c Config) *Server {
	return &Server{
		Config: c, pages: newPages(c.Pages), attempts: newAttempts(c.Attempts), turns: make(chan struct{}, hashesAtOnce),
		noPassword: secret.NoPassword(c.Mesh.IDs().Bytes(secret.NoPasswordBytes), c.PasswordCost),
	}
}

// Serves reports whether a request is a browser's: for something below /web/, for a file of the app, or for a page, which
// a browser says that it wants. A client of the API that forgot to sign is told so, and not shown a page.
func (s *Server) Serves(r *http.Request) bool {
	switch {
	case strings.HasPrefix(r.URL.Path, "/web/"):
		return true
	case r.Method != http.MethodGet && r.Method != http.MethodHead || r.Header.Get(TokenHeader) != "" || r.Header.Get("X-Amz-Target") != "":
		return false
	}
	return strings.Contains(r.Header.Get("Accept"), "text/html") || s.pages.has(r.URL.Path)
}

// ServeHTTP answers what no signature and no page token came with.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.protect(w, r)
	switch {
	case strings.HasPrefix(r.URL.Path, "/web/"):
		s.serveEndpoint(w, r)
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		s.pages.serve(w, r)
	default:
		w.Header().Set("Allow", "GET, HEAD")
		refuse(w, http.StatusMethodNotAllowed, "MethodNotAllowed", "Pages are read with GET.")
	}
}

// protect sets what a browser has to know about every answer (SECURITY S20).
func (s *Server) protect(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	if _, secure := s.Address(r); secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// Authenticate returns who a request with a session's cookie and its page token is from. It fails with hub.ErrNoSession
// where there is no such session, and with fault.AccessDenied where the page token is missing or wrong, or the request
// comes from another site.
func (s *Server) Authenticate(r *http.Request) (identity.Principal, error) {
	id, err := sessionID(r)
	if err != nil {
		return identity.Principal{}, err
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return identity.Principal{}, fault.New(fault.AccessDenied, "The request comes from a page of another site.")
	}
	given := secret.NewText(r.Header.Get(TokenHeader))
	if !given.Equal(secret.NewText(hub.SessionToken(id))) {
		return identity.Principal{}, fault.New(fault.AccessDenied, "The request does not come from a page of this session (%s).", TokenHeader)
	}
	u, err := s.user(r, id)
	if err != nil {
		return identity.Principal{}, err
	}
	return u.Principal(), nil
}

// user finds the user of a session, and notes that the session was used.
func (s *Server) user(r *http.Request, id secret.Text) (u hub.User, err error) {
	now, stale := s.Mesh.Clock().Now(), false
	err = s.Mesh.Store().View(r.Context(), func(reader store.Reader) (err error) {
		u, stale, err = hub.SessionUser(reader, id, now, s.Limits)
		return err
	})
	if err == nil && stale {
		err = s.Mesh.Store().Update(r.Context(), func(tx store.Tx) error { return hub.TouchSession(tx, id, now) })
	}
	return u, err
}

// session is how a person's call is made, for events.
func (s *Server) session(r *http.Request, p identity.Principal) service.Session {
	ip, secure := s.Address(r)
	return service.Session{Principal: p, Region: s.Region, SourceIP: ip, SecureTransport: secure, UserAgent: r.UserAgent(), Referer: r.Referer()}
}

// mostBody bounds the bodies that pages send here, in bytes.
const mostBody = 16 << 10

// read reads a JSON body, strictly.
func read(w http.ResponseWriter, r *http.Request, into any) bool {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if kind != "application/json" {
		refuse(w, http.StatusUnsupportedMediaType, "ValidationException", "The body has to be application/json.")
		return false
	}
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, mostBody))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		var long *http.MaxBytesError
		if errors.As(err, &long) {
			refuse(w, http.StatusRequestEntityTooLarge, "RequestEntityTooLargeException", fmt.Sprintf("The body is larger than %d bytes.", long.Limit))
			return false
		}
		refuse(w, http.StatusBadRequest, "ValidationException", "The body is not the JSON that is expected here.")
		return false
	}
	return true
}

func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	// What cannot be written any more has nobody who would read an error.
	_ = json.NewEncoder(w).Encode(value)
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"__type": code, "message": message})
}

// refuseError answers with an error's public sentence.
func refuseError(w http.ResponseWriter, err error) {
	switch code := fault.CodeOf(err); code {
	case fault.MissingToken:
		refuse(w, http.StatusUnauthorized, "NotSignedIn", fault.Public(err))
	case fault.AccessDenied:
		refuse(w, http.StatusForbidden, "AccessDeniedException", fault.Public(err))
	case fault.Throttled:
		refuse(w, http.StatusTooManyRequests, "ThrottlingException", fault.Public(err))
	case fault.Validation, fault.NotFound, fault.Conflict:
		refuse(w, http.StatusBadRequest, string(code), fault.Public(err))
	default:
		refuse(w, http.StatusInternalServerError, "InternalFailure", fault.Public(err))
	}
}
