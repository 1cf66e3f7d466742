package refusals_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"interlaken/wire/sigv4"
)

// forgedError is the answer to a request that no SDK would make.
type forgedError struct{ answer }

func (f *forgedError) Error() string { return f.code + ": " + f.message }

// request is one that is signed by hand, so that it can be spoiled before or after.
type request struct {
	method, path, body string
	header             http.Header
	service, region    string
}

// One plain request of each protocol, that any administrator may make.
func query() request {
	return request{
		method: "POST", path: "/", body: "Action=GetCallerIdentity&Version=2011-06-15", service: "sts", region: region,
		header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}},
	}
}

func json11() request {
	return request{
		method: "POST", path: "/", body: `{}`, service: "glue", region: region,
		header: http.Header{"Content-Type": {"application/x-amz-json-1.1"}, "X-Amz-Target": {"AWSGlue.GetDatabases"}},
	}
}

func restJSON() request {
	return request{method: "GET", path: "/accounts/" + hub + "/data-sources", service: "quicksight", region: region, header: http.Header{}}
}

func restXML() request {
	return request{
		method: "GET", path: "/", service: "s3", region: region,
		header: http.Header{"X-Amz-Content-Sha256": {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}},
	}
}

// protocols are the plain requests by the names of their protocols.
var protocols = map[string]func() request{"query": query, "JSON": json11, "REST JSON": restJSON, "REST XML": restXML}

// sign makes the HTTP request, signed as a person at some time on the system's clock.
func (p person) sign(r request, at time.Duration) *http.Request {
	out, err := http.NewRequest(r.method, p.w.Endpoint()+r.path, strings.NewReader(r.body))
	if err != nil {
		p.w.t.Fatal(err)
	}
	out.Header = r.header.Clone()
	sigv4.Sign(out, []byte(r.body), p.key, r.region, r.service, p.w.clock.Now().Add(at))
	return out
}

// signed signs a request that is made already, with a body and for a service of r's.
func (p person) signed(out *http.Request, r request) *http.Request {
	sigv4.Sign(out, []byte(r.body), p.key, r.region, r.service, p.w.clock.Now())
	return out
}

// send sends a request and returns nil for an answer that is no error.
func (w *world) send(r *http.Request) error {
	response, err := w.Transport().RoundTrip(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode < 300 {
		return err
	}
	told := answer{status: response.StatusCode}
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("<")) {
		var body struct {
			Code, Message string
			Error         struct{ Code, Message string }
		}
		if err := xml.Unmarshal(text, &body); err != nil {
			return err
		}
		told.code, told.message = body.Code+body.Error.Code, body.Message+body.Error.Message
		return &forgedError{told}
	}
	var body struct {
		Type    string `json:"__type"`
		Message string
	}
	if err := json.Unmarshal(text, &body); err != nil {
		return err
	}
	if told.code, told.message = body.Type, body.Message; told.code == "" {
		told.code = response.Header.Get("X-Amzn-Errortype")
	}
	return &forgedError{told}
}

// fetch gets a presigned address as a browser would.
func (w *world) fetch(address string) error {
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	return w.send(r)
}

// later does something on a clock that is ahead.
func (w *world) later(d time.Duration, do func() error) error {
	w.clock.ahead.Add(int64(d))
	defer w.clock.ahead.Add(-int64(d))
	return do()
}

// spoil changes the last digit of a signature, in a header or a presigned address.
func spoil(signature string) string {
	last := signature[len(signature)-1]
	return signature[:len(signature)-1] + string(map[bool]byte{true: '1', false: '0'}[last == '0'])
}

// spoilAddress spoils the signature of a presigned address.
func spoilAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	q := u.Query()
	q.Set("X-Amz-Signature", spoil(q.Get("X-Amz-Signature")))
	u.RawQuery = q.Encode()
	return u.String()
}
