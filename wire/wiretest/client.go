package wiretest

import (
	"bytes"
	"io"
	"net/http"
)

// HTTP is the HTTP client of SDK clients in tests. The SDK closes a request's body as soon as the head of the answer is
// there (smithy-go, transport/http, ClientHandler.Handle). net/http may still be looking for that body's end then, takes
// the closing for an error and drops the connection, with a long answer half read: on a server in the same process it
// happens. What is handed to net/http here is a copy that nobody closes.
var HTTP = &http.Client{Transport: keepsBody{http.DefaultTransport}}

type keepsBody struct{ http.RoundTripper }

func (k keepsBody) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil || r.Body == http.NoBody {
		return k.RoundTripper.RoundTrip(r)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	copied := r.Clone(r.Context())
	copied.Body = io.NopCloser(bytes.NewReader(body))
	return k.RoundTripper.RoundTrip(copied)
}
