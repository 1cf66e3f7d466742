package refusals_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	qstypes "github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"interlaken/app"
	"interlaken/clock"
	"interlaken/secret"
	"interlaken/wire"
	"interlaken/wire/sigv4"
)

// The accounts of the example.
const (
	hub        = "111111111111"
	retail     = "222222222222"
	investment = "333333333333"
	risk       = "444444444444"
	region     = "us-east-1"
)

// accounts are all of them, each with an administrator.
var accounts = []string{hub, retail, investment, risk}

// movable is the machine's clock, moved ahead or stopped: what waits goes on at its pace, what expires does so at once.
type movable struct {
	ahead   atomic.Int64
	stopped atomic.Pointer[time.Time]
}

var _ clock.Clock = (*movable)(nil)

func (m *movable) Now() time.Time {
	now := clock.System.Now()
	if stopped := m.stopped.Load(); stopped != nil {
		now = *stopped
	}
	return now.Add(time.Duration(m.ahead.Load()))
}

// stop has the clock stand from now on.
func (m *movable) stop() {
	now := clock.System.Now()
	m.stopped.Store(&now)
}

func (m *movable) Sleep(ctx context.Context, d time.Duration) error {
	return clock.System.Sleep(ctx, d)
}

// world is a system as a configuration makes it, reached by AWS's own clients through its door.
type world struct {
	*app.System
	t      *testing.T
	clock  *movable
	folder string
	// admins are the first users of the accounts.
	admins map[string]person
	// answers are the bytes that people of an account were served.
	answers *answers
}

// person is who signs: a user with a key, or a session.
type person struct {
	w       *world
	account string
	key     sigv4.Credentials
	// spoils, if not nil, changes each request after it was signed.
	spoils func(*http.Request)
}

