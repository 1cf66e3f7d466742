package athena_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	gluetypes "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/cloud/athena"
	"interlaken/cloud/glue"
	"interlaken/engine"
	"interlaken/fault"
	"interlaken/job"
	"interlaken/result"
	"interlaken/service"
	. "interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/trail"
	"interlaken/usage"
)

// world is Athena with Glue, objects in a folder, and an engine that a test answers for.
type world struct {
	*Kit
	t       *testing.T
	queue   *job.Queue
	objects *objects
	engine  *scripted
	tokens  int
}

func newWorld(t *testing.T, change ...func(*athena.Config)) *world {
	t.Helper()
	w := &world{Kit: New(t), t: t, objects: &objects{dir: t.TempDir(), owner: map[string]string{}}, engine: &scripted{}}
	w.queue = job.New(job.Config{Store: w.Store, Clock: w.Clock, IDs: w.IDs, Alone: true, Report: func(err error) { t.Errorf("the queue reports: %v", err) }})
	config := athena.Config{Mesh: w.Mesh, Queue: w.queue, Objects: w.objects, Engine: w.engine}
	for _, c := range change {
		c(&config)
	}
	w.Mesh.Register(athena.New(config))
	w.Mesh.Register(glue.New())
	if err := w.queue.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.queue.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	w.objects.owner["results"], w.objects.owner["data"], w.objects.owner["foreign"] = Retail, Retail, Risk
	return w
}

// sales makes the database shop with the tables sales, in two partitions, and flat.
func (w *world) sales() {
	w.t.Helper()
	admin := w.User(Retail, "catalog-admin", Everything)
	parquet := &gluetypes.SerDeInfo{SerializationLibrary: aws.String("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe")}
	column := func(name, kind string) gluetypes.Column { return gluetypes.Column{Name: &name, Type: &kind} }
	Must[sdkglue.CreateDatabaseOutput](w.Kit, admin, "glue", "CreateDatabase", &sdkglue.CreateDatabaseInput{DatabaseInput: &gluetypes.DatabaseInput{Name: aws.String("shop")}})
	for name, keys := range map[string][]gluetypes.Column{"sales": {column("month", "string")}, "flat": nil} {
		Must[sdkglue.CreateTableOutput](w.Kit, admin, "glue", "CreateTable", &sdkglue.CreateTableInput{DatabaseName: aws.String("shop"), TableInput: &gluetypes.TableInput{
			Name: &name, PartitionKeys: keys, TableType: aws.String("EXTERNAL_TABLE"), StorageDescriptor: &gluetypes.StorageDescriptor{
				Location: aws.String("s3://data/" + name), SerdeInfo: parquet, Columns: []gluetypes.Column{column("id", "bigint"), column("product", "string")},
			},
		}})
		w.objects.put("data", name+"/part.parquet", "plain")
	}
	for _, month := range []string{"2026-01", "2026-02"} {
		Must[sdkglue.CreatePartitionOutput](w.Kit, admin, "glue", "CreatePartition", &sdkglue.CreatePartitionInput{
			DatabaseName: aws.String("shop"), TableName: aws.String("sales"), PartitionInput: &gluetypes.PartitionInput{
				Values: []string{month}, StorageDescriptor: &gluetypes.StorageDescriptor{Location: aws.String("s3://data/sales/month=" + month)},
			},
		})
		for _, file := range []string{"a.parquet", "_SUCCESS", ".hidden"} {
			w.objects.put("data", "sales/month="+month+"/"+file, month)
		}
	}
}

func (w *world) start(s service.Session, query string, change ...func(*sdk.StartQueryExecutionInput)) string {
	w.t.Helper()
	out := Must[sdk.StartQueryExecutionOutput](w.Kit, s, "athena", "StartQueryExecution", w.request(query, change...))
	return *out.QueryExecutionId
}

func (w *world) request(query string, change ...func(*sdk.StartQueryExecutionInput)) *sdk.StartQueryExecutionInput {
	w.tokens++
	in := &sdk.StartQueryExecutionInput{
		QueryString: &query, ClientRequestToken: aws.String(fmt.Sprintf("token-%026d", w.tokens)),
		QueryExecutionContext: &types.QueryExecutionContext{Database: aws.String("shop")},
		ResultConfiguration:   &types.ResultConfiguration{OutputLocation: aws.String("s3://results/here/")},
	}
	for _, c := range change {
		c(in)
	}
	return in
}

// wait returns an execution once it has ended.
func (w *world) wait(s service.Session, id string) types.QueryExecution {
	w.t.Helper()
	for {
		changed, release := w.queue.Watch("athena.query", id)
		e := Must[sdk.BatchGetQueryExecutionOutput](w.Kit, s, "athena", "BatchGetQueryExecution", &sdk.BatchGetQueryExecutionInput{QueryExecutionIds: []string{id}}).QueryExecutions[0]
		if e.Status.CompletionDateTime != nil {
			release()
			return e
		}
		select {
		case <-changed:
		case <-w.t.Context().Done():
			w.t.Fatalf("%s stands at %s", id, e.Status.State)
		}
		release()
	}
}

