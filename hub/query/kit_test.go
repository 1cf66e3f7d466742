package query_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/engine"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/chain"
	hubapi "interlaken/hub/interlaken"
	"interlaken/hub/query"
	"interlaken/job"
	"interlaken/service"
	"interlaken/service/servicetest"
	"interlaken/store"
	wire "interlaken/wire/interlaken"
)

// fakeAWS answers STS and Athena as far as a run asks them, and keeps what was asked.
type fakeAWS struct {
	now func() time.Time

	mu      sync.Mutex
	asked   []string // Action or operation, with the account
	started map[string]string
	// state and reason are what queries come to; rows is what they give.
	state, reason string
	columns       string
	rows          [][]string
	denyRole      string
	hold          chan struct{} // while it is open, queries run
	// empty is an operation that is answered with nothing at all; before, if set, is called at each operation.
	empty  string
	before func(operation string)
}

func (f *fakeAWS) Do(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		status, text := f.athena(strings.TrimPrefix(target, "AmazonAthena."), body)
		if err := r.Context().Err(); err != nil {
			return nil, err // who has gone hears no answer
		}
		return answer(r, status, "application/x-amz-json-1.1", text), nil
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	role := form.Get("RoleArn")
	f.note("AssumeRole " + role)
	if f.empty == "AssumeRole" {
		return answer(r, 200, "text/xml", ""), nil
	}
	if role == f.denyRole {
		return answer(r, 403, "text/xml", `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>`), nil
	}
	return answer(r, 200, "text/xml", fmt.Sprintf(`<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><AssumedRoleId>AROA:x</AssumedRoleId><Arn>%s/session</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
		role, f.now().Add(time.Hour).Format(time.RFC3339))), nil
}

func (f *fakeAWS) athena(operation string, body []byte) (int, string) {
	f.note(operation)
	if f.before != nil {
		f.before(operation)
	}
	if operation == f.empty {
		return 200, ""
	}
	var in map[string]any
	if err := json.Unmarshal(body, &in); err != nil {
		return 400, err.Error()
	}
	switch operation {
	case "GetWorkGroup":
		return 200, `{"WorkGroup":{"Name":"primary","State":"ENABLED","Configuration":{}}}`
	case "StartQueryExecution":
		f.mu.Lock()
		f.started[in["ClientRequestToken"].(string)] = in["QueryString"].(string)
		f.mu.Unlock()
		return 200, `{"QueryExecutionId":"execution-1"}`
	case "GetQueryExecution":
		state := f.state
		if f.hold != nil {
			select {
			case <-f.hold:
			default:
				state = "RUNNING"
			}
		}
		return 200, fmt.Sprintf(`{"QueryExecution":{"QueryExecutionId":"execution-1","StatementType":"DML","Status":{"State":%q,"StateChangeReason":%q},"Statistics":{"DataScannedInBytes":20971520,"TotalExecutionTimeInMillis":12}}}`, state, f.reason)
	case "GetQueryResults":
		var rows []string
		for _, row := range f.rows {
			var cells []string
			for _, cell := range row {
				if cell == "NULL" {
					cells = append(cells, "{}")
				} else {
					cells = append(cells, fmt.Sprintf(`{"VarCharValue":%q}`, cell))
				}
			}
			rows = append(rows, `{"Data":[`+strings.Join(cells, ",")+`]}`)
		}
		return 200, `{"ResultSet":{"Rows":[` + strings.Join(rows, ",") + `],"ResultSetMetadata":{"ColumnInfo":[` + f.columns + `]}}}`
	case "StopQueryExecution":
		return 200, `{}`
	}
	return 400, `{"__type":"UnknownOperationException"}`
}

func answer(r *http.Request, status int, kind, text string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(strings.NewReader(text)), Request: r}
}

func (f *fakeAWS) note(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, what)
}

func (f *fakeAWS) count(what string) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, a := range f.asked {
		if a == what {
			n++
		}
	}
	return n
}

// noEngine fails every join, with what it was asked.
type noEngine struct{ requests chan engine.Request }

func (e noEngine) Run(_ context.Context, r engine.Request) (engine.Rows, error) {
	e.requests <- r
	return nil, fault.New(fault.Unavailable, "There is no engine in this test.")
}
func (noEngine) Close() error { return nil }

type kit struct {
	*servicetest.Kit
	t        *testing.T
	aws      *fakeAWS
	requests chan engine.Request
	ana, ben service.Session
}

func newKit(t *testing.T) *kit {
	k := &kit{Kit: servicetest.New(t), t: t, requests: make(chan engine.Request, 1)}
	k.aws = &fakeAWS{
		now: k.Clock.Now, started: map[string]string{}, state: "SUCCEEDED",
		columns: `{"Name":"state","Type":"varchar"},{"Name":"n","Type":"bigint"}`,
		rows:    [][]string{{"state", "n"}, {"CA", "3"}, {"NULL", "1"}},
	}
	jobs := job.New(job.Config{Store: k.Store, Clock: k.Clock, IDs: k.IDs, Alone: true, Report: func(err error) { t.Error(err) }})
	walk := chain.New(chain.Config{
		AWS:   aws.Config{Region: "us-east-1", HTTPClient: k.aws, RetryMaxAttempts: 1, Credentials: credentials.NewStaticCredentialsProvider("ASIA", "s", "")},
		Clock: k.Clock, ServicePrincipal: true,
	})
	q := query.New(query.Config{
		Store: k.Store, Jobs: jobs, Chain: walk, Engine: noEngine{k.requests}, Usage: k.Usage, Clock: k.Clock, IDs: k.IDs,
		// Who waits in these tests moves the clock on, and rows have to be there afterwards.
		Limits: query.Limits{Held: 1000 * time.Hour},
	})
	k.Mesh.Register(hubapi.New(hubapi.Config{Account: servicetest.Hub, Query: q}))
	k.ana, k.ben = k.User(servicetest.Hub, "ana", servicetest.Everything), k.User(servicetest.Hub, "ben", servicetest.Everything)
	k.Update(func(tx store.Tx) error {
		for _, who := range []service.Session{k.ana, k.ben} {
			err := hub.CreateUser(tx, hub.User{
				Account: servicetest.Hub, Region: "us-east-1", Namespace: hub.DefaultNamespace, Name: who.Principal.Name,
				Role: types.UserRoleAuthor, IAMARN: who.Principal.ARN, IAMID: who.Principal.UniqueID,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err := jobs.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		closed := make(chan error, 1)
		go func() { closed <- jobs.Close(ctx) }()
		for {
			select {
			case err := <-closed:
				if err != nil {
					t.Error(err)
				}
				return
			default:
				k.wakeUp() // runs that a test did not wait for still poll
			}
		}
	})
	return k
}

// source makes a data source that is ana's.
func (k *kit) source(id, account string) {
	k.t.Helper()
	k.Update(func(tx store.Tx) error {
		caller, err := hub.Resolve(tx, k.ana)
		if err != nil {
			return err
		}
		_, err = hub.CreateDataSource(tx, caller, hub.DataSource{
			Account: servicetest.Hub, Region: "us-east-1", ID: id, Name: id, Status: types.ResourceStatusCreationSuccessful,
			Athena: hub.Athena{
				WorkGroup: "primary", RoleARN: "arn:aws:iam::111111111111:role/a", ConsumerAccountRoleARN: "arn:aws:iam::" + account + ":role/b",
			},
			Permissions: hub.Permissions{caller.User.ARN(): {"quicksight:PassDataSource", "quicksight:DescribeDataSource"}},
		})
		return err
	})
}

// share gives ana's permissions on a data source to others too, or takes them all away.
func (k *kit) share(id string, with ...service.Session) {
	k.t.Helper()
	k.Update(func(tx store.Tx) error {
		permissions := hub.Permissions{}
		for _, who := range with {
			permissions["arn:aws:quicksight:us-east-1:111111111111:user/default/"+who.Principal.Name] = []string{"quicksight:PassDataSource", "quicksight:DescribeDataSource"}
		}
		return hub.ShareDataSource(tx, servicetest.Hub, "us-east-1", id, permissions)
	})
}

// end asks for a run and waits until it has ended.
func (k *kit) end(session service.Session, in *wire.StartRunInput) wire.Run {
	k.t.Helper()
	out := servicetest.Must[wire.StartRunOutput](k.Kit, session, "interlaken-hub", "StartRun", in)
	return k.wait(session, *out.RunId)
}

func (k *kit) wait(session service.Session, runID string) wire.Run {
	k.t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		run := servicetest.Must[wire.GetRunOutput](k.Kit, session, "interlaken-hub", "GetRun", &wire.GetRunInput{RunId: &runID}).Run
		if s := query.RunState(run.State); s.Final() {
			return *run
		}
		if k.Clock.Sleeping() > 0 {
			k.Clock.Advance(time.Second)
		}
	}
	k.t.Fatal("the run did not end within a minute")
	return wire.Run{}
}

// wakeUp lets those go on who wait for the clock.
func (k *kit) wakeUp() {
	if k.Clock.Sleeping() > 0 {
		k.Clock.Advance(time.Second)
	}
	runtime.Gosched()
}

// outcome waits for the end of a run, whoever may see it, and returns its state and the code of its failure.
func (k *kit) outcome(runID string) (state, code string) {
	k.t.Helper()
	var run query.Run
	for deadline := time.Now().Add(time.Minute); !run.State.Final() && time.Now().Before(deadline); k.wakeUp() {
		k.View(func(r store.Reader) (err error) { run, err = query.GetRun(r, runID); return err })
	}
	if run.Failure != nil {
		code = run.Failure.Code
	}
	return string(run.State), code
}
