// Package gateway is the front door, HTTP only: it routes a request by what it was signed for, verifies the
// signature, makes the session, decodes, hands the operation to the mesh and encodes what comes back. It decides
// nothing itself: who a key belongs to is identity's, what an operation needs is the service's, whether it may is
// policy's.
//
// It may import service and wire; app puts it behind a listener, and Transport lets the hub reach the local cloud
// through it without one.
package gateway

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"interlaken/clock"
	"interlaken/fault"
	"interlaken/id"
	"interlaken/identity"
	"interlaken/secret"
	"interlaken/service"
	"interlaken/store"
	"interlaken/wire"
	"interlaken/wire/sigv4"
)

// ObjectHandler serves S3 behind the door: the request's signature has been verified, what was said of it in headers
// and query has been taken off, and its body is checked against the signature while it is read.
type ObjectHandler interface {
	ServeS3(w http.ResponseWriter, r *http.Request, session service.Session, requestID string)
}

// Config is what a gateway works with.
type Config struct {
	Mesh *service.Mesh
	// Objects serves S3; nil: there is none.
	Objects ObjectHandler
	// Region is the one region of the endpoint.
	Region string
	// Hosts are the names, with ports, under which the gateway is reached; a request for any other is refused
	// (SECURITY S20). S3 is also reached under BUCKET.HOST. Empty: whatever the request says, for tests.
	Hosts []string
	// Proxies are the networks whose X-Forwarded-For and X-Forwarded-Proto are believed.
	Proxies []netip.Prefix
	// BodyBytes bounds the body of every request but S3's; 0 is 8 MiB, above the largest dashboard seen (2.8 MB).
	BodyBytes int64
	// Cookies authenticates pages' requests of the API, which reach PageServices (wire ids) alone; nil: there are no pages.
	Cookies      Cookies
	PageServices []string
	// Pages serves what carries no signature and is for a browser; nil: nothing.
	Pages Pages
}

const defaultBodyBytes = 8 << 20

// defaultBodyTime lets the largest body come over a slow line, and nobody hold a connection by sending a byte a minute
// before the signature has been looked at.
const defaultBodyTime = time.Minute

// globalServices are signed for us-east-1 wherever the caller is (AWS General Reference, "Service endpoints").
var globalServices = map[string]bool{"iam": true, "ce": true, "organizations": true}

// Gateway is the door. It is safe for concurrent use.
type Gateway struct {
	Config
	clock clock.Clock
	ids   *id.Source
	// bodyTime is how long a body that is read whole may take to come.
	bodyTime time.Duration
	// bySigningName are the services of the mesh; one name may have several, told apart by their targets.
	bySigningName map[string][]*service.Service
}

// New makes the door to every service that is registered in the mesh by now.
func New(c Config) *Gateway {
	if c.BodyBytes == 0 {
		c.BodyBytes = defaultBodyBytes
	}
	g := &Gateway{
		Config: c, clock: c.Mesh.Clock(), ids: c.Mesh.IDs(), bodyTime: defaultBodyTime, bySigningName: map[string][]*service.Service{},
	}
	for _, s := range c.Mesh.Services() {
		g.bySigningName[s.Wire.SigningName] = append(g.bySigningName[s.Wire.SigningName], s)
	}
	for _, several := range g.bySigningName {
		slices.SortFunc(several, func(a, b *service.Service) int { return strings.Compare(a.Wire.ID, b.Wire.ID) })
	}
	return g
}

