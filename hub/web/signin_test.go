package web_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/web"
	"interlaken/secret"
	"interlaken/service"
	"interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/store/storetest"
	"interlaken/trail"
	"interlaken/wire/interlaken"
)

// cheap makes a hash in a millisecond.
var cheap = secret.PasswordCost{MemoryKiB: 64, Passes: 1, Lanes: 1}

const (
	password = "eleven purple ladders"
	wrong    = "The user name or the password is not right."
	gone     = "This invitation does not hold any more, or was taken already. Ask an administrator of the hub for another one."
)

// kit is a hub with local users and a server of its pages.
type kit struct {
	*servicetest.Kit
	t      *testing.T
	server *web.Server
}

func newKit(t *testing.T) *kit {
	t.Helper()
	k := &kit{Kit: servicetest.New(t), t: t}
	k.Mesh.Register(&service.Service{Wire: interlaken.Hub, Source: hub.Source})
	k.server = k.serve(cheap)
	return k
}

func (k *kit) serve(cost secret.PasswordCost) *web.Server {
	return web.New(web.Config{
		Mesh: k.Mesh, Account: servicetest.Hub, Region: "us-east-1", Attempts: 4, PasswordCost: cost,
		Address: func(r *http.Request) (string, bool) { return r.RemoteAddr, true },
	})
}

// invite registers a local user and returns the code of an invitation that holds for an hour.
func (k *kit) invite(name string) string {
	k.t.Helper()
	code := k.IDs.Token(hub.InvitationBytes)
	k.Update(func(tx store.Tx) error {
		u, err := hub.GetUser(tx, servicetest.Hub, "default", name)
		if err != nil {
			u = hub.User{
				Account: servicetest.Hub, Region: "us-east-1", Namespace: "default", Name: name, Role: types.UserRoleReader,
				LocalID: k.IDs.Unique("USER"), Created: k.Clock.Now(),
			}
			if err := hub.CreateUser(tx, u); err != nil {
				return err
			}
		}
		return hub.Invite(tx, u, secret.NewText(code), k.Clock.Now().Add(time.Hour))
	})
	return code
}

// reply is what a browser was answered.
type reply struct {
	status  int
	message string
	user    string
	cookie  string
	header  http.Header
}

func (k *kit) send(server *web.Server, method, body, cookie, from string) reply {
	k.t.Helper()
	r := httptest.NewRequest(method, "http://127.0.0.1:8400/web/session", strings.NewReader(body))
	r.RemoteAddr = from
	r.Header.Set("Content-Type", "application/json")
	if cookie != "" {
		r.Header.Set("Cookie", "__Host-interlaken-8400="+cookie)
	}
	w := httptest.NewRecorder()
	server.ServeHTTP(w, r)
	text, err := io.ReadAll(w.Body)
	if err != nil {
		k.t.Fatal(err)
	}
	var said struct{ Message, User string }
	if err := json.Unmarshal(text, &said); err != nil {
		k.t.Fatalf("%s: %v", text, err)
	}
	got := reply{status: w.Code, message: said.Message, user: said.User, header: w.Header()}
	for _, c := range w.Result().Cookies() {
		got.cookie = c.Value
	}
	return got
}

func quote(text string) string {
	b, _ := json.Marshal(text) // a string has JSON
	return string(b)
}

func (k *kit) post(body string) reply { return k.send(k.server, "POST", body, "", "192.0.2.1") }

func (k *kit) accept(code, password string) reply {
	return k.post(`{"invitation":` + quote(code) + `,"password":` + quote(password) + `}`)
}

func (k *kit) enter(user, password string) reply {
	return k.post(`{"user":` + quote(user) + `,"password":` + quote(password) + `}`)
}

// whoIs is the user that a cookie stands for, "" for nobody.
func (k *kit) whoIs(cookie string) string {
	return k.send(k.server, "GET", "", cookie, "192.0.2.1").user
}

// signIns are the events of sign-ins, the oldest first, each with the user of its parameters and its error.
func (k *kit) signIns() (all []string) {
	k.View(func(r store.Reader) error {
		entries, _, err := trail.Lookup(r, servicetest.Hub, trail.Query{Size: 50})
		for _, e := range entries {
			var shown struct {
				RequestParameters struct{ User, By string }
			}
			if err := json.Unmarshal(e.JSON, &shown); err != nil {
				return err
			}
			if e.Event.EventName == "SignIn" {
				said := shown.RequestParameters.By + " " + shown.RequestParameters.User + " " + e.Event.ErrorCode
				all = append([]string{strings.Join(strings.Fields(said), " ")}, all...)
			}
		}
		return err
	})
	return all
}

