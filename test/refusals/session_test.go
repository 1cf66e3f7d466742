package refusals_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	qstypes "github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"interlaken/app"
	"interlaken/hub/web"
	"interlaken/store/storetest"
)

// browser is a person's browser: it keeps the cookie and the page token, and sends what a page of the app sends.
type browser struct {
	w             *world
	cookie, token string
	// site is what the browser says of where a request comes from.
	site string
}

// answered is what a browser was answered.
type answered struct {
	status int
	header http.Header
	body   map[string]any
	text   string
}

func (b *browser) send(method, path, body string, header map[string]string) answered {
	b.w.t.Helper()
	r, err := http.NewRequest(method, b.w.Endpoint()+path, strings.NewReader(body))
	if err != nil {
		b.w.t.Fatal(err)
	}
	if b.cookie != "" {
		r.Header.Set("Cookie", "__Host-interlaken-8400="+b.cookie)
	}
	if b.token != "" {
		r.Header.Set(web.TokenHeader, b.token)
	}
	if b.site != "" {
		r.Header.Set("Sec-Fetch-Site", b.site)
	}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	response, err := b.w.Transport().RoundTrip(r)
	if err != nil {
		b.w.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		b.w.t.Fatal(err)
	}
	got := answered{status: response.StatusCode, header: response.Header, text: string(text)}
	_ = json.Unmarshal(text, &got.body) // a page is no JSON
	for _, c := range response.Cookies() {
		if c.MaxAge >= 0 {
			b.cookie = c.Value
		}
	}
	if csrf, ok := got.body["csrf"].(string); ok {
		b.token = csrf
	}
	return got
}

var asJSON = map[string]string{"Content-Type": "application/json"}

// signIn signs in as a persona with the token of this start.
func (w *world) signIn(persona string) *browser {
	w.t.Helper()
	b := &browser{w: w, site: "same-origin"}
	_, token, _ := strings.Cut(w.PersonaLink(persona), "#")
	if got := b.send("POST", "/web/session", `{"persona":"`+persona+`","token":"`+token+`"}`, asJSON); got.status != 200 || b.cookie == "" {
		w.t.Fatalf("sign-in: %d %s", got.status, got.text)
	}
	return b
}

// own asks one of the hub's own operations.
func (b *browser) own(operation, body string) answered {
	return b.send("POST", "/", body, map[string]string{"X-Amz-Target": "InterlakenHub." + operation, "Content-Type": "application/x-amz-json-1.1"})
}

// newPersonaWorld has an author and a reader as personas.
func newPersonaWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, func(c *app.Config, _ *app.Options) {
		c.Hub.Personas = []web.Persona{{ID: "author", Title: "Author", User: "ana", Landing: "/"}, {ID: "reader", Title: "Reader", User: "rita", Landing: "/dashboards/x"}}
	})
	w.user(hub, "ana")
	w.user(hub, "rita")
	w.register("ana", qstypes.UserRoleAuthor)
	w.register("rita", qstypes.UserRoleReader)
	return w
}

