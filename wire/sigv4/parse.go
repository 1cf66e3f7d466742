package sigv4

import (
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"interlaken/fault"
)

const (
	algorithm  = "AWS4-HMAC-SHA256"
	terminator = "aws4_request"
	timeLayout = "20060102T150405Z"
	dayLayout  = "20060102"

	// defaultExpiry is how long a presigned request without X-Amz-Expires lives: STS clients leave it out.
	defaultExpiry = 900 * time.Second
	// longestExpiry is the week that S3 documents.
	longestExpiry = 604800 * time.Second
)

// Scope is the credential scope: what a signature is good for.
type Scope struct {
	Date    string // YYYYMMDD
	Region  string
	Service string
}

func (s Scope) String() string {
	return s.Date + "/" + s.Region + "/" + s.Service + "/" + terminator
}

// Authorization is what a request says of its signature. Nothing in it is to be trusted before Verify.
type Authorization struct {
	AccessKeyID   string
	Scope         Scope
	SignedHeaders []string // lower case, sorted
	Signature     string   // 64 hexadecimal digits
	SessionToken  string   // "" for a long-lived key
	Time          time.Time
	Presigned     bool
	Expiry        time.Duration // of a presigned request, after Time
	PayloadHash   string        // X-Amz-Content-Sha256; "" where the request does not say
}

// Signed reports whether the request carries anything that claims to be a signature, of whatever version.
func Signed(r *http.Request) bool {
	query := r.URL.Query()
	return len(r.Header.Values("Authorization")) > 0 || query.Has("X-Amz-Signature") || query.Has("X-Amz-Algorithm") ||
		query.Has("Signature") && query.Has("AWSAccessKeyId")
}

// Parse reads a request's signature from its Authorization header or its query string. The faults are MissingToken
// where there is none and IncompleteSignature where it is malformed or there are two.
func Parse(r *http.Request) (*Authorization, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, fault.Wrap(err, fault.IncompleteSignature, "The query string cannot be parsed.")
	}
	headers := r.Header.Values("Authorization")
	inQuery := query.Has("X-Amz-Algorithm") || query.Has("X-Amz-Signature") || query.Has("X-Amz-Credential")
	older := query.Has("Signature") && query.Has("AWSAccessKeyId")
	switch {
	case len(headers) == 0 && !inQuery && !older:
		return nil, fault.New(fault.MissingToken, "Request is missing Authentication Token")
	case len(headers) > 1, len(headers) == 1 && (inQuery || older), inQuery && older:
		return nil, fault.New(fault.IncompleteSignature, "Only one auth mechanism allowed; only the X-Amz-Algorithm "+
			"query parameter, Signature query string parameter or the Authorization header should be specified")
	case older:
		return nil, unsupportedAlgorithm()
	case inQuery:
		return parseQuery(r, query)
	}
	return parseHeader(r, headers[0])
}

func unsupportedAlgorithm() error {
	return fault.New(fault.IncompleteSignature, "Unsupported AWS 'algorithm': only %s is accepted.", algorithm)
}

func parseHeader(r *http.Request, header string) (*Authorization, error) {
	kind, rest, _ := strings.Cut(header, " ")
	if kind != algorithm {
		return nil, unsupportedAlgorithm()
	}
	parts := map[string]string{}
	for part := range strings.SplitSeq(rest, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(part), "=")
		if _, twice := parts[name]; !ok || twice {
			return nil, fault.New(fault.IncompleteSignature, "The Authorization header is not a list of different name=value pairs.")
		}
		parts[name] = value
	}
	var lacks []string
	for _, name := range []string{"Credential", "Signature", "SignedHeaders"} {
		if parts[name] == "" {
			lacks = append(lacks, "Authorization header requires '"+name+"' parameter.")
		}
	}
	for _, name := range []string{"X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-Sha256"} {
		if len(r.Header.Values(name)) > 1 {
			return nil, fault.New(fault.IncompleteSignature, "The header %s is given more than once.", name)
		}
	}
	date, err := headerTime(r.Header)
	if err != nil {
		lacks = append(lacks, "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
	}
	if len(lacks) > 0 {
		return nil, fault.New(fault.IncompleteSignature, "%s", strings.Join(lacks, " "))
	}
	a := &Authorization{
		Signature:    parts["Signature"],
		SessionToken: r.Header.Get("X-Amz-Security-Token"),
		Time:         date,
		PayloadHash:  r.Header.Get("X-Amz-Content-Sha256"),
	}
	return a, a.complete(parts["Credential"], parts["SignedHeaders"])
}

