package sqllogic

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	gluetypes "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/cloud/athena"
	"interlaken/cloud/glue"
	"interlaken/cloud/s3"
	"interlaken/engine"
	"interlaken/fault"
	"interlaken/gateway"
	"interlaken/job"
	"interlaken/service"
	"interlaken/service/servicetest"
	"interlaken/store"
)

// objects is S3 as Athena's port wants it. No case reads a file; results are put and opened.
type objects struct{ *s3.Objects }

func (objects) List(*service.Call, string, string) ([]athena.Object, error) { return nil, nil }

func (objects) Read(*service.Call, string, []string) ([]athena.File, error) {
	return nil, fault.New(fault.NotFound, "the cases have no files")
}

func (objects) ListMany(*service.Call, string, []string) ([][]athena.Object, error) {
	return nil, fault.New(fault.NotFound, "the cases have no files")
}

func (objects) Remove(*service.Call, string, []string) error {
	return fault.New(fault.NotFound, "the cases have no files")
}

func (o objects) Stage() (athena.Staged, error) { return o.Objects.Stage() }

func (o objects) Put(c *service.Call, bucket, key string, staged athena.Staged, options athena.PutOptions) error {
	return o.Objects.Put(c, bucket, key, staged.(*s3.Staged), s3.PutOptions{ContentType: options.ContentType, ExpectedBucketOwner: options.ExpectedBucketOwner})
}

func (o objects) Open(c *service.Call, bucket, key string) (io.ReadSeekCloser, error) {
	body, _, err := o.Objects.Open(c, bucket, key)
	return body, err
}

// newClient makes a local cloud with one user and returns the user's client of Athena.
func newClient(t *testing.T, e engine.Engine) *sdk.Client {
	t.Helper()
	w := servicetest.New(t)
	w.Clock.Advance(time.Since(servicetest.Start)) // clients sign with the machine's time
	kept, err := s3.New(t.Context(), s3.Config{Mesh: w.Mesh, Dir: filepath.Join(t.TempDir(), "objects"), Volatile: true})
	if err != nil {
		t.Fatal(err)
	}
	queue := job.New(job.Config{Store: w.Store, Clock: w.Clock, IDs: w.IDs, Alone: true, Report: func(err error) { t.Errorf("the queue reports: %v", err) }})
	w.Mesh.Register(athena.New(athena.Config{Mesh: w.Mesh, Queue: queue, Objects: objects{kept}, Engine: e}))
	w.Mesh.Register(glue.New())
	w.Mesh.Register(kept.Service())
	if err := queue.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := queue.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	session := w.User(servicetest.Retail, "ana", servicetest.Everything)
	if err := w.Mesh.Transaction(t.Context(), session, "setup", func(c *service.Call) error { return kept.CreateBucket(c, "results") }); err != nil {
		t.Fatal(err)
	}
	servicetest.Must[sdkglue.CreateDatabaseOutput](w, session, "glue", "CreateDatabase", &sdkglue.CreateDatabaseInput{DatabaseInput: &gluetypes.DatabaseInput{Name: aws.String("shop")}})
	options := sdk.Options{
		Region: "us-east-1", BaseEndpoint: aws.String("http://127.0.0.1"), RetryMaxAttempts: 1,
		HTTPClient: &http.Client{Transport: gateway.Transport(gateway.New(gateway.Config{Mesh: w.Mesh, Objects: kept, Region: "us-east-1"}))},
	}
	w.Update(func(tx store.Tx) error {
		key, secret, err := w.Directory.CreateAccessKey(tx, servicetest.Retail, "ana")
		options.Credentials = credentials.NewStaticCredentialsProvider(key.ID, secret.Reveal(), "")
		return err
	})
	return sdk.New(options)
}

// ask runs a statement as a client does.
func ask(ctx context.Context, client *sdk.Client, text string) answer {
	started, err := client.StartQueryExecution(ctx, &sdk.StartQueryExecutionInput{
		QueryString: &text, QueryExecutionContext: &types.QueryExecutionContext{Database: aws.String("shop")},
		ResultConfiguration: &types.ResultConfiguration{OutputLocation: aws.String("s3://results/")},
	})
	if err != nil {
		return answer{err: err}
	}
	status := &types.QueryExecutionStatus{State: types.QueryExecutionStateQueued}
	for status.State == types.QueryExecutionStateQueued || status.State == types.QueryExecutionStateRunning {
		// The door holds answers back while a query runs, so this rarely goes round.
		got, err := client.GetQueryExecution(ctx, &sdk.GetQueryExecutionInput{QueryExecutionId: started.QueryExecutionId})
		if err != nil {
			return answer{err: err}
		}
		status = got.QueryExecution.Status
	}
	if status.State != types.QueryExecutionStateSucceeded {
		reason := aws.ToString(status.StateChangeReason)
		code, _, _ := strings.Cut(reason, ":")
		return answer{code: code, err: errors.New(reason)}
	}
	page, err := client.GetQueryResults(ctx, &sdk.GetQueryResultsInput{QueryExecutionId: started.QueryExecutionId})
	if err != nil {
		return answer{err: err}
	}
	var out answer
	for _, row := range page.ResultSet.Rows[1:] { // the first are the columns' names
		cells := make([]string, len(row.Data))
		for i, d := range row.Data {
			cells[i] = cell(aws.ToString(d.VarCharValue), d.VarCharValue != nil)
		}
		out.rows = append(out.rows, strings.Join(cells, "\t"))
	}
	return out
}