// ask runs a query to its end.
func (w *world) ask(s service.Session, query string, change ...func(*sdk.StartQueryExecutionInput)) types.QueryExecution {
	w.t.Helper()
	return w.wait(s, w.start(s, query, change...))
}

func (w *world) refused(s service.Session, operation string, input any, code fault.Code) error {
	w.t.Helper()
	_, err := w.Do(s, "athena", operation, input)
	if !fault.Is(err, code) {
		w.t.Fatalf("%s: %v, want %s", operation, err, code)
	}
	return err
}

func (w *world) events(account, category string) (all []trail.Event) {
	w.t.Helper()
	w.View(func(r store.Reader) error {
		page, _, err := trail.Lookup(r, account, trail.Query{Category: category, OldestFirst: true, Size: 1000})
		for _, e := range page {
			all = append(all, e.Event)
		}
		return err
	})
	return all
}

// charged are the Athena records of an account.
func (w *world) charged(account string) (all []usage.Record) {
	w.t.Helper()
	w.View(func(r store.Reader) error {
		for record, err := range usage.Scan(r, usage.Span{Account: account}) {
			if err != nil {
				return err
			}
			if record.Service == usage.Athena {
				all = append(all, record)
			}
		}
		return nil
	})
	return all
}

// objects are files in a folder. It authorizes as S3 does and leaves no events.
type objects struct {
	dir   string
	owner map[string]string // by bucket

	mu    sync.Mutex
	held  int
	reads [][]string
}

func (o *objects) path(bucket, key string) string {
	return filepath.Join(o.dir, bucket, strings.ReplaceAll(key, "/", "!"))
}

func (o *objects) put(bucket, key, content string) {
	if err := os.MkdirAll(filepath.Join(o.dir, bucket), 0o700); err != nil {
		panic(err)
	}
	if err := os.WriteFile(o.path(bucket, key), []byte(content), 0o600); err != nil {
		panic(err)
	}
}

