package walkthrough

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// issuer is an OpenID Connect issuer on this machine. Its tokens are signed by hand here, so that another library than the
// product's says what a token is.
type issuer struct {
	t      *testing.T
	server *httptest.Server
	key    *rsa.PrivateKey
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i := &issuer{t: t, key: key}
	i.server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := any(map[string]string{"issuer": i.server.URL, "jwks_uri": i.server.URL + "/keys"})
		if r.URL.Path == "/keys" {
			answer = map[string]any{"keys": []map[string]string{{
				"kty": "RSA", "kid": "1", "use": "sig", "alg": "RS256", "n": base64.RawURLEncoding.EncodeToString(key.N.Bytes()),
				"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes()),
			}}}
		}
		if err := json.NewEncoder(w).Encode(answer); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(i.server.Close)
	return i
}

// roots are the authorities by which the issuer is believed.
func (i *issuer) roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(i.server.Certificate())
	return pool
}

// token is one for a subject, with further claims over the ordinary ones.
func (i *issuer) token(subject string, more map[string]any) string {
	now := time.Now()
	claims := map[string]any{"iss": i.server.URL, "sub": subject, "aud": "interlaken", "iat": now.Unix(), "exp": now.Add(time.Hour).Unix()}
	for k, v := range more {
		claims[k] = v
	}
	text := part(i.t, map[string]string{"alg": "RS256", "kid": "1", "typ": "JWT"}) + "." + part(i.t, claims)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, i.key, crypto.SHA256, sum[:])
	if err != nil {
		i.t.Fatal(err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func part(t *testing.T, v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(text)
}