// ServeHTTP takes one request from the wire to the wire.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	requestID := g.ids.UUID()
	if err := g.face(r); err != nil {
		refuse(w, r, nil, err, requestID)
		return
	}
	signed := sigv4.Signed(r)
	switch {
	case signed && g.Cookies != nil && (g.fromPage(r) || g.Cookies.HasCookie(r)):
		refuse(w, r, nil, fault.New(fault.Validation, "The request has two kinds of authorization, a signature and a session's cookie; send one."), requestID)
		return
	case !signed && g.Pages != nil && g.Pages.Serves(r):
		g.Pages.ServeHTTP(w, r)
		return
	case !signed && g.fromPage(r):
		g.servePage(w, r, requestID)
		return
	case !signed && g.servePresented(w, r, requestID):
		return
	}
	authorization, err := sigv4.Parse(r)
	if err != nil {
		refuse(w, r, nil, err, requestID)
		return
	}
	if authorization.Scope.Service == "s3" && g.Objects != nil {
		g.serveObjects(w, r, authorization, requestID)
		return
	}
	s, err := g.route(r, authorization)
	if err != nil {
		refuse(w, r, s, err, requestID)
		return
	}
	if err := g.serve(w, r, s, authorization, requestID); err != nil {
		if message := g.Mesh.EncodedMessage(err); message != "" {
			w.Header().Set(messageHeader, message)
		}
		refuse(w, r, s, err, requestID)
	}
}

// messageHeader carries what sts:DecodeAuthorizationMessage decodes. AWS's services put it into their sentence, those that
// have it; here the sentence stays as it is.
const messageHeader = "X-Interlaken-Authorization-Message"

// serve handles every service but S3.
func (g *Gateway) serve(w http.ResponseWriter, r *http.Request, s *service.Service, a *sigv4.Authorization, requestID string) error {
	body, err := g.readBody(w, r, g.BodyBytes)
	if err != nil {
		return err
	}
	principal, _, err := g.authenticate(r, body, a, s.Wire.SigningName)
	if err != nil {
		return g.refusedClaim(r, a, requestID, err)
	}
	operation, err := s.Wire.Route(r, body)
	if err != nil {
		return err
	}
	if a.Presigned && operation.Name != "GetCallerIdentity" {
		return fault.New(fault.BadSignature, "Presigned requests are accepted for S3 and for GetCallerIdentity only.")
	}
	session, err := g.session(r, principal, a.Scope.Region)
	if err != nil {
		return g.Mesh.Refuse(r.Context(), session, requestID, s.Wire.ID, operation.Name, err)
	}
	return perform(w, r, operation, body, requestID, func(ctx context.Context, input any) (any, error) {
		return g.Mesh.Do(ctx, session, requestID, s.Wire.ID, operation.Name, input)
	})
}

// perform decodes an operation's input, has it done and encodes what comes of it.
func perform(w http.ResponseWriter, r *http.Request, operation *wire.Operation, body []byte, requestID string, do func(ctx context.Context, input any) (any, error)) error {
	input, err := wire.Decode(r, body, operation)
	if err != nil {
		return err
	}
	exchange := wire.NewExchange(operation, body)
	output, err := do(exchange.In(r.Context()), input)
	if err != nil {
		return err
	}
	return exchange.Encode(w, output, requestID)
}

// claims is the service, by its wire id, and the operation that a one-time code is good for.
const claims, claim = "interlaken-cloud", "ClaimAccount"

// refusedClaim leaves an event in the account that somebody tried to claim with a wrong code or a late one (SECURITY S19,
// S20): such an account has nobody else who would notice. Every other refusal passes as it is.
func (g *Gateway) refusedClaim(r *http.Request, a *sigv4.Authorization, requestID string, refusal error) error {
	if !fault.Is(refusal, fault.BadSignature) && !fault.Is(refusal, fault.ExpiredToken) {
		return refusal
	}
	principal, ok := g.Mesh.Directory().FailClaim(a.AccessKeyID)
	if !ok {
		return refusal
	}
	session, err := g.session(r, principal, a.Scope.Region)
	if err != nil {
		return err
	}
	return g.Mesh.Refuse(r.Context(), session, requestID, claims, claim, refusal)
}

// readBody reads a body whole, within its bounds of size and time. A writer without a connection has no deadline.
func (g *Gateway) readBody(w http.ResponseWriter, r *http.Request, most int64) ([]byte, error) {
	connection := http.NewResponseController(w)
	_ = connection.SetReadDeadline(time.Now().Add(g.bodyTime))
	body, err := wire.ReadBody(r, most)
	if err == nil {
		// While the request is served the connection is watched for its end, which a deadline would look like.
		_ = connection.SetReadDeadline(time.Time{})
	}
	return body, err
}

