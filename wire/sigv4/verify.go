package sigv4

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"interlaken/fault"
	"interlaken/secret"
)

// The payload hashes of S3 that are no hash.
const (
	UnsignedPayload        = "UNSIGNED-PAYLOAD"
	streamingSigned        = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
	streamingSignedTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
	streamingTrailer       = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
)

// Target is what the gateway routed a request to.
type Target struct {
	Service string // signing name
	Region  string // the region of the endpoint
}

// Lookup returns the secret of an access key whose session token, if it has one, is valid now. Its faults are
// UnknownKey (also for a token that does not belong to the key, one that lacks and one too many) and ExpiredToken.
type Lookup func(a *Authorization) (secret.Text, error)

// nobody is the secret that signatures of unknown keys are checked against, so that they cost what others cost.
var nobody = secret.NewText("an-unknown-key-costs-the-same-as-a-known-one")

// Verified is proof that a request was signed. Body needs it for payloads that are signed piece by piece.
type Verified struct {
	Authorization
	key []byte
}

// Verify checks a request's signature against SECURITY S3. body is the whole body, hashed here; for S3 it is nil and
// what the request says of its payload is checked by Body while it streams. now is the server's clock.
//
// Faults: BadSignature, SignatureExpired and those of the lookup, with AWS's sentences. A key that is unknown is told
// only after the same work as for one that is known.
func Verify(r *http.Request, body []byte, a *Authorization, target Target, lookup Lookup, now time.Time) (*Verified, error) {
	if err := a.checkTarget(target); err != nil {
		return nil, err
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, fault.Wrap(err, fault.IncompleteSignature, "The query string cannot be parsed.")
	}
	if err := a.checkPresigned(r, query); err != nil {
		return nil, err
	}
	if err := a.checkTime(now); err != nil {
		return nil, err
	}
	if err := a.checkHeaders(r); err != nil {
		return nil, err
	}
	payload, err := a.payload(body)
	if err != nil {
		return nil, err
	}
	text := canonicalRequest(r, query, a.Scope, a.SignedHeaders, payload)
	held, unknown := lookup(a)
	if unknown != nil {
		held = nobody
	}
	key := signingKey(held.Reveal(), a.Scope)
	want := sign(key, stringToSign(algorithm, a.Time, a.Scope, hashOf([]byte(text))))
	match := subtle.ConstantTimeCompare([]byte(want), []byte(a.Signature)) == 1
	switch {
	case unknown != nil:
		return nil, unknown
	case !match:
		return nil, mismatch()
	}
	return &Verified{Authorization: *a, key: key}, nil
}

func mismatch() error {
	return fault.New(fault.BadSignature, "The request signature we calculated does not match the signature you provided. "+
		"Check your AWS Secret Access Key and signing method. Consult the service documentation for details.")
}

// checkTarget refuses a signature that was made for another service, region or day.
func (a *Authorization) checkTarget(target Target) error {
	if a.Scope.Service != target.Service {
		return fault.New(fault.BadSignature, "Credential should be scoped to correct service: '%s'.", target.Service)
	}
	if a.Scope.Region != target.Region {
		if target.Service == "s3" {
			return fault.New(fault.IncompleteSignature, "The authorization header is malformed; the region is wrong; expecting '%s'",
				target.Region).With("Region", target.Region)
		}
		return fault.New(fault.BadSignature, "Credential should be scoped to a valid region.")
	}
	if day := a.Time.UTC().Format(dayLayout); a.Scope.Date != day {
		return fault.New(fault.BadSignature, "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date "+
			"from HTTP: '%s'.", day)
	}
	return nil
}

// checkPresigned allows presigned requests for S3 and for STS GetCallerIdentity, which is how other systems have an
// identity proved to them; nowhere else does a URL stand for its maker.
func (a *Authorization) checkPresigned(r *http.Request, query url.Values) error {
	if !a.Presigned || a.Scope.Service == "s3" {
		return nil
	}
	if a.Scope.Service == "sts" && r.Method == http.MethodGet && slices.Equal(query["Action"], []string{"GetCallerIdentity"}) {
		return nil
	}
	return fault.New(fault.BadSignature, "Presigned requests are accepted for S3 and for GetCallerIdentity only.")
}