// TestSignIn: the persona's link signs in, the cookie is for this host alone, and the events say who.
func TestSignIn(t *testing.T) {
	w := newPersonaWorld(t)
	out := (&browser{w: w}).send("GET", "/web/session", "", nil)
	if out.status != 200 || out.body["signedIn"] != false || strings.Contains(out.text, "rita") {
		t.Errorf("signed out: %d %s", out.status, out.text)
	}
	b := &browser{w: w, site: "same-origin"}
	_, token, _ := strings.Cut(w.PersonaLink("reader"), "#")
	in := b.send("POST", "/web/session", `{"persona":"reader","token":"`+token+`"}`, asJSON)
	if in.body["user"] != "rita" || in.body["role"] != "READER" || in.body["landing"] != "/dashboards/x" {
		t.Errorf("signed in: %s", in.text)
	}
	cookie := in.header.Get("Set-Cookie")
	for _, want := range []string{"__Host-interlaken-8400=", "; Path=/", "; HttpOnly", "; Secure", "; SameSite=Strict"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie %q has no %q", cookie, want)
		}
	}
	if strings.Contains(in.text, b.cookie) {
		t.Error("the page is told the session's id")
	}
	if got := b.send("GET", "/web/session", "", nil); got.body["user"] != "rita" || got.body["csrf"] != b.token {
		t.Errorf("who am I: %s", got.text)
	}
	before := b.cookie
	again := b.send("POST", "/web/session", `{"persona":"author","token":"`+token+`"}`, asJSON)
	if b.cookie == before || again.body["user"] != "ana" {
		t.Errorf("a second sign-in keeps the session's id, or gives %s", again.text)
	}
	if got := (&browser{w: w, cookie: before}).send("GET", "/web/session", "", nil); got.body["signedIn"] != false {
		t.Error("the session before goes on after a new sign-in")
	}
	var names []string
	for _, e := range w.events()[hub] {
		if e.Event.EventSource == "hub.interlaken" {
			names = append(names, e.Event.EventName+" "+e.Event.UserIdentity.ARN+" "+e.Event.ErrorCode)
		}
	}
	want := "SignIn arn:aws:sts::111111111111:assumed-role/interlaken:reader/rita ; SignIn arn:aws:sts::111111111111:assumed-role/interlaken:author/ana "
	if got := strings.Join(names, "; "); got != want {
		t.Errorf("events %q, want %q", got, want)
	}
	for table, records := range storetest.Dump(t, w.Mesh().Store()) {
		for key, value := range records {
			if strings.Contains(value, b.cookie) || strings.Contains(value, token) || strings.Contains(key, b.cookie) {
				t.Errorf("%s holds the session's id or the personas' token", table)
			}
		}
	}
}

// TestPersonasNeedTheirToken: without what was printed at the start nobody signs in, and each attempt is an event.
func TestPersonasNeedTheirToken(t *testing.T) {
	w := newPersonaWorld(t)
	for _, body := range []string{
		`{"persona":"reader","token":""}`, `{"persona":"reader","token":"guess"}`, `{"persona":"admin","token":"guess"}`, `{"persona":"reader"}`,
	} {
		b := &browser{w: w, site: "same-origin"}
		if got := b.send("POST", "/web/session", body, asJSON); got.status != 403 || b.cookie != "" || got.body["message"] != "This link does not sign in: use the one that the demo printed when it started." {
			t.Errorf("%s: %d %s", body, got.status, got.text)
		}
	}
	_, token, _ := strings.Cut(w.PersonaLink("reader"), "#")
	cross := &browser{w: w, site: "cross-site"}
	if got := cross.send("POST", "/web/session", `{"persona":"reader","token":"`+token+`"}`, asJSON); got.status != 403 || cross.cookie != "" {
		t.Errorf("from another site: %d %s", got.status, got.text)
	}
	form := &browser{w: w}
	if got := form.send("POST", "/web/session", `{"persona":"reader","token":"`+token+`"}`, map[string]string{"Content-Type": "text/plain"}); got.status != 415 {
		t.Errorf("a form: %d %s", got.status, got.text)
	}
	failed := 0
	for _, e := range w.events()[hub] {
		if e.Event.EventName == "SignIn" && e.Event.ErrorCode == "AccessDeniedException" && bytes.Contains(e.JSON, []byte("interlaken:nobody")) {
			failed++
		}
	}
	if failed != 4 {
		t.Errorf("%d events of failed sign-ins, want 4", failed)
	}
	for _, persona := range []app.Config{{Listen: "0.0.0.0:8400", TLSCertificate: "a", TLSKey: "b"}} {
		c := app.Default()
		c.Listen, c.TLSCertificate, c.TLSKey, c.Data = persona.Listen, "a", "b", t.TempDir()
		c.Hub.Personas = []web.Persona{{ID: "x"}}
		if err := c.Complete(); err == nil || !strings.Contains(err.Error(), "loopback") {
			t.Errorf("personas on an open address: %v", err)
		}
	}
}