// serveObjects handles S3, whose bodies stream.
func (g *Gateway) serveObjects(w http.ResponseWriter, r *http.Request, a *sigv4.Authorization, requestID string) {
	if a.Presigned {
		// A browser opens such an address, and an object is what a stranger wrote. On AWS it is of another origin than every
		// page of the console; here it would be of the app's own, and its script would act as whoever is signed in.
		w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
	}
	principal, verified, err := g.authenticate(r, nil, a, "s3")
	if err == nil {
		var session service.Session
		if session, err = g.session(r, principal, a.Scope.Region); err == nil {
			var clean *http.Request
			if clean, err = verified.Forward(r); err == nil {
				g.Objects.ServeS3(w, clean, session, requestID)
				return
			}
		}
	}
	wire.EncodeError(w, r, wire.Anonymous(wire.RESTXML), inWordsOfS3(err, a), requestID)
}

// inWordsOfS3 gives faults of credentials the codes and sentences that S3 alone has for them (S3 API Reference, "Error
// responses").
func inWordsOfS3(err error, a *sigv4.Authorization) error {
	switch {
	case fault.Is(err, fault.UnknownKey) && a.SessionToken != "":
		return fault.Wrap(err, "InvalidToken", "The provided token is malformed or otherwise invalid.")
	case fault.Is(err, fault.UnknownKey):
		return fault.Wrap(err, fault.UnknownKey, "The AWS Access Key Id you provided does not exist in our records.")
	case fault.Is(err, fault.ExpiredToken):
		return fault.Wrap(err, fault.ExpiredToken, "The provided token has expired.")
	}
	return err
}

// route finds the service that a request was signed for. A target of another service is refused by its own router.
func (g *Gateway) route(r *http.Request, a *sigv4.Authorization) (*service.Service, error) {
	candidates := g.bySigningName[a.Scope.Service]
	if len(candidates) == 0 {
		return nil, fault.New(fault.Unsupported, "The service %q is not offered here.", a.Scope.Service)
	}
	target := r.Header.Get("X-Amz-Target")
	for _, s := range candidates {
		if s.Wire.TargetPrefix != "" && strings.HasPrefix(target, s.Wire.TargetPrefix+".") {
			return s, nil
		}
	}
	return candidates[0], nil
}

// authenticate verifies the signature and returns whose it is. An expired session is told from an unknown one only
// to who holds its secret.
func (g *Gateway) authenticate(r *http.Request, body []byte, a *sigv4.Authorization, signingName string) (identity.Principal, *sigv4.Verified, error) {
	region := g.Region
	if globalServices[signingName] {
		region = "us-east-1"
	}
	var found identity.Credential
	var expired error
	lookup := func(a *sigv4.Authorization) (key secret.Text, err error) {
		err = g.Mesh.Store().View(r.Context(), func(reader store.Reader) error {
			found, err = g.Mesh.Directory().Credential(reader, a.AccessKeyID, a.SessionToken)
			return err
		})
		if fault.Is(err, fault.ExpiredToken) {
			expired, err = err, nil
		}
		return found.Secret, err
	}
	verified, err := sigv4.Verify(r, body, a, sigv4.Target{Service: signingName, Region: region}, lookup, g.clock.Now())
	if err == nil {
		err = expired
	}
	if err != nil {
		return identity.Principal{}, nil, err
	}
	return found.Principal, verified, nil
}

// refuse answers in the form that the caller's client understands.
func refuse(w http.ResponseWriter, r *http.Request, s *service.Service, err error, requestID string) {
	var described *wire.Service
	if s != nil {
		described = s.Wire
	} else {
		described = wire.Anonymous(wire.ErrorProtocol(r))
	}
	if errors.Is(err, http.ErrAbortHandler) {
		panic(err)
	}
	wire.EncodeError(w, r, described, err, requestID)
}