func headerTime(h http.Header) (time.Time, error) {
	if text := h.Get("X-Amz-Date"); text != "" {
		return time.Parse(timeLayout, text)
	}
	return http.ParseTime(h.Get("Date"))
}

func parseQuery(r *http.Request, query url.Values) (*Authorization, error) {
	// Names are matched exactly, as AWS does; a second spelling of one must not slip by beside it.
	for name, values := range query {
		exact, known := authorizationParameters[strings.ToLower(name)]
		if known && (name != exact || len(values) > 1) {
			return nil, fault.New(fault.IncompleteSignature, "The query parameter %s is misspelt or given more than once.", exact)
		}
	}
	var lacks []string
	for _, name := range []string{"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"} {
		if query.Get(name) == "" {
			lacks = append(lacks, "AWS query-string parameters must include '"+name+"'.")
		}
	}
	if len(lacks) > 0 {
		return nil, fault.New(fault.IncompleteSignature, "%s", strings.Join(lacks, " "))
	}
	if query.Get("X-Amz-Algorithm") != algorithm {
		return nil, unsupportedAlgorithm()
	}
	date, err := time.Parse(timeLayout, query.Get("X-Amz-Date"))
	if err != nil {
		return nil, fault.New(fault.IncompleteSignature, "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
	}
	expiry := defaultExpiry
	if text := query.Get("X-Amz-Expires"); text != "" {
		seconds, err := strconv.Atoi(text)
		if err != nil || seconds < 0 || seconds > int(longestExpiry/time.Second) {
			return nil, fault.New(fault.IncompleteSignature, "X-Amz-Expires must be a number of seconds from 0 to %d.",
				int(longestExpiry/time.Second))
		}
		expiry = time.Duration(seconds) * time.Second
	}
	if r.Header.Get("X-Amz-Security-Token") != "" {
		return nil, fault.New(fault.IncompleteSignature, "A presigned request carries its security token in the query string.")
	}
	a := &Authorization{
		Signature:    query.Get("X-Amz-Signature"),
		SessionToken: query.Get("X-Amz-Security-Token"),
		Time:         date,
		Presigned:    true,
		Expiry:       expiry,
		PayloadHash:  query.Get("X-Amz-Content-Sha256"),
	}
	if a.PayloadHash == "" {
		a.PayloadHash = r.Header.Get("X-Amz-Content-Sha256")
	}
	return a, a.complete(query.Get("X-Amz-Credential"), query.Get("X-Amz-SignedHeaders"))
}

// authorizationParameters holds the spelling of the signature's own query parameters by their lower-case form.
var authorizationParameters = map[string]string{
	"x-amz-algorithm":      "X-Amz-Algorithm",
	"x-amz-credential":     "X-Amz-Credential",
	"x-amz-signature":      "X-Amz-Signature",
	"x-amz-signedheaders":  "X-Amz-SignedHeaders",
	"x-amz-date":           "X-Amz-Date",
	"x-amz-expires":        "X-Amz-Expires",
	"x-amz-security-token": "X-Amz-Security-Token",
	"x-amz-content-sha256": "X-Amz-Content-Sha256",
}

// complete reads credential and signed headers.
func (a *Authorization) complete(credential, signedHeaders string) error {
	parts := strings.Split(credential, "/")
	if len(parts) != 5 || slices.Contains(parts, "") {
		return fault.New(fault.IncompleteSignature, "Credential must have exactly 5 slash-delimited elements, "+
			"e.g. keyid/date/region/service/term.")
	}
	if parts[4] != terminator {
		return fault.New(fault.BadSignature, "Credential should be scoped with a valid terminator: '%s'.", terminator)
	}
	a.AccessKeyID = parts[0]
	a.Scope = Scope{Date: parts[1], Region: parts[2], Service: parts[3]}
	if b, err := hex.DecodeString(a.Signature); err != nil || len(b) != 32 || strings.ToLower(a.Signature) != a.Signature {
		return fault.New(fault.IncompleteSignature, "The signature must be 64 lower-case hexadecimal digits.")
	}
	a.SignedHeaders = strings.Split(signedHeaders, ";")
	if !slices.IsSorted(a.SignedHeaders) || slices.Contains(a.SignedHeaders, "") ||
		len(slices.Compact(slices.Clone(a.SignedHeaders))) != len(a.SignedHeaders) ||
		strings.ToLower(signedHeaders) != signedHeaders {
		return fault.New(fault.IncompleteSignature, "SignedHeaders must be different header names in lower case, in order.")
	}
	return nil
}
