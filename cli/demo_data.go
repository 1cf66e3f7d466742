package cli

import (
	"bytes"
	"context"
	"fmt"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"golang.org/x/sync/errgroup"

	"interlaken/examples/bank/tables"
)

// uploads is how many objects are written at once: enough that the processors are never idle while the disk is waited
// for.
const uploads = 8

// demoObject is an object to upload, made when its turn comes.
type demoObject struct {
	account demoAccount
	key     string
	body    func() ([]byte, error)
}

// makeData makes each spoke's buckets, databases and tables, and uploads what is in them.
func (d *demo) makeData(ctx context.Context) error {
	d.progress.step(fmt.Sprintf("planning %s complaints and %s loans", grouped(int64(d.options.Rows)), grouped(int64(d.options.Loans))), nil)
	made, err := tables.Tables(d.options)
	if err != nil {
		return err
	}
	objects, err := demoObjects(made)
	if err != nil {
		return err
	}
	d.progress.step("making buckets and databases in 3 accounts", nil)
	group, at := errgroup.WithContext(ctx)
	for _, a := range spokes() {
		group.Go(func() error { return d.makePlaces(at, a) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	var done, written atomic.Int64
	d.progress.step("making tables and uploading", func() string {
		return fmt.Sprintf("%d of %s, %s", done.Load(), counted(int64(len(objects)), "object"), size(written.Load()))
	})
	group, at = errgroup.WithContext(ctx)
	group.SetLimit(uploads)
	for _, t := range made {
		group.Go(func() error { return d.makeTable(at, t) })
	}
	for _, o := range objects {
		group.Go(func() error {
			n, err := d.upload(at, o)
			written.Add(n)
			done.Add(1)
			return err
		})
	}
	return group.Wait()
}

// demoObjects are the files of the tables and, beside them, the originals of the real ones.
func demoObjects(made []tables.Table) ([]demoObject, error) {
	var objects []demoObject
	for _, t := range made {
		for _, f := range t.Files {
			objects = append(objects, demoObject{accountOf(t.Account), f.Key, func() ([]byte, error) {
				var body bytes.Buffer
				_, err := f.WriteTo(&body)
				return body.Bytes(), err
			}})
		}
	}
	originals, err := tables.Originals()
	for _, o := range originals {
		objects = append(objects, demoObject{accountOf(o.Account), o.Key, func() ([]byte, error) { return o.Bytes, nil }})
	}
	return objects, err
}

func accountOf(id string) demoAccount {
	for _, a := range demoAccounts {
		if a.id == id {
			return a
		}
	}
	return demoAccount{id: id}
}

func (d *demo) objects(a demoAccount) (*s3.Client, error) {
	owner, err := d.as(a.profile)
	return s3.NewFromConfig(owner, func(o *s3.Options) { o.UsePathStyle = true }), err
}

func (d *demo) catalog(a demoAccount) (*glue.Client, error) {
	owner, err := d.as(a.profile)
	return glue.NewFromConfig(owner), err
}

// makePlaces makes a spoke's buckets, for data and for results, and its database.
func (d *demo) makePlaces(ctx context.Context, a demoAccount) error {
	objects, err := d.objects(a)
	if err != nil {
		return err
	}
	for _, name := range []string{a.bucket(), a.resultBucket(d.region)} {
		if _, err := objects.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &name}); unlessThere(err) != nil {
			return err
		}
	}
	catalog, err := d.catalog(a)
	if err != nil {
		return err
	}
	_, err = catalog.CreateDatabase(ctx, &glue.CreateDatabaseInput{DatabaseInput: &types.DatabaseInput{
		Name: &a.database, Description: aws.String("The example bank, " + a.name), LocationUri: aws.String("s3://" + a.bucket() + "/"),
	}})
	return unlessThere(err)
}

func (d *demo) upload(ctx context.Context, o demoObject) (int64, error) {
	body, err := o.body()
	if err != nil {
		return 0, err
	}
	objects, err := d.objects(o.account)
	if err != nil {
		return 0, err
	}
	_, err = objects.PutObject(ctx, &s3.PutObjectInput{
		Bucket: aws.String(o.account.bucket()), Key: &o.key, Body: bytes.NewReader(body), ContentLength: aws.Int64(int64(len(body))),
	})
	return int64(len(body)), err
}

// makeTable declares a table and its partitions, as Athena's CREATE EXTERNAL TABLE … STORED AS PARQUET does.
func (d *demo) makeTable(ctx context.Context, t tables.Table) error {
	a := accountOf(t.Account)
	catalog, err := d.catalog(a)
	if err != nil {
		return err
	}
	location := "s3://" + a.bucket() + "/" + t.Name + "/"
	_, err = catalog.CreateTable(ctx, &glue.CreateTableInput{DatabaseName: &t.Database, TableInput: &types.TableInput{
		Name: &t.Name, Description: &t.Comment, TableType: aws.String("EXTERNAL_TABLE"),
		Parameters:    map[string]string{"EXTERNAL": "TRUE", "classification": "parquet", "comment": t.Comment},
		PartitionKeys: glueColumns(t.PartitionKeys), StorageDescriptor: parquet(glueColumns(t.Columns), location),
	}})
	if unlessThere(err) != nil || len(t.PartitionKeys) == 0 {
		return unlessThere(err)
	}
	var partitions []types.PartitionInput
	for _, f := range t.Files {
		folder := f.Key[len(t.Name)+1 : len(f.Key)-len("part-0.parquet")]
		partitions = append(partitions, types.PartitionInput{Values: f.Partition, StorageDescriptor: parquet(glueColumns(t.Columns), location+folder)})
	}
	out, err := catalog.BatchCreatePartition(ctx, &glue.BatchCreatePartitionInput{DatabaseName: &t.Database, TableName: &t.Name, PartitionInputList: partitions})
	if err != nil {
		return err
	}
	for _, e := range out.Errors {
		if code := aws.ToString(e.ErrorDetail.ErrorCode); code != "AlreadyExistsException" {
			return fmt.Errorf("the partition %s of %s.%s cannot be made: %s: %s", e.PartitionValues, t.Database, t.Name, code, aws.ToString(e.ErrorDetail.ErrorMessage))
		}
	}
	return nil
}

func glueColumns(columns []tables.Column) []types.Column {
	out := make([]types.Column, len(columns))
	for i, c := range columns {
		out[i] = types.Column{Name: aws.String(c.Name), Type: aws.String(c.Type), Comment: aws.String(c.Comment)}
	}
	return out
}

// parquet is the storage descriptor of STORED AS PARQUET (Athena User Guide, "Parquet SerDe").
func parquet(columns []types.Column, location string) *types.StorageDescriptor {
	return &types.StorageDescriptor{
		Columns: columns, Location: &location,
		InputFormat:  aws.String("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"),
		OutputFormat: aws.String("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"),
		SerdeInfo: &types.SerDeInfo{
			SerializationLibrary: aws.String("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"),
			Parameters:           map[string]string{"serialization.format": "1"},
		},
	}
}
