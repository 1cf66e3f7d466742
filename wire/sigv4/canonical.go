package sigv4

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// canonicalRequest builds what is signed ("Create a canonical request"). The path is taken as it was sent: dot segments
// and double slashes are not folded, because the router does not fold them either, and a signature must stand for the
// path that is served.
func canonicalRequest(r *http.Request, query url.Values, scope Scope, signedHeaders []string, payloadHash string) string {
	var b strings.Builder
	b.WriteString(r.Method)
	b.WriteByte('\n')
	b.WriteString(canonicalPath(r.URL, scope.Service))
	b.WriteByte('\n')
	b.WriteString(canonicalQuery(query))
	b.WriteByte('\n')
	for _, name := range signedHeaders {
		b.WriteString(name)
		b.WriteByte(':')
		b.WriteString(headerValue(r, name))
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	b.WriteString(strings.Join(signedHeaders, ";"))
	b.WriteByte('\n')
	b.WriteString(payloadHash)
	return b.String()
}

// canonicalPath encodes the path: once for S3, whose keys are taken decoded, and a second time for all others.
func canonicalPath(u *url.URL, service string) string {
	path := u.EscapedPath()
	if service == "s3" {
		path = u.Path
	}
	if path == "" {
		return "/"
	}
	return encode(path, true)
}

// canonicalQuery sorts parameters by encoded name, then by encoded value. The signature itself is left out.
func canonicalQuery(query url.Values) string {
	var pairs [][2]string
	for name, values := range query {
		if name == "X-Amz-Signature" {
			continue
		}
		for _, value := range values {
			pairs = append(pairs, [2]string{encode(name, false), encode(value, false)})
		}
	}
	slices.SortFunc(pairs, func(a, b [2]string) int {
		if c := strings.Compare(a[0], b[0]); c != 0 {
			return c
		}
		return strings.Compare(a[1], b[1])
	})
	var b strings.Builder
	for i, pair := range pairs {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(pair[0] + "=" + pair[1])
	}
	return b.String()
}

// headerValue returns all values of a header, each trimmed and with runs of blanks folded, joined by commas. The
// server has moved some headers out of the map.
func headerValue(r *http.Request, name string) string {
	values := r.Header.Values(name)
	switch {
	case name == "host":
		values = []string{r.Host}
	case name == "content-length" && len(values) == 0 && r.ContentLength >= 0:
		values = []string{strconv.FormatInt(r.ContentLength, 10)}
	case name == "transfer-encoding" && len(values) == 0:
		values = r.TransferEncoding
	}
	folded := make([]string, len(values))
	for i, value := range values {
		folded[i] = strings.Join(strings.FieldsFunc(value, func(c rune) bool { return c == ' ' || c == '\t' }), " ")
	}
	return strings.Join(folded, ",")
}

// encode percent-encodes every byte that is not unreserved in RFC 3986, with capital digits.
func encode(text string, keepSlash bool) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(text))
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9',
			c == '-', c == '_', c == '.', c == '~', c == '/' && keepSlash:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		}
	}
	return b.String()
}

// stringToSign wraps a hash ("Create a string to sign").
func stringToSign(kind string, at time.Time, scope Scope, rest string) string {
	return fmt.Sprintf("%s\n%s\n%s\n%s", kind, at.UTC().Format(timeLayout), scope, rest)
}

// signingKey derives the key of one scope from a secret ("Calculate the signature").
func signingKey(secret string, scope Scope) []byte {
	key := []byte("AWS4" + secret)
	for _, part := range []string{scope.Date, scope.Region, scope.Service, terminator} {
		key = sum(key, part)
	}
	return key
}

func sum(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

func sign(key []byte, text string) string { return hex.EncodeToString(sum(key, text)) }

func hashOf(data []byte) string {
	digest := sha256.Sum256(data)
	return hex.EncodeToString(digest[:])
}
