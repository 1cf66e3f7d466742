package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"
	"github.com/aws/aws-sdk-go-v2/service/glue"
	gluetypes "github.com/aws/aws-sdk-go-v2/service/glue/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

// besides are the mocks that the shared statements are run on. The package fakecloud of PyPI is the client of a server
// that PyPI does not have.
var besides = []*pythonPeer{moto, miniStack, localEmu}

const (
	besideBucket   = "bench-beside"
	besideDatabase = "beside"
	besideRows     = 1000
	besideBytes    = 64 << 10
	// besideTime is the most that one statement may take on one peer with all its samples.
	besideTime = time.Minute
)

// shared is a statement that every cloud is asked for, by the SDK's clients over HTTP.
type shared struct {
	name, work string
	samples    int
	// prepare makes what the statement needs and returns what does it once, which fails if the answer is not right.
	prepare func(b *bench, ctx context.Context, side side) (func() error, error)
}

// side is who asks: caller and owner are two accounts here, and the same one on a mock.
type side struct{ caller, owner aws.Config }

var statements = []shared{
	{"select_1", "SELECT 1 from StartQueryExecution to its row", 50, (*bench).selectOne},
	{"count_csv", fmt.Sprintf("SELECT count(*) of a CSV file of %d rows, from StartQueryExecution to its row", besideRows), 50, (*bench).countCSV},
	{"put_get", fmt.Sprintf("PutObject and GetObject of %d KiB", besideBytes>>10), 200, (*bench).putAndGet},
	{"assume_role", "sts:AssumeRole", 200, (*bench).assumeBeside},
}

// beside measures the shared statements here and on each mock. A mock that cannot do one, or answers it wrongly, is shown
// with what it said.
func (b *bench) beside(ctx context.Context) error {
	own := make([]figure, len(statements))
	for i := range statements {
		s := &statements[i]
		taken, err := s.measure(ctx, b, side{b.hub, b.spoke})
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		own[i] = figure{Value: taken.percentile(50), Unit: "ms", Work: fmt.Sprintf("%s, p50 of %d", s.work, s.samples)}
	}
	for _, p := range besides {
		fmt.Fprintf(b.progress, "   beside %s\n", p)
		endpoint, stop, err := p.start(ctx, b.peers, b.folder)
		if errors.Is(err, errNoPeer) {
			fmt.Fprintln(b.progress, "  ", err)
			continue
		}
		if err != nil {
			return err
		}
		config := clientConfig(endpoint, credentials.NewStaticCredentialsProvider("AKIAIOSFODNN7EXAMPLE", "none", ""))
		config.Retryer = nil // the SDK's usual one: a mock may drop a connection
		for i := range statements {
			f := own[i]
			f.Name = "beside_" + p.name + "_" + statements[i].name
			taken, err := statements[i].measure(ctx, b, side{config, config})
			if err != nil {
				f.Peer = fmt.Sprintf("%s cannot: %s", p, reason(err))
			} else {
				f = f.against(fmt.Sprintf("%s (%s)", p, p.says), taken.percentile(50))
			}
			b.add(f)
		}
		stop()
	}
	return ctx.Err()
}

// reason is what a mock said, in a line.
func reason(err error) string {
	if said := smithy.APIError(nil); errors.As(err, &said) {
		err = fmt.Errorf("%s: %s", said.ErrorCode(), said.ErrorMessage())
	}
	return strings.Join(strings.Fields(err.Error()), " ")
}

func (s *shared) measure(ctx context.Context, b *bench, on side) (samples, error) {
	ctx, cancel := context.WithTimeout(ctx, besideTime)
	defer cancel()
	do, err := s.prepare(b, ctx, on)
	if err != nil {
		return nil, err
	}
	taken, err := repeat(s.samples, do)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		err = fmt.Errorf("%d times take more than %s", s.samples, besideTime)
	}
	return taken, err
}

func (b *bench) selectOne(ctx context.Context, on side) (func() error, error) {
	return func() error { return answers(ctx, on.owner, "SELECT 1", "1") }, makeBucket(ctx, on.owner)
}

func (b *bench) countCSV(ctx context.Context, on side) (func() error, error) {
	return func() error {
		return answers(ctx, on.owner, "SELECT count(*) AS n FROM numbers", fmt.Sprint(besideRows))
	}, makeCSV(ctx, on.owner)
}

func (b *bench) putAndGet(ctx context.Context, on side) (func() error, error) {
	return func() error { return putAndGet(ctx, on.owner) }, makeBucket(ctx, on.owner)
}

func (b *bench) assumeBeside(ctx context.Context, on side) (func() error, error) {
	role, err := b.reader(ctx, on.owner)
	client := sts.NewFromConfig(on.caller)
	return func() error {
		_, err := client.AssumeRole(ctx, &sts.AssumeRoleInput{RoleArn: &role, RoleSessionName: aws.String("bench"), ExternalId: aws.String(externalID)})
		return err
	}, err
}

