package gateway

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"interlaken/fault"
	"interlaken/identity"
	"interlaken/service"
	"interlaken/wire"
)

// Pages are what browsers are served without a signature.
type Pages interface {
	http.Handler
	// Serves reports whether a request is a browser's for a page or for what belongs to one; all others are the API's.
	Serves(r *http.Request) bool
}

// Cookies authenticates the requests of pages: those that carry a session's cookie and its page token.
type Cookies interface {
	// TokenHeader is the header that tells a page's request of the API from that of a page itself.
	TokenHeader() string
	// HasCookie reports whether a request carries a session's cookie.
	HasCookie(r *http.Request) bool
	// Authenticate returns whose session it is. fault.MissingToken: nobody's.
	Authenticate(r *http.Request) (identity.Principal, error)
}

// fromPage reports whether a request is a page's request of the API.
func (g *Gateway) fromPage(r *http.Request) bool {
	return g.Cookies != nil && r.Header.Get(g.Cookies.TokenHeader()) != ""
}

// servePage takes a page's request of the API. It goes the way of a signed one, as a principal that signed calls have
// too; only the hub's own services are reached by it, and nothing of the local cloud but what they are allowed there.
func (g *Gateway) servePage(w http.ResponseWriter, r *http.Request, requestID string) {
	s := g.pageService(r)
	if s == nil {
		refuse(w, r, nil, fault.New(fault.AccessDenied, "A page reaches the hub alone; sign the request to reach other services."), requestID)
		return
	}
	principal, err := g.Cookies.Authenticate(r)
	if fault.Is(err, fault.MissingToken) {
		// A protocol's own status for it (400, 403) would not tell a page to show the sign-in.
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Amzn-Errortype", "NotSignedIn")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"__type":"NotSignedIn","message":"You are not signed in, or your session is over."}`))
		return
	}
	if err == nil {
		err = g.answerPage(w, r, s, principal, requestID)
	}
	if err != nil {
		refuse(w, r, s, err, requestID)
	}
}

func (g *Gateway) answerPage(w http.ResponseWriter, r *http.Request, s *service.Service, principal identity.Principal, requestID string) error {
	body, err := g.readBody(w, r, g.BodyBytes)
	if err != nil {
		return err
	}
	operation, err := s.Wire.Route(r, body)
	if err != nil {
		return err
	}
	session, err := g.session(r, principal, g.Region)
	if err != nil {
		return err
	}
	return perform(w, r, operation, body, requestID, func(ctx context.Context, input any) (any, error) {
		return g.Mesh.Do(ctx, session, requestID, s.Wire.ID, operation.Name, input)
	})
}

// pageService is the service that a page asks, nil for one that pages do not reach.
func (g *Gateway) pageService(r *http.Request) *service.Service {
	target := r.Header.Get("X-Amz-Target")
	for _, several := range g.bySigningName {
		for _, s := range several {
			if !slices.Contains(g.PageServices, s.Wire.ID) {
				continue
			}
			if target != "" && s.Wire.TargetPrefix != "" && strings.HasPrefix(target, s.Wire.TargetPrefix+".") || target == "" && s.Wire.Protocol == wire.RESTJSON1 {
				return s
			}
		}
	}
	return nil
}

// Address is where a request comes from, and whether its way was protected.
func (g *Gateway) Address(r *http.Request) (ip string, secure bool) {
	return g.address(r, r.TLS != nil || inMemory(r.Context()))
}