// TestACookieDoesWhatItsPersonMay: what a signed call may not do, the cookie may not do either; nothing but the hub is
// reached by it (SECURITY S11).
func TestACookieDoesWhatItsPersonMay(t *testing.T) {
	w := newPersonaWorld(t)
	reader, author := w.signIn("reader"), w.signIn("author")
	if got := author.send("GET", "/accounts/"+hub+"/dashboards", "", nil); got.status != 200 || got.body["DashboardSummaryList"] == nil {
		t.Errorf("the author's list: %d %s", got.status, got.text)
	}
	for _, c := range []struct {
		name   string
		got    answered
		status int
		words  string
	}{
		{"a data source made by a reader", reader.send("POST", "/accounts/"+hub+"/data-sources", `{"DataSourceId":"d","Name":"d","Type":"ATHENA"}`, asJSON), 401, "not authorized to perform: quicksight:CreateDataSource"},
		{"users listed by a reader", reader.send("GET", "/accounts/"+hub+"/namespaces/default/users", "", nil), 401, "not authorized to perform: quicksight:ListUsers"},
		{"settings by a reader", reader.own("PutHubSettings", `{"Settings":{}}`), 400, "not authorized to perform: interlaken:PutHubSettings"},
		{"settings by an author", author.own("PutHubSettings", `{"Settings":{}}`), 400, "not authorized to perform: interlaken:PutHubSettings"},
		{"an invitation by an author", author.own("InviteUser", `{"UserName":"rita"}`), 400, "not authorized to perform: interlaken:InviteUser"},
		{"another account's hub", author.send("GET", "/accounts/"+retail+"/dashboards", "", nil), 401, "not authorized to perform: quicksight:ListDashboards"},
		{"IAM", author.send("POST", "/", "Action=ListUsers&Version=2010-05-08", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}), 400, "There is no operation at POST of this path."},
		{"Athena", author.send("POST", "/", `{}`, map[string]string{"X-Amz-Target": "AmazonAthena.ListWorkGroups", "Content-Type": "application/x-amz-json-1.1"}), 400, "A page reaches the hub alone"},
		{"an object", author.send("GET", "/bucket/key", "", nil), 400, "There is no operation at GET of this path."},
		{"the claim", author.send("POST", "/", `{}`, map[string]string{"X-Amz-Target": "InterlakenCloud.ClaimAccount", "Content-Type": "application/x-amz-json-1.1"}), 400, "A page reaches the hub alone"},
		{"the account's trail", author.send("POST", "/", `{}`, map[string]string{"X-Amz-Target": "InterlakenCloud.ListEvents", "Content-Type": "application/x-amz-json-1.1"}), 400, "A page reaches the hub alone"},
	} {
		if c.got.status != c.status || !strings.Contains(c.got.text, c.words) {
			t.Errorf("%s: %d %s, want %d %q", c.name, c.got.status, c.got.text, c.status, c.words)
		}
	}
}

// TestPagesProveThemselves: a cookie alone is nothing; neither is a token of another session, nor a page of another site.
func TestPagesProveThemselves(t *testing.T) {
	w := newPersonaWorld(t)
	reader, author := w.signIn("reader"), w.signIn("author")
	list := func(b browser) answered { return b.send("GET", "/accounts/"+hub+"/dashboards", "", nil) }
	if got := list(browser{w: w, cookie: author.cookie, token: reader.token}); got.status != 401 || !strings.Contains(got.text, "not come from a page of this session") {
		t.Errorf("another session's token: %d %s", got.status, got.text)
	}
	if got := list(browser{w: w, cookie: author.cookie, token: author.token, site: "cross-site"}); got.status != 401 || !strings.Contains(got.text, "another site") {
		t.Errorf("another site: %d %s", got.status, got.text)
	}
	if got := list(browser{w: w, token: author.token}); got.status != 401 || got.body["__type"] != "NotSignedIn" {
		t.Errorf("without the cookie: %d %s", got.status, got.text)
	}
	// Without the token it is no request of the API, but of a page.
	if got := list(browser{w: w, cookie: author.cookie}); got.status != 403 || !strings.Contains(got.text, "missing Authentication Token") {
		t.Errorf("without the token: %d %s", got.status, got.text)
	}
	if got := (&browser{w: w, cookie: author.cookie}).own("ListRuns", "{}"); got.status == 200 {
		t.Errorf("an operation without the token: %d %s", got.status, got.text)
	}
	signed := w.admins[hub]
	client := signed.config()
	client.HTTPClient = &http.Client{Transport: withCookie{w.Transport(), author.cookie}}
	_, err := quicksight.NewFromConfig(client).ListDashboards(t.Context(), &quicksight.ListDashboardsInput{AwsAccountId: aws.String(hub)})
	if err == nil || !strings.Contains(err.Error(), "two kinds of authorization") {
		t.Errorf("a signature and a cookie: %v", err)
	}
}

type withCookie struct {
	http.RoundTripper
	cookie string
}

