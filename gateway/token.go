package gateway

import (
	"context"
	"mime"
	"net/http"

	"interlaken/identity"
	"interlaken/service"
	"interlaken/wire"
)

// tokenBodyBytes bounds the body of a request that nobody has signed: above a token (20,000), a session policy and ARNs of
// policies, each percent-encoded.
const tokenBodyBytes = 128 << 10

// servePresented serves an operation that is called with a token in place of a signature, such as
// sts:AssumeRoleWithWebIdentity; false for every other request, of which the body is then gone.
func (g *Gateway) servePresented(w http.ResponseWriter, r *http.Request, requestID string) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" || r.Method != http.MethodPost || r.URL.Path != "/" {
		return false
	}
	body, err := g.readBody(w, r, tokenBodyBytes)
	if err != nil {
		return false
	}
	for _, several := range g.bySigningName {
		for _, s := range several {
			if s.Wire.Protocol != wire.AWSQuery {
				continue
			}
			operation, err := s.Wire.Route(r, body)
			if err != nil || !g.Mesh.Presents(s.Wire.ID, operation.Name) {
				continue
			}
			if err := g.present(w, r, s, operation, body, requestID); err != nil {
				refuse(w, r, s, err, requestID)
			}
			return true
		}
	}
	return false
}

func (g *Gateway) present(w http.ResponseWriter, r *http.Request, s *service.Service, operation *wire.Operation, body []byte, requestID string) error {
	session, err := g.session(r, identity.Principal{}, g.Region)
	if err != nil {
		return err
	}
	return perform(w, r, operation, body, requestID, func(ctx context.Context, input any) (any, error) {
		return g.Mesh.Present(ctx, session, requestID, s.Wire.ID, operation.Name, input)
	})
}
