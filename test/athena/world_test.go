package athena

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
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
	"github.com/aws/smithy-go"

	"interlaken/cloud/athena"
	"interlaken/cloud/glue"
	"interlaken/cloud/s3"
	"interlaken/engine"
	"interlaken/engine/duck"
	"interlaken/engine/enginetest"
	"interlaken/gateway"
	"interlaken/job"
	"interlaken/service"
	"interlaken/service/servicetest"
	"interlaken/store"
)

// world is the local cloud as far as queries need it, behind its door.
type world struct {
	*servicetest.Kit
	t       testing.TB
	objects *s3.Objects
	engine  engine.Engine
	door    http.RoundTripper
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{Kit: servicetest.New(t), t: t}
	w.Clock.Advance(time.Since(servicetest.Start)) // clients sign with the machine's time
	var err error
	if w.objects, err = s3.New(t.Context(), s3.Config{Mesh: w.Mesh, Dir: filepath.Join(t.TempDir(), "objects"), Volatile: true}); err != nil {
		t.Fatal(err)
	}
	if w.engine, err = duck.New(duck.Config{Slots: 2, Kept: 4, MemoryBytes: 256 << 20, Threads: 2, TempDir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.engine.Close(); err != nil {
			t.Error(err)
		}
	})
	queue := job.New(job.Config{Store: w.Store, Clock: w.Clock, IDs: w.IDs, Alone: true, Report: func(err error) { t.Errorf("the queue reports: %v", err) }})
	w.Mesh.Register(athena.New(athena.Config{Mesh: w.Mesh, Queue: queue, Objects: adapted{w.objects}, Engine: w.engine}))
	w.Mesh.Register(glue.New())
	w.Mesh.Register(w.objects.Service())
	if err := queue.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := queue.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	w.door = gateway.Transport(gateway.New(gateway.Config{Mesh: w.Mesh, Objects: w.objects, Region: "us-east-1"}))
	return w
}

// adapted is S3 as Athena's port wants it.
type adapted struct{ *s3.Objects }

func (o adapted) List(c *service.Call, bucket, prefix string) ([]athena.Object, error) {
	found, err := o.Objects.List(c, bucket, prefix)
	return shown(found), err
}

func (o adapted) ListMany(c *service.Call, bucket string, prefixes []string) ([][]athena.Object, error) {
	found, err := o.Objects.ListMany(c, bucket, prefixes)
	all := make([][]athena.Object, len(found))
	for i := range found {
		all[i] = shown(found[i])
	}
	return all, err
}

func shown(found []s3.Object) []athena.Object {
	all := make([]athena.Object, len(found))
	for i, f := range found {
		all[i] = athena.Object{Key: f.Key, SizeBytes: f.Size}
	}
	return all
}

func (o adapted) Read(c *service.Call, bucket string, keys []string) ([]athena.File, error) {
	found, err := o.Objects.Read(c, bucket, keys)
	all := make([]athena.File, len(found))
	for i, f := range found {
		all[i] = athena.File{Key: f.Key, Version: f.Version, Path: f.Path, SizeBytes: f.SizeBytes, Release: f.Release}
	}
	return all, err
}

func (o adapted) Stage() (athena.Staged, error) {
	staged, err := o.Objects.Stage()
	if err != nil {
		return nil, err
	}
	return staged, nil
}

func (o adapted) Put(c *service.Call, bucket, key string, staged athena.Staged, options athena.PutOptions) error {
	return o.Objects.Put(c, bucket, key, staged.(*s3.Staged), s3.PutOptions{ContentType: options.ContentType, ExpectedBucketOwner: options.ExpectedBucketOwner})
}

func (o adapted) Open(c *service.Call, bucket, key string) (io.ReadSeekCloser, error) {
	body, _, err := o.Objects.Open(c, bucket, key)
	return body, err
}

// person is a user of an account with a client of Athena.
type person struct {
	*sdk.Client
	session service.Session
}

