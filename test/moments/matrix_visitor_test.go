package moments

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"interlaken/hub/web"
	"interlaken/wire"
)

// visitor is a browser without a window: one kind of person, signed in or not, with the session's cookie and page token.
type visitor struct {
	t    *testing.T
	name string // of the column, and of what the visitor makes
	user string // in the hub; "" for who is signed out
	base string

	cookie *http.Cookie
	token  string
}

// told is what an answer says.
type told struct {
	status int
	code   string // of a refusal
	text   string // the sentence of a refusal, else the whole body
}

func (a told) allowed() bool { return a.status < 300 }

// signIn begins a session with one of the ways in.
func (v *visitor) signIn(way map[string]string) {
	v.t.Helper()
	body, err := json.Marshal(way)
	if err != nil {
		v.t.Fatal(err)
	}
	r := v.request(http.MethodPost, "/web/session", body)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	var session struct{ User, CSRF string }
	if err := json.NewDecoder(answer.Body).Decode(&session); err != nil || answer.StatusCode != http.StatusOK || len(answer.Cookies()) != 1 {
		v.t.Fatalf("%s does not get in: status %d, %d cookies, %v", v.name, answer.StatusCode, len(answer.Cookies()), err)
	}
	v.cookie, v.token, v.user = answer.Cookies()[0], session.CSRF, session.User
}

func (v *visitor) request(method, path string, body []byte) *http.Request {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), method, v.base+path, bytes.NewReader(body))
	if err != nil {
		v.t.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if v.cookie != nil {
		r.AddCookie(&http.Cookie{Name: v.cookie.Name, Value: v.cookie.Value})
	}
	return r
}

// ask sends a request as a page does. Who has no session has no token either, and sends one that is none.
func (v *visitor) ask(r *http.Request) told {
	v.t.Helper()
	token := v.token
	if token == "" {
		token = "none"
	}
	r.Header.Set(web.TokenHeader, token)
	return v.send(r)
}

func (v *visitor) send(r *http.Request) told {
	v.t.Helper()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	got := told{status: answer.StatusCode, text: string(body)}
	if got.allowed() {
		return got
	}
	var refusal struct {
		Type    string `json:"__type"`
		Message string // or message: encoding/json takes both
	}
	if err := json.Unmarshal(body, &refusal); err != nil || refusal.Message == "" {
		v.t.Errorf("%s %s: a refusal without a sentence: %s", r.Method, r.URL.Path, body)
	}
	got.code, got.text = cmp.Or(answer.Header.Get("X-Amzn-Errortype"), refusal.Type), refusal.Message
	return got
}

// operation is the request of an operation whose input is JSON text: what the operation binds to path and query is taken
// out of the body.
func (v *visitor) operation(s *wire.Service, o *wire.Operation, input string) *http.Request {
	v.t.Helper()
	if s.Protocol == wire.AWSJSON11 {
		r := v.request(http.MethodPost, "/", []byte(input))
		r.Header.Set("Content-Type", "application/x-amz-json-1.1")
		r.Header.Set("X-Amz-Target", s.TargetPrefix+"."+o.Name)
		return r
	}
	members := map[string]any{}
	if err := json.Unmarshal([]byte(input), &members); err != nil {
		v.t.Fatalf("%s: %v in %s", o.Name, err, input)
	}
	path, query := o.URI, url.Values{}
	for _, b := range o.Bindings {
		value, given := members[b.Field]
		delete(members, b.Field)
		text := strings.Trim(mustJSON(v.t, value), `"`)
		switch {
		case b.In == wire.Label:
			path = strings.ReplaceAll(path, "{"+b.Name+"}", url.PathEscape(text))
		case b.In == wire.Query && given:
			query.Set(b.Name, text)
		}
	}
	var body []byte
	if o.Method != http.MethodGet && o.Method != http.MethodDelete {
		body = []byte(mustJSON(v.t, members))
	}
	if len(query) > 0 {
		separator := "?"
		if strings.Contains(path, "?") {
			separator = "&"
		}
		path += separator + query.Encode()
	}
	r := v.request(o.Method, path, body)
	r.Header.Set("Accept", "application/json")
	return r
}

func mustJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