// newWorld opens a system with the accounts of the example in a folder of its own. change may change how.
func newWorld(t *testing.T, change func(*app.Config, *app.Options)) *world {
	t.Helper()
	w := &world{t: t, clock: &movable{}, folder: t.TempDir(), admins: map[string]person{}, answers: &answers{}}
	c := app.Default()
	c.Listen, c.Volatile = "127.0.0.1:8400", true
	c.Data, c.RootKey = filepath.Join(w.folder, "data"), filepath.Join(w.folder, "root.key")
	for _, account := range accounts {
		c.Accounts = append(c.Accounts, app.Account{ID: account, Name: "account " + account})
	}
	c.Hub = app.Hub{Account: hub, AnyRoleB: true}
	c.Engine.InProcess = true
	o := app.Options{Clock: w.clock, PasswordCost: secret.PasswordCost{MemoryKiB: 64, Passes: 1, Lanes: 1}, Report: func(err error) { t.Errorf("reported: %v", err) }}
	if change != nil {
		change(&c, &o)
	}
	system, err := app.Open(context.Background(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	w.System = system
	t.Cleanup(func() {
		if err := system.Close(context.Background()); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	for _, account := range accounts {
		key, plain, created, err := system.CreateAccount(context.Background(), account, "account "+account)
		if err != nil || !created {
			t.Fatalf("account %s: created %v, %v", account, created, err)
		}
		w.admins[account] = person{w: w, account: account, key: sigv4.Credentials{AccessKeyID: key, Secret: plain}}
	}
	return w
}

// config is what AWS's clients need to call as a person. They ask once: a refusal is one request.
func (p person) config() aws.Config {
	return aws.Config{
		Region: region, BaseEndpoint: aws.String(p.w.Endpoint()), HTTPClient: p.client(),
		Credentials: credentials.NewStaticCredentialsProvider(p.key.AccessKeyID, p.key.Secret.Reveal(), p.key.SessionToken.Reveal()),
		Retryer:     func() aws.Retryer { return aws.NopRetryer{} },
	}
}

// client keeps what it is answered.
func (p person) client() *http.Client {
	transport := p.w.Transport()
	if p.spoils != nil {
		transport = spoiler{transport, p.spoils}
	}
	return &http.Client{Transport: recorder{transport, p.w.answers, p.account}}
}

// spoiler changes requests on their way.
type spoiler struct {
	http.RoundTripper
	spoil func(*http.Request)
}

func (s spoiler) RoundTrip(r *http.Request) (*http.Response, error) {
	changed := r.Clone(r.Context())
	s.spoil(changed)
	return s.RoundTripper.RoundTrip(changed)
}

func (p person) sts() *sts.Client               { return sts.NewFromConfig(p.config()) }
func (p person) iam() *iam.Client               { return iam.NewFromConfig(p.config()) }
func (p person) glue() *glue.Client             { return glue.NewFromConfig(p.config()) }
func (p person) athena() *athena.Client         { return athena.NewFromConfig(p.config()) }
func (p person) quicksight() *quicksight.Client { return quicksight.NewFromConfig(p.config()) }

func (p person) s3() *s3.Client {
	return s3.NewFromConfig(p.config(), func(o *s3.Options) { o.UsePathStyle = true })
}

// own calls the product's own operations.
func (p person) own() *wire.Client {
	return &wire.Client{
		HTTP: p.client(), Endpoint: p.w.Endpoint(), Region: region, Credentials: p.key, Clock: p.w.clock,
	}
}

// user makes an IAM user with inline policies as an administrator does, and returns it with a key.
func (w *world) user(account, name string, policies ...string) person {
	w.t.Helper()
	admin, ctx := w.admins[account].iam(), context.Background()
	_, err := admin.CreateUser(ctx, &iam.CreateUserInput{UserName: &name})
	for i, p := range policies {
		if err == nil {
			_, err = admin.PutUserPolicy(ctx, &iam.PutUserPolicyInput{
				UserName: &name, PolicyName: aws.String("policy-" + string(rune('a'+i))), PolicyDocument: &p,
			})
		}
	}
	if err != nil {
		w.t.Fatal(err)
	}
	made, err := admin.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: &name})
	if err != nil {
		w.t.Fatal(err)
	}
	return person{w: w, account: account, key: sigv4.Credentials{AccessKeyID: *made.AccessKey.AccessKeyId, Secret: secret.NewText(*made.AccessKey.SecretAccessKey)}}
}

// role makes a role the way the published procedure does: create-role, then put-role-policy where there is one.
func (w *world) role(arn, trust, permissions string) {
	w.t.Helper()
	account, name := strings.Split(arn, ":")[4], arn[strings.LastIndexByte(arn, '/')+1:]
	admin := w.admins[account].iam()
	if _, err := admin.CreateRole(context.Background(), &iam.CreateRoleInput{RoleName: &name, AssumeRolePolicyDocument: &trust}); err != nil {
		w.t.Fatal(err)
	}
	if permissions != "" {
		w.permit(arn, permissions)
	}
}

// permit replaces a role's inline policy.
func (w *world) permit(arn, permissions string) {
	w.t.Helper()
	account, name := strings.Split(arn, ":")[4], arn[strings.LastIndexByte(arn, '/')+1:]
	_, err := w.admins[account].iam().PutRolePolicy(context.Background(), &iam.PutRolePolicyInput{
		RoleName: &name, PolicyName: aws.String("permissions"), PolicyDocument: &permissions,
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// service is the hub's service principal with a key of its own, as app makes one at start (SECURITY S1).
func (w *world) service(account string) person {
	w.t.Helper()
	key, plain, err := w.Mesh().Directory().NewServiceKey("quicksight.amazonaws.com", account)
	if err != nil {
		w.t.Fatal(err)
	}
	return person{w: w, account: account, key: sigv4.Credentials{AccessKeyID: key, Secret: plain}}
}

// register makes a hub user of an IAM user.
func (w *world) register(name string, role qstypes.UserRole) {
	w.t.Helper()
	_, err := w.admins[hub].quicksight().RegisterUser(context.Background(), &quicksight.RegisterUserInput{
		AwsAccountId: aws.String(hub), Namespace: aws.String("default"), IdentityType: qstypes.IdentityTypeIam, UserRole: role,
		Email: aws.String(name + "@example.com"), IamArn: aws.String("arn:aws:iam::" + hub + ":user/" + name),
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// session is a person with the credentials that AssumeRole gave.
func (w *world) session(account string, out *sts.AssumeRoleOutput, err error) person {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	c := out.Credentials
	return person{w: w, account: account, key: sigv4.Credentials{
		AccessKeyID: *c.AccessKeyId, Secret: secret.NewText(*c.SecretAccessKey), SessionToken: secret.NewText(*c.SessionToken),
	}}
}

// statement is one statement of a policy document.
type statement struct {
	Sid       string `json:",omitempty"`
	Effect    string
	Principal any `json:",omitempty"`
	Action    any
	Resource  any `json:",omitempty"`
	Condition any `json:",omitempty"`
}

// document makes a policy document.
func document(statements ...statement) string {
	for i := range statements {
		if statements[i].Effect == "" {
			statements[i].Effect = "Allow"
		}
	}
	text, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": statements})
	if err != nil {
		panic(err)
	}
	return string(text)
}

// answers are bytes by account.
type answers struct {
	mu   sync.Mutex
	text map[string][]byte
}

func (a *answers) add(account string, text []byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.text == nil {
		a.text = map[string][]byte{}
	}
	a.text[account] = append(a.text[account], text...)
}

// to is what people of an account were served so far.
func (a *answers) to(account string) []byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	return bytes.Clone(a.text[account])
}

// recorder keeps the headers and bodies of answers.
type recorder struct {
	http.RoundTripper
	*answers
	account string
}

func (r recorder) RoundTrip(q *http.Request) (*http.Response, error) {
	response, err := r.RoundTripper.RoundTrip(q)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(response.Body)
	if closed := response.Body.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, err
	}
	var header bytes.Buffer
	if err := response.Header.Write(&header); err != nil {
		return nil, err
	}
	r.add(r.account, append(header.Bytes(), text...))
	response.Body = io.NopCloser(bytes.NewReader(text))
	return response, nil
}