func (w *world) person(account, name string, documents ...string) person {
	w.t.Helper()
	p := person{session: w.User(account, name, documents...)}
	w.Update(func(tx store.Tx) error {
		key, secret, err := w.Directory.CreateAccessKey(tx, account, name)
		p.Client = sdk.New(sdk.Options{
			Region: "us-east-1", BaseEndpoint: aws.String("http://127.0.0.1"), HTTPClient: &http.Client{Transport: w.door}, RetryMaxAttempts: 1,
			Credentials: credentials.NewStaticCredentialsProvider(key.ID, secret.Reveal(), ""),
		})
		return err
	})
	return p
}

// as runs a body as a user, in a transaction.
func (w *world) as(p person, body func(*service.Call) error) {
	w.t.Helper()
	if err := w.Mesh.Transaction(w.t.Context(), p.session, "setup", body); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) bucket(p person, names ...string) {
	w.t.Helper()
	w.as(p, func(c *service.Call) error {
		for _, name := range names {
			if err := w.objects.CreateBucket(c, name); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *world) put(p person, bucket, key string, content []byte) {
	w.t.Helper()
	staged, err := w.objects.Stage()
	if err != nil {
		w.t.Fatal(err)
	}
	defer staged.Discard()
	if _, err := staged.Write(content); err != nil {
		w.t.Fatal(err)
	}
	if err := staged.Close(); err != nil {
		w.t.Fatal(err)
	}
	w.as(p, func(c *service.Call) error { return w.objects.Put(c, bucket, key, staged, s3.PutOptions{}) })
}

const (
	parquetSerde = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
	textSerde    = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"
	csvSerde     = "org.apache.hadoop.hive.serde2.OpenCSVSerde"
	jsonSerde    = "org.openx.data.jsonserde.JsonSerDe"
)

// table makes a table of the database shop; columns and keys are "name type" pairs.
func (w *world) table(p person, name, location, serde string, columns, keys []string, options map[string]string) {
	w.t.Helper()
	pairs := func(texts []string) (all []gluetypes.Column) {
		for _, text := range texts {
			n, kind, _ := strings.Cut(text, " ")
			all = append(all, gluetypes.Column{Name: &n, Type: &kind})
		}
		return all
	}
	servicetest.Must[sdkglue.CreateTableOutput](w.Kit, p.session, "glue", "CreateTable", &sdkglue.CreateTableInput{DatabaseName: aws.String("shop"), TableInput: &gluetypes.TableInput{
		Name: &name, TableType: aws.String("EXTERNAL_TABLE"), PartitionKeys: pairs(keys), Parameters: options, StorageDescriptor: &gluetypes.StorageDescriptor{
			Location: &location, Columns: pairs(columns), SerdeInfo: &gluetypes.SerDeInfo{SerializationLibrary: &serde, Parameters: options},
		},
	}})
}

func (w *world) partition(p person, table, location string, values ...string) {
	w.t.Helper()
	servicetest.Must[sdkglue.CreatePartitionOutput](w.Kit, p.session, "glue", "CreatePartition", &sdkglue.CreatePartitionInput{
		DatabaseName: aws.String("shop"), TableName: &table, PartitionInput: &gluetypes.PartitionInput{
			Values: values, StorageDescriptor: &gluetypes.StorageDescriptor{Location: &location},
		},
	})
}

// shop makes buckets, a database and tables with rows in all formats.
func (w *world) shop(p person) {
	w.t.Helper()
	w.bucket(p, "data", "results")
	servicetest.Must[sdkglue.CreateDatabaseOutput](w.Kit, p.session, "glue", "CreateDatabase", &sdkglue.CreateDatabaseInput{DatabaseInput: &gluetypes.DatabaseInput{Name: aws.String("shop")}})
	w.table(p, "sales", "s3://data/sales", parquetSerde, []string{"id bigint", "amount int", "shop string"}, []string{"month string", "n int"}, nil)
	for i, month := range []string{"2026-01", "2026-02", "2026-03"} {
		file := enginetest.WriteSales(w.t, w.t.TempDir(), month, i*1000, 1000)
		content, err := os.ReadFile(file.Path)
		if err != nil {
			w.t.Fatal(err)
		}
		w.put(p, "data", "sales/month="+month+"/a b.parquet", content)
		w.partition(p, "sales", "s3://data/sales/month="+month+"/", month, fmt.Sprint(i))
	}
	w.table(p, "tabs", "s3://data/tabs/", textSerde, []string{"id int", "word string", "price decimal(6,2)", "day date"}, nil, map[string]string{"field.delim": "\t", "skip.header.line.count": "1"})
	w.put(p, "data", "tabs/x.tsv", []byte("id\tword\tprice\tday\n1\tsaid \"hi\"\t1.50\t2026-01-02\n2\t\\N\t\\N\t\\N\n3\n"))
	w.table(p, "quoted", "s3://data/quoted/", csvSerde, []string{"id string", "word string"}, nil, nil)
	w.put(p, "data", "quoted/x.csv", []byte("\"1\",\"a,b\"\n\"2\",\"\"\n"))
	w.table(p, "lines", "s3://data/lines/", jsonSerde, []string{"id int", "tags array<string>", "place struct<city:string,zip:int>"}, nil, nil)
	w.put(p, "data", "lines/x.json", []byte(`{"ID":1,"tags":["a","b"],"place":{"city":"Bern","zip":3000}}`+"\n"+`{"id":2}`+"\n"))
}

func (p person) start(ctx context.Context, query string) (string, error) {
	out, err := p.StartQueryExecution(ctx, &sdk.StartQueryExecutionInput{
		QueryString: &query, QueryExecutionContext: &types.QueryExecutionContext{Database: aws.String("shop")},
		ResultConfiguration: &types.ResultConfiguration{OutputLocation: aws.String("s3://results/")},
	})
	if err != nil {
		return "", err
	}
	return *out.QueryExecutionId, nil
}

// wait polls as clients do; the door holds answers back, so it rarely goes round.
func (p person) wait(ctx context.Context, id string) (*types.QueryExecution, error) {
	for {
		out, err := p.GetQueryExecution(ctx, &sdk.GetQueryExecutionInput{QueryExecutionId: &id})
		if err != nil {
			return nil, err
		}
		switch out.QueryExecution.Status.State {
		case types.QueryExecutionStateQueued, types.QueryExecutionStateRunning:
		default:
			return out.QueryExecution, nil
		}
	}
}

// ask returns the rows with their header, cells joined by "|" and NULL as <null>, or the reason of the failure.
func (p person) ask(t testing.TB, query string) (rows []string, reason string) {
	t.Helper()
	id, err := p.start(t.Context(), query)
	if err != nil {
		var api smithy.APIError
		if errors.As(err, &api) {
			return nil, "Start: " + api.ErrorCode() + ": " + api.ErrorMessage()
		}
		t.Fatal(err)
	}
	e, err := p.wait(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if e.Status.State != types.QueryExecutionStateSucceeded {
		return nil, aws.ToString(e.Status.StateChangeReason)
	}
	pages := sdk.NewGetQueryResultsPaginator(p, &sdk.GetQueryResultsInput{QueryExecutionId: &id})
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range page.ResultSet.Rows {
			cells := make([]string, len(row.Data))
			for i, d := range row.Data {
				if cells[i] = "<null>"; d.VarCharValue != nil {
					cells[i] = *d.VarCharValue
				}
			}
			rows = append(rows, strings.Join(cells, "|"))
		}
	}
	return rows, ""
}

// keys are the keys in a bucket.
func (w *world) keys(p person, bucket string) (keys []string) {
	w.t.Helper()
	w.as(p, func(c *service.Call) error {
		found, err := w.objects.List(c, bucket, "")
		for _, f := range found {
			keys = append(keys, f.Key)
		}
		return err
	})
	return keys
}
