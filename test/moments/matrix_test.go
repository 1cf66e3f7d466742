package moments

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"interlaken/hub/web"
	"interlaken/wire"
	"interlaken/wire/interlaken"
	"interlaken/wire/quicksight"
)

var update = flag.Bool("update", false, "write the golden files anew")

const hubAccount = "111111111111"

// TestMatrix asks every page, every address of the web server and every operation that the hub offers as every kind of
// person, and compares who is allowed what, and what the others learn, with testdata/matrix.txt. Beside that it holds what
// no reading of that file should have to find out.
func TestMatrix(t *testing.T) {
	m := newMachine(t)
	p, screen := m.demo()
	visitors := receive(t, screen)
	x := &matrix{t: t, visitors: visitors, suspension: suspend(t, visitors), seen: map[string]bool{}}
	x.pages()
	x.addresses()
	x.operations()
	x.heldSecrets()
	x.signOut()
	x.compare(filepath.Join("testdata", "matrix.txt"))
	p.signal(syscall.SIGINT)
	if code := p.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// matrix is what was found so far.
type matrix struct {
	t          *testing.T
	visitors   []*visitor
	suspension string // of retail's
	rows       []row
	seen       map[string]bool // the secrets that stood in an answer to the author or the administrator
}

func (x *matrix) visitor(name string) *visitor {
	x.t.Helper()
	at := slices.IndexFunc(x.visitors, func(v *visitor) bool { return v.name == name })
	if at < 0 {
		x.t.Fatalf("nobody is called %q", name)
	}
	return x.visitors[at]
}

type row struct {
	name  string
	cells []told
}

// receive signs in one of each kind, in the order of the columns. Some requests end what they name, and who may end it is
// asked last: the author, whose the dashboards, data sets and data sources are, after the administrator, who is refused
// while they are still there. The demo has an owner of retail; the administrator makes owners of the other two accounts.
func receive(t *testing.T, screen []string) []*visitor {
	t.Helper()
	first := regexp.MustCompile(`(http://\S+)/as/admin#(\S+)`).FindStringSubmatch(strings.Join(screen, "\n"))
	if first == nil {
		t.Fatalf("no link of the administrator in %q", screen)
	}
	enter := func(name string) *visitor { return &visitor{t: t, name: name, base: first[1]} }
	persona := func(id string) *visitor {
		v := enter(id)
		v.signIn(map[string]string{"persona": id, "token": first[2]})
		return v
	}
	admin := persona("admin")
	owner := func(name, account string) *visitor {
		invitation := admin.register(name)
		admin.must(interlaken.Hub, "PutSpoke", `{"Spoke":{"AccountId":"`+account+`","Name":"`+name+`","Owners":["arn:aws:quicksight:us-east-1:111111111111:user/default/`+name+`"]}}`)
		v := enter(name)
		v.signIn(map[string]string{"invitation": invitation, "password": "a long enough password"})
		return v
	}
	admin.register("invited")
	admin.must(quicksight.Service, "CreateGroup", `{"AwsAccountId":"111111111111","Namespace":"default","GroupName":"people"}`)
	retail := persona("owner")
	retail.name = "retail"
	return []*visitor{enter("signed out"), persona("reader"), owner("investment", "333333333333"), owner("risk", "444444444444"), retail, admin, persona("author")}
}

// register makes a user and returns the code of the invitation.
func (v *visitor) register(name string) string {
	v.t.Helper()
	var out struct{ UserInvitationUrl string }
	v.decode(v.must(quicksight.Service, "RegisterUser", `{"AwsAccountId":"111111111111","Namespace":"default","IdentityType":"QUICKSIGHT","UserRole":"READER","UserName":"`+name+`","Email":"a@example.com"}`), &out)
	address, err := url.Parse(out.UserInvitationUrl)
	if err != nil || address.Fragment == "" {
		v.t.Fatalf("the invitation %q: %v", out.UserInvitationUrl, err)
	}
	return address.Fragment
}

func (v *visitor) must(s *wire.Service, operation, input string) told {
	v.t.Helper()
	got := v.ask(v.operation(s, s.Operation(operation), input))
	if !got.allowed() {
		v.t.Fatalf("%s may not %s: %s: %s", v.name, operation, got.code, got.text)
	}
	return got
}

func (v *visitor) decode(a told, into any) {
	v.t.Helper()
	if err := json.Unmarshal([]byte(a.text), into); err != nil {
		v.t.Fatalf("%v in %s", err, a.text)
	}
}

// suspend makes the suspension that others try to end.
func suspend(t *testing.T, visitors []*visitor) string {
	t.Helper()
	for _, v := range visitors {
		if v.name == "retail" {
			var out struct{ SuspensionId string }
			v.decode(v.must(interlaken.Hub, "SuspendAccess", `{"AccountId":"222222222222","PersonArn":"arn:aws:quicksight:us-east-1:111111111111:user/default/invited","Reason":"To be ended."}`), &out)
			return out.SuspensionId
		}
	}
	t.Fatal("nobody owns retail")
	return ""
}

// pages asks for each page of the app as a browser does. They hold no data: everybody gets the same file.
func (x *matrix) pages() {
	x.t.Helper()
	text, err := os.ReadFile("../../web/src/shell/routes.ts")
	if err != nil {
		x.t.Fatal(err)
	}
	routes := regexp.MustCompile(`pattern: /\^(.+?)\$/`).FindAllStringSubmatch(string(text), -1)
	if len(routes) < 8 {
		x.t.Fatalf("only %d pages in routes.ts", len(routes))
	}
	for _, r := range routes {
		path := strings.NewReplacer(`\/?`, "", `\/`, "/", `([^/]+)`, "some").Replace(r[1])
		page := row{name: "page " + path}
		for _, v := range x.visitors {
			request := v.request(http.MethodGet, path, nil)
			request.Header.Set("Accept", "text/html")
			got := v.send(request)
			if got.allowed() && got.text != page.first(got).text {
				x.t.Errorf("%s gets another page %s than who is signed out", v.name, path)
			}
			page.cells = append(page.cells, got)
		}
		x.rows = append(x.rows, page)
	}
}

// first is the row's first answer, or the one given where there is none yet.
func (r row) first(or told) told {
	if len(r.cells) > 0 {
		return r.cells[0]
	}
	return or
}

// bodies are what the addresses of the web server are sent.
var bodies = map[string]string{
	"POST /web/session": `{"user":"nobody","password":"wrong"}`,
	"POST /web/breaks/": `{"active":false}`,
}

// addresses asks each address of the web server but signing out, which is the last of all.
func (x *matrix) addresses() {
	x.t.Helper()
	for _, e := range web.Endpoints() {
		name := e.Method + " " + e.Path
		if e.Method == http.MethodDelete {
			continue
		}
		path := e.Path
		if strings.HasSuffix(path, "/") {
			path += "external-id"
		}
		var body []byte
		if text, ok := bodies[name]; ok {
			body = []byte(text)
		} else if e.Method == http.MethodPost {
			x.t.Errorf("nothing is sent to %s: give it a body", name)
		}
		r := row{name: name}
		for _, v := range x.visitors {
			r.cells = append(r.cells, v.ask(v.request(e.Method, path, body)))
		}
		x.rows = append(x.rows, r)
	}
}

// signOut ends the sessions, after which a cookie and its token that somebody has kept are worth nothing.
func (x *matrix) signOut() {
	x.t.Helper()
	out, after := row{name: "DELETE /web/session"}, row{name: "GetCaller after that"}
	for _, v := range x.visitors {
		out.cells = append(out.cells, v.ask(v.request(http.MethodDelete, "/web/session", nil)))
		after.cells = append(after.cells, v.ask(v.operation(interlaken.Hub, interlaken.Hub.Operation("GetCaller"), `{}`)))
	}
	x.rows = append(x.rows, out, after)
}

// operations asks for every operation, and sees to it that there is a row for each that is offered.
func (x *matrix) operations() {
	x.t.Helper()
	mine, others := map[string]string{}, ""
	settings := x.visitor("admin").must(interlaken.Hub, "GetHubSettings", `{}`).text // put back as they are, for those who come after
	for _, v := range x.visitors {
		mine[v.name] = nobodys
		for _, dashboard := range []string{"nervous-markets", "nervous-markets-ca"} {
			got := v.ask(v.operation(interlaken.Hub, interlaken.Hub.Operation("StartRun"), `{"Visual":{"DashboardId":"`+dashboard+`","SheetId":"overview","VisualId":"index-headline"}}`))
			if got.allowed() {
				var out struct{ RunId string }
				v.decode(got, &out)
				mine[v.name] = out.RunId
			}
		}
		if v.name == "admin" {
			others = mine[v.name]
		}
	}
	asked := map[string]bool{}
	for _, q := range requests {
		operation, _, _ := strings.Cut(q.operation, " ")
		asked[operation] = true
		s := interlaken.Hub
		if s.Operation(operation) == nil {
			s = quicksight.Service
		}
		r := row{name: q.operation}
		for _, v := range x.visitors {
			input := strings.NewReplacer("HUB", hubAccount, "WHO", strings.ReplaceAll(v.name, " ", "-"), "OTHER", others, "MINE", mine[v.name], "SUSPENSION", x.suspension, "SETTINGS", settings).Replace(q.input)
			request := func() *http.Request { return v.operation(s, s.Operation(operation), input) }
			// The cookie alone does nothing: another site's page has it too.
			if v.cookie != nil {
				if got := v.send(request()); got.allowed() {
					x.t.Errorf("%s as %s without the page's token: status %d", q.operation, v.name, got.status)
				}
			}
			got := v.ask(request())
			x.discreet(q, v, got)
			ghosts := strings.NewReplacer(append(ghosts, others, nobodys, x.suspension, nobodys)...)
			if absent := ghosts.Replace(input); !got.allowed() && absent != input && !v.sees(got) {
				other := v.ask(v.operation(s, s.Operation(operation), absent))
				if told, same := ghosts.Replace(got.text), ghosts.Replace(other.text); other.status != got.status || other.code != got.code || told != same {
					x.t.Errorf("%s as %s tells what is there from what is not:\n%d %s: %s\n%d %s: %s", q.operation, v.name, got.status, got.code, told, other.status, other.code, same)
				}
			}
			r.cells = append(r.cells, got)
		}
		x.rows = append(x.rows, r)
	}
	for _, s := range []*wire.Service{interlaken.Hub, quicksight.Service} {
		for i := range s.Operations {
			if o := &s.Operations[i]; !asked[o.Name] {
				x.unoffered(s, o)
			}
		}
	}
}

// nobodys is an id that nothing has.
const nobodys = "00000000-0000-4000-8000-000000000000"

// ghosts names what is not there in place of what is, for strings.NewReplacer.
var ghosts = []string{
	"nervous-markets-ca", "no-such-thing", "nervous-markets", "no-such-thing", `"retail"`, `"no-such-thing"`, `"market"`, `"no-such-thing"`, `"risk"`, `"no-such-thing"`,
	"dataset/market", "dataset/no-such-thing", "datasource/retail", "datasource/no-such-thing", "datasource/risk", "datasource/no-such-thing",
	"222222222222", "999999999999", "333333333333", "999999999999", "444444444444", "999999999999",
}

// sees reports whether a refusal is of a dashboard that the visitor may look at: then it may say that it is there.
func (v *visitor) sees(refused told) bool {
	v.t.Helper()
	_, id, found := strings.Cut(refused.text, ":dashboard/")
	id, why, _ := strings.Cut(id, " ")
	if !found || !strings.HasPrefix(why, "because no permission on it allows") {
		return false
	}
	return v.ask(v.operation(quicksight.Service, quicksight.Service.Operation("DescribeDashboard"), `{"AwsAccountId":"`+hubAccount+`","DashboardId":"`+id+`"}`)).allowed()
}

// discreet checks that an answer holds nothing that its reader must not see (PRODUCT, "A receipt on every figure"): a
// reader no text, role or object; an owner nothing of another account.
func (x *matrix) discreet(q request, v *visitor, got told) {
	x.t.Helper()
	if q.operation == "ListSpokes" || !got.allowed() { // the accounts' names and whom to ask, for everybody
		return
	}
	for _, secret := range secrets[v.name] {
		if strings.Contains(got.text, secret) {
			x.t.Errorf("%s shows %s %q: %s", q.operation, v.name, secret, got.text)
		}
	}
	if v.name != "author" && v.name != "admin" {
		return
	}
	for _, held := range secrets {
		for _, secret := range held {
			x.seen[secret] = x.seen[secret] || strings.Contains(got.text, secret)
		}
	}
}

// heldSecrets checks that what discreet looks for is what the hub tells those who may know it.
func (x *matrix) heldSecrets() {
	x.t.Helper()
	for name, held := range secrets {
		for _, secret := range held {
			if !x.seen[secret] {
				x.t.Errorf("%q is kept from %s, and neither author nor administrator has been told it: it is no secret of this demo", secret, name)
			}
		}
	}
}

// secrets are what must stand in no answer to a person.
var secrets = map[string][]string{
	"reader":     {"SELECT ", ":role/role-a", ":role/role-b", "s3://"},
	"investment": {"222222222222", "444444444444"},
	"risk":       {"222222222222", "333333333333"},
	"retail":     {"333333333333", "444444444444"},
}

// unoffered checks that an operation without a row is one that the hub does not have.
func (x *matrix) unoffered(s *wire.Service, o *wire.Operation) {
	x.t.Helper()
	admin := x.visitor("admin")
	got := admin.ask(admin.operation(s, o, `{}`))
	if got.code != "UnknownOperationException" {
		x.t.Errorf("%s is offered (%d %s: %s) and has no row: say in matrix_requests_test.go what is asked", o.Name, got.status, got.code, got.text)
	}
}

// changing are the parts of sentences that differ from run to run, or with who asks.
var changing = []struct {
	pattern *regexp.Regexp
	name    string
}{
	{regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`), "ID"},
	{regexp.MustCompile(`User: arn:aws:sts::111111111111:assumed-role/\S+`), "User: WHO"},
	{regexp.MustCompile(`made-by-[\w-]+`), "made-by-WHO"},
}

// asked replaces the operation that was asked for, and its resource, in a sentence.
func asked(found string) string {
	if strings.HasPrefix(found, "perform: ") {
		return "perform: ACTION on resource: RESOURCE"
	}
	return "allows the ACTION"
}

// compare prints the matrix and holds it against the file.
func (x *matrix) compare(path string) {
	x.t.Helper()
	var sentences []string
	number := func(r row, a told) string {
		text := a.text
		// A refusal for want of the asked operation itself reads alike for all; another action's is kept, since it is another rule's.
		operation, _, _ := strings.Cut(r.name, " ")
		text = regexp.MustCompile(`(perform: |allows the )\w+:`+operation+`\b( on resource: \S+)?`).ReplaceAllStringFunc(text, asked)
		for _, c := range changing {
			text = c.pattern.ReplaceAllString(text, c.name)
		}
		sentence := fmt.Sprintf("%d %s: %s", a.status, a.code, text)
		at := slices.Index(sentences, sentence)
		if at < 0 {
			at, sentences = len(sentences), append(sentences, sentence)
		}
		return fmt.Sprint(at + 1)
	}
	var b strings.Builder
	b.WriteString("Who may do what in a browser: yes, or the number of what one learns instead.\n\n")
	fmt.Fprintf(&b, "%-44s", "")
	for _, v := range x.visitors {
		fmt.Fprintf(&b, " %-10s", v.name)
	}
	b.WriteString("\n")
	for _, r := range x.rows {
		line := fmt.Sprintf("%-44s", r.name)
		for _, cell := range r.cells {
			shown := "yes"
			if !cell.allowed() {
				shown = number(r, cell)
			}
			line += fmt.Sprintf(" %-10s", shown)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	b.WriteString("\n")
	for i, s := range sentences {
		fmt.Fprintf(&b, "%3d  %s\n", i+1, s)
	}
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			x.t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		x.t.Fatal(err)
	}
	if b.String() != string(want) {
		x.t.Errorf("the matrix is another than in %s; read it, and go test ./test/moments -run TestMatrix -update:\n%s", path, b.String())
	}
}
