package openid_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"interlaken/clock"
	"interlaken/fault"
	"interlaken/openid"
	"interlaken/outbound"
)

var start = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// issuer is an OpenID Connect issuer with one key.
type issuer struct {
	t      *testing.T
	server *httptest.Server
	key    *ecdsa.PrivateKey
	id     string // of the key
	// says is the issuer that its configuration names, "" for its own; asked counts fetches of keys.
	says  string
	asked int
	clock *clock.Manual
}

func newIssuer(t *testing.T) (*issuer, *openid.Verifier) {
	i := &issuer{t: t, id: "one", clock: clock.NewManual(start)}
	i.rotate("one")
	i.server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := any(map[string]string{"issuer": i.issuer(), "jwks_uri": i.server.URL + "/keys"})
		if r.URL.Path == "/keys" {
			i.asked++
			answer = jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: i.key.Public(), KeyID: i.id, Algorithm: "ES256", Use: "sig"}}}
		}
		if err := json.NewEncoder(w).Encode(answer); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(i.server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(i.server.Certificate())
	client := outbound.New(outbound.Config{Listed: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Roots: roots})
	return i, openid.New(client, i.clock)
}

func (i *issuer) issuer() string {
	if i.says != "" {
		return i.says
	}
	return i.server.URL
}

func (i *issuer) rotate(id string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		i.t.Fatal(err)
	}
	i.key, i.id = key, id
}

// claims are those of a good token.
func (i *issuer) claims() map[string]any {
	now := i.clock.Now()
	return map[string]any{
		"iss": i.server.URL, "sub": "repo:x", "aud": "sts.amazonaws.com", "iat": now.Unix(), "exp": now.Add(time.Hour).Unix(), "amr": []string{"pwd"}, "azp": "app",
	}
}

// token signs claims.
func (i *issuer) token(claims map[string]any) string {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: i.key, KeyID: i.id}}, nil)
	if err != nil {
		i.t.Fatal(err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		i.t.Fatal(err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		i.t.Fatal(err)
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		i.t.Fatal(err)
	}
	return text
}

func with(claims map[string]any, key string, value any) map[string]any {
	claims[key] = value
	if value == nil {
		delete(claims, key)
	}
	return claims
}

func TestTokens(t *testing.T) {
	i, v := newIssuer(t)
	good := i.token(i.claims())
	c, err := v.Verify(t.Context(), i.server.URL, good)
	if err != nil || c.Subject != "repo:x" || len(c.Audience) != 1 || c.Audience[0] != "sts.amazonaws.com" || c.AuthorizedParty != "app" || len(c.Methods) != 1 || !c.Expires.Equal(start.Add(time.Hour)) {
		t.Fatalf("a good token: %+v, %v", c, err)
	}
	if named, err := openid.Issuer(good); err != nil || named != i.server.URL {
		t.Errorf("its issuer: %s, %v", named, err)
	}
	parts := strings.Split(good, ".")
	none := "eyJhbGciOiJub25lIn0." + parts[1] + "."
	symmetric, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.HS256, Key: []byte(strings.Repeat("k", 32))}, nil)
	if err != nil {
		t.Fatal(err)
	}
	mac, err := symmetric.Sign([]byte(`{"iss":"` + i.server.URL + `","sub":"x","iat":1,"exp":9999999999}`))
	if err != nil {
		t.Fatal(err)
	}
	macText, _ := mac.CompactSerialize()
	stranger, _ := newIssuer(t)
	stranger.id = i.id
	for name, c := range map[string]struct {
		token string
		code  fault.Code
	}{
		"expired":            {i.token(with(i.claims(), "exp", start.Unix())), openid.Expired},
		"without an end":     {i.token(with(i.claims(), "exp", nil)), openid.Expired},
		"of the future":      {i.token(with(i.claims(), "iat", start.Add(time.Hour).Unix())), openid.Invalid},
		"not yet":            {i.token(with(i.claims(), "nbf", start.Add(time.Hour).Unix())), openid.Invalid},
		"without iat":        {i.token(with(i.claims(), "iat", nil)), openid.Invalid},
		"without a subject":  {i.token(with(i.claims(), "sub", nil)), openid.Invalid},
		"of another issuer":  {i.token(with(i.claims(), "iss", "https://other.example")), openid.Invalid},
		"another's key":      {stranger.token(i.claims()), openid.Invalid},
		"changed":            {parts[0] + "." + strings.Split(i.token(with(i.claims(), "sub", "root")), ".")[1] + "." + parts[2], openid.Invalid},
		"without signature":  {none, openid.Invalid},
		"a symmetric key":    {macText, openid.Invalid},
		"wrong azp":          {i.token(with(i.claims(), "azp", 7)), openid.Invalid},
		"nothing":            {"", openid.Invalid},
		"too long":           {good + strings.Repeat("A", 20_000), openid.Invalid},
		"not a token at all": {"a.b.c", openid.Invalid},
	} {
		if _, err := v.Verify(t.Context(), i.server.URL, c.token); !fault.Is(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

// TestKeysAreFetchedSeldom: unknown keys do not have the issuer asked again and again, a new one is found a little later,
// and what was withdrawn ends.
func TestKeysAreFetchedSeldom(t *testing.T) {
	i, v := newIssuer(t)
	old := i.token(with(i.claims(), "exp", start.Add(24*time.Hour).Unix()))
	verify := func(token string) error { _, err := v.Verify(t.Context(), i.server.URL, token); return err }
	for range 3 {
		if err := verify(old); err != nil {
			t.Fatal(err)
		}
	}
	i.rotate("two")
	fresh := i.token(with(i.claims(), "exp", start.Add(24*time.Hour).Unix()))
	for range 3 {
		if err := verify(fresh); !fault.Is(err, openid.Invalid) {
			t.Errorf("at once: %v", err)
		}
	}
	if i.asked != 1 {
		t.Errorf("asked %d times", i.asked)
	}
	i.clock.Advance(time.Minute)
	if err := verify(fresh); err != nil || i.asked != 2 {
		t.Errorf("a minute later: %v, asked %d times", err, i.asked)
	}
	if err := verify(old); !fault.Is(err, openid.Invalid) {
		t.Errorf("the key that was withdrawn: %v", err)
	}
	i.server.Close()
	if err := verify(fresh); err != nil {
		t.Errorf("while the keys hold: %v", err)
	}
	i.clock.Advance(2 * time.Hour)
	if err := verify(fresh); !fault.Is(err, openid.NoIssuer) {
		t.Errorf("the issuer is gone: %v", err)
	}
}

// TestIssuersThatEndInASlash are another issuer than those that do not, and found under one address.
func TestIssuersThatEndInASlash(t *testing.T) {
	i, v := newIssuer(t)
	i.says = i.server.URL + "/"
	token := i.token(with(i.claims(), "iss", i.says))
	if c, err := v.Verify(t.Context(), i.says, token); err != nil || c.Issuer != i.says {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := v.Verify(t.Context(), i.server.URL, token); err == nil {
		t.Error("it is taken for the one without")
	}
}

// TestConfigurationOfAnother: an issuer's configuration has to name it.
func TestConfigurationOfAnother(t *testing.T) {
	i, v := newIssuer(t)
	i.says = "https://other.example"
	if _, err := v.Verify(context.Background(), i.server.URL, i.token(i.claims())); !fault.Is(err, openid.NoIssuer) {
		t.Errorf("another's configuration: %v", err)
	}
}