func (o *objects) content(bucket, key string) string {
	b, err := os.ReadFile(o.path(bucket, key))
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func (o *objects) keys(bucket, prefix string) (keys []string) {
	entries, _ := os.ReadDir(filepath.Join(o.dir, bucket))
	for _, e := range entries {
		if key := strings.ReplaceAll(e.Name(), "!", "/"); strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
	}
	return keys
}

func (o *objects) authorize(c *service.Call, action, bucket, key string) error {
	if o.owner[bucket] == "" {
		return fault.New("NoSuchBucket", "The specified bucket does not exist")
	}
	resource := "arn:aws:s3:::" + bucket
	if key != "" {
		resource += "/" + key
	}
	return c.Authorize(service.Check{Action: "s3:" + action, Resource: resource, Account: o.owner[bucket], Policy: &service.ResourcePolicy{}})
}

func (o *objects) List(c *service.Call, bucket, prefix string) (all []athena.Object, err error) {
	if err := o.authorize(c, "ListBucket", bucket, ""); err != nil {
		return nil, err
	}
	for _, key := range o.keys(bucket, prefix) {
		all = append(all, athena.Object{Key: key, SizeBytes: int64(len(o.content(bucket, key)))})
	}
	return all, nil
}

func (o *objects) ListMany(c *service.Call, bucket string, prefixes []string) ([][]athena.Object, error) {
	all := make([][]athena.Object, len(prefixes))
	for i, prefix := range prefixes {
		found, err := o.List(c, bucket, prefix)
		if err != nil {
			return nil, err
		}
		all[i] = found
	}
	return all, nil
}

func (o *objects) Remove(c *service.Call, bucket string, keys []string) error {
	return fault.New(fault.Internal, "Nothing here removes objects.")
}

func (o *objects) Read(c *service.Call, bucket string, keys []string) (files []athena.File, err error) {
	for _, key := range keys {
		if err := o.authorize(c, "GetObject", bucket, key); err != nil {
			return nil, err
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.reads = append(o.reads, keys)
	for _, key := range keys {
		o.held++
		files = append(files, athena.File{Key: key, Version: "1", Path: o.path(bucket, key), SizeBytes: 5, Release: sync.OnceFunc(func() {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.held--
		})})
	}
	return files, nil
}

type staged struct{ strings.Builder }

func (s *staged) Close() error { return nil }
func (s *staged) Size() int64  { return int64(s.Len()) }
func (s *staged) Discard()     {}

func (o *objects) Stage() (athena.Staged, error) { return &staged{}, nil }

func (o *objects) Put(c *service.Call, bucket, key string, s athena.Staged, _ athena.PutOptions) error {
	if err := o.authorize(c, "PutObject", bucket, key); err != nil {
		return err
	}
	o.put(bucket, key, s.(*staged).String())
	return nil
}

func (o *objects) Open(c *service.Call, bucket, key string) (io.ReadSeekCloser, error) {
	if err := o.authorize(c, "GetObject", bucket, key); err != nil {
		return nil, err
	}
	file, err := os.Open(o.path(bucket, key))
	if err != nil {
		return nil, fault.Wrap(err, "NoSuchKey", "The specified key does not exist.")
	}
	return file, nil
}

func (o *objects) Location(c *service.Call, bucket, expectedOwner string) (string, error) {
	if err := o.authorize(c, "GetBucketLocation", bucket, ""); err != nil {
		return "", err
	}
	if expectedOwner != "" && expectedOwner != o.owner[bucket] {
		return "", fault.New(fault.AccessDenied, "Access Denied")
	}
	return "us-east-1", nil
}

// scripted answers every statement with what the test has set, and keeps what it was asked.
type scripted struct {
	mu       sync.Mutex
	requests []engine.Request
	rows     int
	cost     result.Statistics
	err      error
	// block, if not nil, is told when a statement has begun, which then runs until it is cancelled.
	block chan struct{}
}

func (s *scripted) set(change func(*scripted)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

func (s *scripted) last() engine.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests[len(s.requests)-1]
}

func (s *scripted) Run(ctx context.Context, r engine.Request) (engine.Rows, error) {
	s.mu.Lock()
	s.requests = append(s.requests, r)
	rows, cost, err, block := s.rows, s.cost, s.err, s.block
	s.mu.Unlock()
	if block != nil {
		block <- struct{}{}
		<-ctx.Done()
		err = fault.Wrap(context.Cause(ctx), fault.Cancelled, "The query was cancelled.")
	}
	if err != nil {
		return nil, engine.WithStatistics(err, cost)
	}
	schema := arrow.NewSchema([]arrow.Field{{Name: "id", Type: arrow.PrimitiveTypes.Int64, Nullable: true}, {Name: "p", Type: arrow.BinaryTypes.String, Nullable: true}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for i := range rows {
		b.Field(0).(*array.Int64Builder).Append(int64(i))
		switch i % 3 {
		case 0:
			b.Field(1).AppendNull()
		case 1:
			b.Field(1).(*array.StringBuilder).Append("")
		default:
			b.Field(1).(*array.StringBuilder).Append(`a "b"`)
		}
	}
	cost.Rows = int64(rows)
	return &batchRows{batch: b.NewRecordBatch(), cost: cost}, nil
}

func (s *scripted) Close() error { return nil }

type batchRows struct {
	batch arrow.RecordBatch
	done  bool
	cost  result.Statistics
}

func (r *batchRows) Schema() *arrow.Schema         { return r.batch.Schema() }
func (r *batchRows) Statistics() result.Statistics { return r.cost }
func (r *batchRows) Close() error                  { r.batch.Release(); return nil }
func (r *batchRows) Next(context.Context) (arrow.RecordBatch, error) {
	if r.done {
		return nil, io.EOF
	}
	r.done = true
	r.batch.Retain()
	return r.batch, nil
}

// allow is a policy document of statements "actions on resources", each given as a pair.
func allow(pairs ...[2]string) string {
	var statements []string
	for _, p := range pairs {
		statements = append(statements, fmt.Sprintf(`{"Effect":"Allow","Action":["%s"],"Resource":["%s"]}`,
			strings.Join(strings.Fields(p[0]), `","`), strings.Join(strings.Fields(p[1]), `","`)))
	}
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`
}

// reader is what the published role B may do, narrowed to what queries need.
func reader(without ...string) string {
	pairs := [][2]string{
		{
			"athena:StartQueryExecution athena:GetQueryExecution athena:GetQueryResults athena:BatchGetQueryExecution athena:StopQueryExecution athena:ListWorkGroups athena:ListEngineVersions athena:ListDataCatalogs",
			"arn:aws:athena:us-east-1:222222222222:workgroup/primary arn:aws:athena:us-east-1:222222222222:datacatalog/AwsDataCatalog",
		},
		{"glue:GetTable", "arn:aws:glue:us-east-1:222222222222:catalog arn:aws:glue:us-east-1:222222222222:database/shop arn:aws:glue:us-east-1:222222222222:table/shop/*"},
		{"glue:GetPartitions glue:GetDatabase", "arn:aws:glue:us-east-1:222222222222:catalog arn:aws:glue:us-east-1:222222222222:database/shop arn:aws:glue:us-east-1:222222222222:table/shop/*"},
		{"s3:GetBucketLocation s3:ListBucket", "arn:aws:s3:::data arn:aws:s3:::results"},
		{"s3:GetObject", "arn:aws:s3:::data/* arn:aws:s3:::results/*"},
		{"s3:PutObject", "arn:aws:s3:::results/*"},
	}
	pairs = slices.DeleteFunc(pairs, func(p [2]string) bool { return slices.Contains(without, p[0]) })
	return allow(pairs...)
}

func newQueue(k *Kit) *job.Queue {
	return job.New(job.Config{Store: k.Store, Clock: k.Clock, IDs: k.IDs, Alone: true})
}

func encode64(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func decode64(t *testing.T, text string) string {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