// A browser sends a cookie to every port of a host, so a session is known by the port that it was begun at; behind a proxy
// there is none.
func TestCookiesOfTwoPorts(t *testing.T) {
	k := newKit(t)
	id := k.accept(k.invite("ana"), password).cookie
	for host, c := range map[string]struct{ name, user string }{
		"127.0.0.1:8400": {"__Host-interlaken-8400", "ana"},
		"127.0.0.1:8500": {"__Host-interlaken-8400", ""},
		"[::1]:8400":     {"__Host-interlaken-8400", "ana"},
		"bi.example.com": {"__Host-interlaken", "ana"},
	} {
		r := httptest.NewRequest("GET", "http://"+host+"/web/session", nil)
		r.Header.Set("Cookie", c.name+"="+id)
		w := httptest.NewRecorder()
		k.server.ServeHTTP(w, r)
		var said struct{ User string }
		if err := json.Unmarshal(w.Body.Bytes(), &said); err != nil || said.User != c.user {
			t.Errorf("%s: %q, %v", host, said.User, err)
		}
	}
}

func TestInvitation(t *testing.T) {
	k := newKit(t)
	code := k.invite("ana")
	if got := k.enter("ana", ""); got.status != 403 || got.message != wrong {
		t.Errorf("before the invitation was taken: %+v", got)
	}
	if got := k.accept(code, "eleven char"); got.status != 400 || got.message != "The password has 11 characters; it may have 12 to 1024." {
		t.Errorf("a short password: %+v", got)
	}
	if got := k.accept(code, strings.Repeat("ü", 1025)); got.status != 400 {
		t.Errorf("a long password: %+v", got)
	}
	in := k.accept(code, password)
	if in.status != 200 || in.user != "ana" || k.whoIs(in.cookie) != "ana" {
		t.Fatalf("the invitation: %+v", in)
	}
	for name, got := range map[string]reply{"once more": k.accept(code, "another password"), "a guess": k.accept(k.IDs.Token(32), password)} {
		if got.status != 403 || got.message != gone || got.cookie != "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := k.enter("ana", password); got.user != "ana" || got.cookie == in.cookie {
		t.Errorf("with the password: %+v", got)
	}
	want := "password ana AccessDeniedException, invitation ValidationException, invitation ValidationException, invitation ana, " +
		"invitation AccessDeniedException, invitation AccessDeniedException, password ana"
	if got := strings.Join(k.signIns(), ", "); got != want {
		t.Errorf("events %s, want %s", got, want)
	}
	for table, records := range storetest.Dump(t, k.Store) {
		for key, value := range records {
			for _, hunted := range []string{password, code, in.cookie} {
				if strings.Contains(key+value, hunted) {
					t.Errorf("%s holds %q", table, hunted)
				}
			}
		}
	}
}

// An invitation ends with its time, with the next one, and with its user.
func TestInvitationsEnd(t *testing.T) {
	k := newKit(t)
	late := k.invite("ana")
	k.Clock.Advance(time.Hour)
	if got := k.accept(late, password); got.message != gone {
		t.Errorf("after its time: %+v", got)
	}
	first := k.invite("ben")
	second := k.invite("ben")
	if got := k.accept(first, password); got.message != gone {
		t.Errorf("after the next one: %+v", got)
	}
	k.Update(func(tx store.Tx) error { return hub.DeleteUser(tx, servicetest.Hub, "default", "ben") })
	k.invite("ben") // somebody else of that name
	if got := k.accept(second, password); got.message != gone {
		t.Errorf("after its user: %+v", got)
	}
}

// Another invitation is how a forgotten password is replaced: the sessions before end.
func TestInvitationEndsSessions(t *testing.T) {
	k := newKit(t)
	before := k.accept(k.invite("ana"), password).cookie
	again := k.invite("ana")
	if k.whoIs(before) != "ana" || k.enter("ana", password).user != "ana" {
		t.Error("an invitation alone ends something")
	}
	k.Clock.Advance(time.Minute)
	after := k.accept(again, "another good password").cookie
	if k.whoIs(before) != "" || k.whoIs(after) != "ana" {
		t.Errorf("the session before is %q's, the one after %q's", k.whoIs(before), k.whoIs(after))
	}
	if got := k.enter("ana", password); got.message != wrong {
		t.Errorf("with the password before: %+v", got)
	}
}

