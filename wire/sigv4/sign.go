package sigv4

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"interlaken/secret"
)

// Credentials is a key to sign with.
type Credentials struct {
	AccessKeyID  string
	Secret       secret.Text
	SessionToken secret.Text // zero for a long-lived key
}

// Sign adds date, session token and signature to a request whose body is given. It signs Host, Content-Type and every
// X-Amz- header, so whatever else is to be covered must be there before.
func Sign(r *http.Request, body []byte, c Credentials, region, service string, now time.Time) {
	now = now.UTC()
	r.Header.Set("X-Amz-Date", now.Format(timeLayout))
	if !c.SessionToken.IsZero() {
		r.Header.Set("X-Amz-Security-Token", c.SessionToken.Reveal())
	}
	if r.Host == "" {
		r.Host = r.URL.Host
	}
	signed := []string{"host"}
	for name := range r.Header {
		if name = strings.ToLower(name); name == "content-type" || strings.HasPrefix(name, "x-amz-") {
			signed = append(signed, name)
		}
	}
	slices.Sort(signed)
	scope := Scope{Date: now.Format(dayLayout), Region: region, Service: service}
	text := canonicalRequest(r, r.URL.Query(), scope, signed, hashOf(body))
	signature := sign(signingKey(c.Secret.Reveal(), scope), stringToSign(algorithm, now, scope, hashOf([]byte(text))))
	r.Header.Set("Authorization", algorithm+" Credential="+c.AccessKeyID+"/"+scope.String()+
		", SignedHeaders="+strings.Join(signed, ";")+", Signature="+signature)
}