func (t withCookie) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Cookie", "__Host-interlaken-8400="+t.cookie)
	return t.RoundTripper.RoundTrip(r)
}

// over reports whether a session is at its end.
func over(b *browser) bool {
	got := b.send("GET", "/accounts/"+hub+"/dashboards", "", nil)
	return got.status == 401 && got.body["__type"] == "NotSignedIn"
}

// TestSessionsEnd: after their times, and by signing out.
func TestSessionsEnd(t *testing.T) {
	w := newPersonaWorld(t)
	idle := w.signIn("reader")
	w.clock.ahead.Add(int64(29 * time.Minute))
	if over(idle) {
		t.Fatal("over before it was idle for 30 minutes")
	}
	w.clock.ahead.Add(int64(29 * time.Minute))
	if over(idle) {
		t.Fatal("its use did not count")
	}
	w.clock.ahead.Add(int64(30 * time.Minute))
	if !over(idle) {
		t.Error("goes on after 30 idle minutes")
	}
	busy := w.signIn("reader")
	for range 35 { // 11 hours and 40 minutes
		w.clock.ahead.Add(int64(20 * time.Minute))
		if over(busy) {
			t.Fatal("over before its 12 hours")
		}
	}
	w.clock.ahead.Add(int64(20 * time.Minute))
	if !over(busy) {
		t.Error("goes on after 12 hours")
	}
	left := w.signIn("reader")
	if got := left.send("DELETE", "/web/session", "", nil); got.status != 200 || got.body["signedIn"] != false || !strings.Contains(got.header.Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("sign-out: %d %s", got.status, got.text)
	}
	if !over(left) {
		t.Error("goes on after the sign-out")
	}
}

// TestSessionsEndWithTheirUser: at the next request after the user's role has changed, or the user is gone.
func TestSessionsEndWithTheirUser(t *testing.T) {
	w := newPersonaWorld(t)
	promoted := w.signIn("reader")
	change := &quicksight.UpdateUserInput{AwsAccountId: aws.String(hub), Namespace: aws.String("default"), UserName: aws.String("rita"), Email: aws.String("rita@example.com"), Role: qstypes.UserRoleAuthor}
	if _, err := w.admins[hub].quicksight().UpdateUser(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	if !over(promoted) {
		t.Error("goes on under another role")
	}
	deleted := w.signIn("author")
	if _, err := w.admins[hub].quicksight().DeleteUser(t.Context(), &quicksight.DeleteUserInput{AwsAccountId: aws.String(hub), Namespace: aws.String("default"), UserName: aws.String("ana")}); err != nil {
		t.Fatal(err)
	}
	if !over(deleted) {
		t.Error("goes on without its user")
	}
}

// TestPagesAreProtected: every answer to a browser has what keeps other pages out.
func TestPagesAreProtected(t *testing.T) {
	w := newPersonaWorld(t)
	for _, path := range []string{"/", "/dashboards/x", "/web/session", "/assets/none.js", "/web/nothing"} {
		h := (&browser{w: w}).send("GET", path, "", map[string]string{"Accept": "text/html"}).header
		if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'; script-src 'self'; style-src 'self';") || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: %q", path, csp)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

// TestObjectsAreNoPages: a browser that opens a presigned address runs nothing of what a stranger put there, although it
// is of the app's own origin.
func TestObjectsAreNoPages(t *testing.T) {
	w := newPersonaWorld(t)
	admin := w.admins[retail]
	w.bucket(retail, "page", map[string]string{"a.html": "<script>fetch('/web/session')</script>"})
	object, err := s3.NewPresignClient(admin.s3()).PresignGetObject(t.Context(), &s3.GetObjectInput{
		Bucket: aws.String("page"), Key: aws.String("a.html"), ResponseContentType: aws.String("text/html"),
	})
	if err != nil {
		t.Fatal(err)
	}
	got := (&browser{w: w}).send("GET", strings.TrimPrefix(object.URL, w.Endpoint()), "", map[string]string{"Accept": "text/html"})
	csp := got.header.Get("Content-Security-Policy")
	if got.status != 200 || !strings.Contains(got.text, "<script>") {
		t.Fatalf("the object: %d %s", got.status, got.text)
	}
	if !strings.HasPrefix(csp, "sandbox; default-src 'none'") || strings.Contains(csp, "allow-") || got.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the object comes as %v", got.header)
	}
}