// Nobody learns who is there, and what was typed in place of a name stands nowhere.
func TestWrongPasswords(t *testing.T) {
	k := newKit(t)
	k.accept(k.invite("ana"), password)
	k.invite("new")
	iam := k.User(servicetest.Hub, "iam")
	k.Update(func(tx store.Tx) error {
		return hub.CreateUser(tx, hub.User{
			Account: servicetest.Hub, Region: "us-east-1", Namespace: "default", Name: "iam", Role: types.UserRoleAdmin,
			IAMARN: iam.Principal.ARN, IAMID: iam.Principal.UniqueID,
		})
	})
	for _, c := range [][2]string{{"ana", password + " "}, {"new", ""}, {"nobody", password}, {password, password}, {"iam", ""}, {"ANA", password}} {
		if got := k.enter(c[0], c[1]); got.status != 403 || got.message != wrong || got.cookie != "" {
			t.Errorf("%q: %+v", c, got)
		}
	}
	const hidden = "password HIDDEN_DUE_TO_SECURITY_REASONS AccessDeniedException"
	want := []string{
		"invitation ana", "password ana AccessDeniedException", "password new AccessDeniedException", hidden, hidden,
		"password iam AccessDeniedException", hidden,
	}
	if got := k.signIns(); strings.Join(got, ", ") != strings.Join(want, ", ") {
		t.Errorf("events %q, want %q", got, want)
	}
	for _, body := range []string{
		`{}`, `{"password":"x"}`, `{"user":"ana","invitation":"x","password":"x"}`, `{"user":"ana","persona":"x"}`,
		`{"user":"` + strings.Repeat("a", 1000) + `","password":"x"}`, `{"user":"ana","password":"x","admin":true}`, `[]`,
	} {
		if got := k.post(body); got.status != 400 || got.cookie != "" {
			t.Errorf("%.60s: %+v", body, got)
		}
	}
}

// The bound of failed sign-ins says so, is one event, and is of this user and address.
func TestSignInsAreLimited(t *testing.T) {
	k := newKit(t)
	k.accept(k.invite("ana"), password)
	for range 4 {
		if got := k.enter("ana", "not it, I know"); got.status != 403 {
			t.Fatalf("%+v", got)
		}
	}
	for range 3 {
		got := k.enter("ana", password)
		if got.status != 429 || got.cookie != "" || got.header.Get("Retry-After") != "901" ||
			!strings.HasPrefix(got.message, "Too many sign-ins have failed: after 4 within 15 minutes, the next one is taken at ") {
			t.Errorf("%+v", got)
		}
	}
	if events := strings.Join(k.signIns(), ", "); strings.Count(events, "ThrottlingException") != 1 || strings.Count(events, "AccessDenied") != 4 {
		t.Errorf("events %s", events)
	}
	body := `{"user":"ana","password":` + quote(password) + `}`
	if got := k.send(k.server, "POST", body, "", "192.0.2.2"); got.user != "ana" {
		t.Errorf("from elsewhere: %+v", got)
	}
	k.Clock.Advance(15 * time.Minute)
	if got := k.enter("ana", password); got.user != "ana" {
		t.Errorf("a quarter of an hour later: %+v", got)
	}
}

// A password that is kept at another cost is kept anew at the next sign-in.
func TestPasswordsAreKeptAnew(t *testing.T) {
	k := newKit(t)
	k.accept(k.invite("ana"), password)
	kept := func() (form string) {
		k.View(func(r store.Reader) (err error) {
			_, form, _, err = hub.Password(r, servicetest.Hub, "default", "ana")
			return err
		})
		return form
	}
	before := kept()
	k.enter("ana", password)
	if kept() != before {
		t.Error("kept anew at the same cost")
	}
	dearer := k.serve(secret.PasswordCost{MemoryKiB: 128, Passes: 1, Lanes: 1})
	body := func(p string) string { return `{"user":"ana","password":` + quote(p) + `}` }
	if got := k.send(dearer, "POST", body("not the password"), "", "192.0.2.1"); got.status != 403 || kept() != before {
		t.Errorf("a wrong password: %+v", got)
	}
	if got := k.send(dearer, "POST", body(password), "", "192.0.2.1"); got.user != "ana" || !strings.Contains(kept(), "$m=128,") {
		t.Errorf("%+v, kept as %.40s", got, kept())
	}
	if got := k.enter("ana", password); got.user != "ana" {
		t.Errorf("at the cost before: %+v", got)
	}
}

// A user who was deleted and registered anew is somebody else: the session, and the password, are nobody's.
func TestTheNextOfANameIsSomebodyElse(t *testing.T) {
	k := newKit(t)
	in := k.accept(k.invite("ana"), password)
	k.Update(func(tx store.Tx) error { return hub.DeleteUser(tx, servicetest.Hub, "default", "ana") })
	k.invite("ana")
	if who := k.whoIs(in.cookie); who != "" {
		t.Errorf("the session is %s's", who)
	}
	if got := k.enter("ana", password); got.message != wrong {
		t.Errorf("the password: %+v", got)
	}
	// Nor does anything of the first remain.
	for table, records := range storetest.Dump(t, k.Store) {
		for key, value := range records {
			if strings.Contains(value, "$argon2id$") {
				t.Errorf("%s still has %q: %s", table, key, value)
			}
		}
	}
}