// makeBucket makes the bucket, again if it is there, which changes nothing in us-east-1.
func makeBucket(ctx context.Context, owner aws.Config) error {
	_, err := s3.NewFromConfig(owner, pathStyle).CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String(besideBucket)})
	return err
}

// makeCSV makes a table of one CSV file.
func makeCSV(ctx context.Context, owner aws.Config) error {
	if err := makeBucket(ctx, owner); err != nil {
		return err
	}
	var content bytes.Buffer
	for i := range besideRows {
		fmt.Fprintf(&content, "%d,the number %d\n", i, i)
	}
	if _, err := s3.NewFromConfig(owner, pathStyle).PutObject(ctx, &s3.PutObjectInput{
		Bucket: aws.String(besideBucket), Key: aws.String("numbers/part-0.csv"), Body: bytes.NewReader(content.Bytes()),
	}); err != nil {
		return err
	}
	catalog := glue.NewFromConfig(owner)
	if _, err := catalog.CreateDatabase(ctx, &glue.CreateDatabaseInput{DatabaseInput: &gluetypes.DatabaseInput{Name: aws.String(besideDatabase)}}); err != nil {
		return err
	}
	_, err := catalog.CreateTable(ctx, &glue.CreateTableInput{DatabaseName: aws.String(besideDatabase), TableInput: &gluetypes.TableInput{
		Name: aws.String("numbers"), TableType: aws.String("EXTERNAL_TABLE"), Parameters: map[string]string{"classification": "csv"},
		StorageDescriptor: &gluetypes.StorageDescriptor{
			Location:     aws.String("s3://" + besideBucket + "/numbers/"),
			Columns:      []gluetypes.Column{{Name: aws.String("n"), Type: aws.String("bigint")}, {Name: aws.String("name"), Type: aws.String("string")}},
			InputFormat:  aws.String("org.apache.hadoop.mapred.TextInputFormat"),
			OutputFormat: aws.String("org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"),
			SerdeInfo: &gluetypes.SerDeInfo{
				SerializationLibrary: aws.String("org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"), Parameters: map[string]string{"field.delim": ","},
			},
		},
	}})
	return err
}

// answers runs a query and holds its one value against what it has to be. The state is asked for as the hub asks Athena:
// twice at once, then after 20 ms and half as much again each time.
func answers(ctx context.Context, owner aws.Config, query, want string) error {
	client := athena.NewFromConfig(owner)
	started, err := client.StartQueryExecution(ctx, &athena.StartQueryExecutionInput{
		QueryString: &query, QueryExecutionContext: &types.QueryExecutionContext{Database: aws.String(besideDatabase)},
		ResultConfiguration: &types.ResultConfiguration{OutputLocation: aws.String("s3://" + besideBucket + "/results/")},
	})
	if err != nil {
		return err
	}
	for asked, pause := 0, 20*time.Millisecond; ; asked++ {
		if asked > 1 {
			time.Sleep(pause)
			pause += pause / 2
		}
		out, err := client.GetQueryExecution(ctx, &athena.GetQueryExecutionInput{QueryExecutionId: started.QueryExecutionId})
		if err != nil {
			return err
		}
		status := out.QueryExecution.Status
		if status.State == types.QueryExecutionStateSucceeded {
			break
		}
		if status.State == types.QueryExecutionStateFailed || status.State == types.QueryExecutionStateCancelled {
			return fmt.Errorf("the query is %s: %s", status.State, aws.ToString(status.StateChangeReason))
		}
	}
	results, err := client.GetQueryResults(ctx, &athena.GetQueryResultsInput{QueryExecutionId: started.QueryExecutionId})
	if err != nil {
		return err
	}
	var values []string
	for _, row := range results.ResultSet.Rows {
		for _, d := range row.Data {
			values = append(values, aws.ToString(d.VarCharValue))
		}
	}
	if len(values) != 2 || values[1] != want { // the first one is the column's name
		return fmt.Errorf("the answer is %q and should end in %q", values, want)
	}
	return nil
}

func putAndGet(ctx context.Context, owner aws.Config) error {
	client, content := s3.NewFromConfig(owner, pathStyle), bytes.Repeat([]byte("interlaken\n"), besideBytes/11+1)[:besideBytes]
	bucket, key := aws.String(besideBucket), aws.String("object")
	if _, err := client.PutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: key, Body: bytes.NewReader(content)}); err != nil {
		return err
	}
	out, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: key})
	if err != nil {
		return err
	}
	got, err := io.ReadAll(out.Body)
	if err := errors.Join(err, out.Body.Close()); err != nil {
		return err
	}
	if !slices.Equal(got, content) {
		return errors.New("the object is another one")
	}
	return nil
}