// checkTime bounds the age of a request: 5 minutes, S3 15, a presigned one its expiry.
func (a *Authorization) checkTime(now time.Time) error {
	const minute = time.Minute
	skew, s3 := 5*minute, a.Scope.Service == "s3"
	if s3 {
		skew = 15 * minute
	}
	date := func(t time.Time) string { return t.UTC().Format(timeLayout) }
	oldest, span := now.Add(-skew), int(skew/minute)
	if a.Presigned {
		if end := a.Time.Add(a.Expiry); now.After(end) {
			if s3 {
				return fault.New(fault.AccessDenied, "Request has expired").With("Expires", end.UTC().Format(time.RFC3339))
			}
			return fault.New(fault.SignatureExpired, "Signature expired: %s is now earlier than %s", date(end), date(now))
		}
		oldest = a.Time
	}
	switch {
	case a.Time.Before(oldest) && s3, a.Time.After(now.Add(skew)) && s3:
		return fault.New(fault.SignatureExpired, "The difference between the request time and the current time is too large.")
	case a.Time.Before(oldest):
		return fault.New(fault.SignatureExpired, "Signature expired: %s is now earlier than %s (%s - %d min.)",
			date(a.Time), date(oldest), date(now), span)
	case a.Time.After(now.Add(skew)):
		return fault.New(fault.SignatureExpired, "Signature not yet current: %s is still later than %s (%s + %d min.)",
			date(a.Time), date(now.Add(skew)), date(now), span)
	}
	return nil
}

// checkHeaders refuses headers that AWS services act on and that the signature does not cover, and a signature that
// does not name its host. Without that a middleman could add x-amz-target or x-amz-source-account to a signed request.
func (a *Authorization) checkHeaders(r *http.Request) error {
	covered := func(name string) bool { _, ok := slices.BinarySearch(a.SignedHeaders, name); return ok }
	if !covered("host") {
		return fault.New(fault.BadSignature, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
	}
	names := make([]string, 0, len(r.Header))
	for name := range r.Header {
		names = append(names, strings.ToLower(name))
	}
	slices.Sort(names) // one request, one sentence
	for _, name := range names {
		if strings.HasPrefix(name, "x-amz-") && name != "x-amz-user-agent" && !covered(name) {
			return fault.New(fault.BadSignature, "'%s' must be a 'SignedHeader' in the AWS Authorization.", name)
		}
	}
	if !a.Presigned && !covered("x-amz-date") && !covered("date") {
		return fault.New(fault.BadSignature, "'X-Amz-Date' or 'Date' must be a 'SignedHeader' in the AWS Authorization.")
	}
	return nil
}

// payload returns the hash that stands in the canonical request, and refuses a body that is another.
func (a *Authorization) payload(body []byte) (string, error) {
	if a.Scope.Service != "s3" {
		actual := hashOf(body)
		if a.PayloadHash != "" && a.PayloadHash != actual {
			return "", mismatch()
		}
		return actual, nil
	}
	switch {
	case a.PayloadHash == "" && a.Presigned:
		return UnsignedPayload, nil
	case a.PayloadHash == "":
		return "", fault.New("InvalidRequest", "Missing required header for this request: x-amz-content-sha256")
	case a.PayloadHash == UnsignedPayload, a.PayloadHash == streamingSigned, a.PayloadHash == streamingSignedTrailer,
		a.PayloadHash == streamingTrailer, isHash(a.PayloadHash):
		return a.PayloadHash, nil
	}
	return "", fault.New(fault.Validation, "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, %s, %s, %s, or a valid sha256 value.",
		streamingTrailer, streamingSigned, streamingSignedTrailer)
}

func isHash(text string) bool {
	return len(text) == 64 && strings.Trim(text, "0123456789abcdef") == ""
}
