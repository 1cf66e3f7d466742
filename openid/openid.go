// Package openid believes tokens of OpenID Connect issuers: it finds an issuer's keys as OpenID Connect Discovery says,
// through the one dialler for given addresses (SECURITY S21), and holds a token to issuer, signature and time. Whose
// audience it is and what its subject may do is the caller's to decide.
//
// cloud/sts uses it for web identities. It may import outbound, clock and fault.
package openid

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"

	"interlaken/clock"
	"interlaken/fault"
	"interlaken/outbound"
)

// The codes of what can be wrong with a token.
const (
	Expired  fault.Code = "ExpiredTokenException"
	Invalid  fault.Code = "InvalidIdentityToken"
	NoIssuer fault.Code = "IDPCommunicationError" // the issuer's keys cannot be had
)

// Bounds of the keys of an issuer.
const (
	keysHold     = time.Hour        // after which they are fetched anew, so that a key that was withdrawn ends
	keysRest     = 30 * time.Second // within which they are not, whatever keys tokens name
	mostIssuers  = 1024
	maximumToken = 20_000 // characters (STS API reference, AssumeRoleWithWebIdentity, WebIdentityToken)
)

// algorithms are those of signatures that are believed: with a public key, and none weaker than SHA-256.
var algorithms = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512}

// Claims are what a token says of who it was issued to.
type Claims struct {
	Issuer, Subject string
	Audience        []string
	Issued, Expires time.Time
	// AuthorizedParty is azp, "" for none; Methods are amr.
	AuthorizedParty string
	Methods         []string
	// All is the whole payload, for what only a caller knows.
	All json.RawMessage
}

// Verifier believes tokens. It is safe for concurrent use.
type Verifier struct {
	client *outbound.Client
	clock  clock.Clock

	mu   sync.Mutex
	sets map[string]*keySet // by issuer
}

// New makes a verifier.
func New(client *outbound.Client, now clock.Clock) *Verifier {
	return &Verifier{client: client, clock: now, sets: map[string]*keySet{}}
}

// Issuer reads the issuer that a token names, without believing anything of it: to find out whether there is one such that
// is trusted.
func Issuer(token string) (string, error) {
	if len(token) > maximumToken {
		return "", errToken
	}
	parsed, err := jose.ParseSigned(token, signatures())
	if err != nil {
		return "", errToken
	}
	var claims struct {
		Issuer string `json:"iss"`
	}
	if err := json.Unmarshal(parsed.UnsafePayloadWithoutVerification(), &claims); err != nil || claims.Issuer == "" {
		return "", errToken
	}
	return claims.Issuer, nil
}

var errToken = fault.New(Invalid, "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)")

func signatures() []jose.SignatureAlgorithm {
	all := make([]jose.SignatureAlgorithm, len(algorithms))
	for i, a := range algorithms {
		all[i] = jose.SignatureAlgorithm(a)
	}
	return all
}

// Verify believes a token of an issuer, a URL with https as its keys are published under, if its signature, issuer and
// times hold. It fails with one of the codes of this package.
func (v *Verifier) Verify(ctx context.Context, issuer, token string) (Claims, error) {
	if len(token) > maximumToken {
		return Claims{}, errToken
	}
	set := v.keysOf(issuer)
	checked, err := oidc.NewVerifier(issuer, set, &oidc.Config{
		SupportedSigningAlgs: algorithms, SkipClientIDCheck: true, Now: v.clock.Now,
	}).Verify(ctx, token)
	var expired *oidc.TokenExpiredError
	switch {
	case errors.As(err, &expired):
		return Claims{}, fault.Wrap(err, Expired, "Token expired: current date/time must be before the expiration date/time")
	case set.failure() != nil && err != nil:
		return Claims{}, fault.Wrap(set.failure(), NoIssuer, "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements")
	case err != nil:
		return Claims{}, fault.Wrap(err, Invalid, "The token provided is not one that %s has signed, or is of another issuer.", issuer)
	case !v.clock.Now().Before(checked.Expiry):
		return Claims{}, fault.New(Expired, "Token expired: current date/time must be before the expiration date/time")
	case checked.Subject == "" || checked.IssuedAt.IsZero() || checked.IssuedAt.After(v.clock.Now().Add(time.Minute)):
		return Claims{}, fault.New(Invalid, "Missing a required claim, or a claim of the future: sub, iat")
	}
	c := Claims{Issuer: checked.Issuer, Subject: checked.Subject, Audience: checked.Audience, Issued: checked.IssuedAt, Expires: checked.Expiry}
	var more struct {
		AuthorizedParty string   `json:"azp"`
		Methods         []string `json:"amr"`
	}
	if err := errors.Join(checked.Claims(&c.All), checked.Claims(&more)); err != nil {
		return Claims{}, fault.Wrap(err, Invalid, "The claims of the token cannot be read.")
	}
	c.AuthorizedParty, c.Methods = more.AuthorizedParty, more.Methods
	return c, nil
}

func (v *Verifier) keysOf(issuer string) *keySet {
	v.mu.Lock()
	defer v.mu.Unlock()
	set := v.sets[issuer]
	if set == nil {
		if len(v.sets) >= mostIssuers {
			clear(v.sets)
		}
		set = &keySet{issuer: issuer, client: v.client, clock: v.clock}
		v.sets[issuer] = set
	}
	return set
}

// keySet are the keys of one issuer. Those who wait for them wait for one fetch.
type keySet struct {
	issuer string
	client *outbound.Client
	clock  clock.Clock

	mu      sync.Mutex
	keys    jose.JSONWebKeySet
	fetched time.Time
	failed  error // of the last fetch
}

// VerifySignature is oidc.KeySet's.
func (s *keySet) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	parsed, err := jose.ParseSigned(token, signatures())
	if err != nil || len(parsed.Signatures) != 1 {
		return nil, errToken
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id, age := parsed.Signatures[0].Header.KeyID, s.clock.Now().Sub(s.fetched)
	if age > keysHold || age > keysRest && len(s.keys.Key(id)) == 0 {
		s.fetch(ctx)
	}
	if s.failed != nil {
		return nil, s.failed
	}
	candidates := s.keys.Keys
	if id != "" {
		candidates = s.keys.Key(id)
	}
	for i := range candidates {
		if candidates[i].Use != "" && candidates[i].Use != "sig" || !candidates[i].IsPublic() {
			continue
		}
		if payload, err := parsed.Verify(&candidates[i]); err == nil {
			return payload, nil
		}
	}
	return nil, errors.New("no key of the issuer has made the signature")
}

// failure is why there are no keys, nil where there are.
func (s *keySet) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

// fetch asks the issuer for its keys. Keys that are too old are given up even where it does not answer.
func (s *keySet) fetch(ctx context.Context) {
	s.fetched, s.keys = s.clock.Now(), jose.JSONWebKeySet{}
	s.failed = func() error {
		text, err := s.client.Get(ctx, strings.TrimSuffix(s.issuer, "/")+"/.well-known/openid-configuration")
		if err != nil {
			return err
		}
		var discovered struct {
			Issuer string `json:"issuer"`
			Keys   string `json:"jwks_uri"`
		}
		if err := json.Unmarshal(text, &discovered); err != nil || discovered.Issuer != s.issuer || discovered.Keys == "" {
			return fmt.Errorf("the configuration of %s is not one, or is of the issuer %.100q", s.issuer, discovered.Issuer)
		}
		if text, err = s.client.Get(ctx, discovered.Keys); err != nil {
			return err
		}
		return json.Unmarshal(text, &s.keys)
	}()
}
