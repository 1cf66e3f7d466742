package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"
	"github.com/aws/aws-sdk-go-v2/service/glue"
	gluetypes "github.com/aws/aws-sdk-go-v2/service/glue/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

const (
	planSamples    = 30
	planBucket     = "bench-plans"
	planDatabase   = "plans"
	planPartitions = 1_000
	planFiles      = 10_000
	uploadsAtOnce  = 16
)

// plans measures what Athena does of a query before its engine: EXPLAIN analyses the statement, reads the catalog, lists,
// authorizes and holds the files, and runs nothing. The figures are Athena's own, QueryPlanningTimeInMillis.
func (b *bench) plans(ctx context.Context) error {
	if err := b.makeManyFiles(ctx); err != nil {
		return err
	}
	for _, one := range []struct {
		name, query, over string
		aim               float64
	}{
		{"plan_partitions", "SELECT sum(id) FROM parts WHERE p >= 0", fmt.Sprintf("a table of %d partitions, all of which are read, with a file each", planPartitions), 20},
		{"plan_pruned", "SELECT sum(id) FROM parts WHERE p = 7", fmt.Sprintf("a table of %d partitions, one of which is read", planPartitions), 20},
		{"plan_files", "SELECT sum(id) FROM files", fmt.Sprintf("a table of %d files in one folder", planFiles), 0},
	} {
		var taken samples
		for i := -planSamples / 10; i < planSamples; i++ {
			planning, err := b.explain(ctx, "EXPLAIN "+one.query)
			if err != nil {
				return err
			}
			if i >= 0 {
				taken = append(taken, planning)
			}
		}
		f := figure{Name: one.name + "_p50", Value: taken.percentile(50), Unit: "ms", Work: fmt.Sprintf("EXPLAIN %s over %s, %d times: QueryPlanningTimeInMillis", one.query, one.over, planSamples)}
		if one.aim > 0 {
			f = f.within(one.aim)
		}
		b.add(f)
	}
	return nil
}

// makeManyFiles makes the tables with their partitions and files. Their rows are read by nobody.
func (b *bench) makeManyFiles(ctx context.Context) error {
	bucket, catalog := s3.NewFromConfig(b.spoke, pathStyle), glue.NewFromConfig(b.spoke)
	if _, err := bucket.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String(planBucket)}); err != nil {
		return err
	}
	if _, err := catalog.CreateDatabase(ctx, &glue.CreateDatabaseInput{DatabaseInput: &gluetypes.DatabaseInput{Name: aws.String(planDatabase)}}); err != nil {
		return err
	}
	descriptor := func(folder string) *gluetypes.StorageDescriptor {
		return &gluetypes.StorageDescriptor{
			Location: aws.String("s3://" + planBucket + "/" + folder + "/"), Columns: []gluetypes.Column{{Name: aws.String("id"), Type: aws.String("bigint")}},
			SerdeInfo: &gluetypes.SerDeInfo{SerializationLibrary: aws.String("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe")},
		}
	}
	var keys []string
	for name, partitioned := range map[string][]gluetypes.Column{"parts": {{Name: aws.String("p"), Type: aws.String("int")}}, "files": nil} {
		if _, err := catalog.CreateTable(ctx, &glue.CreateTableInput{DatabaseName: aws.String(planDatabase), TableInput: &gluetypes.TableInput{
			Name: &name, TableType: aws.String("EXTERNAL_TABLE"), PartitionKeys: partitioned, StorageDescriptor: descriptor(name),
		}}); err != nil {
			return err
		}
	}
	for from := 0; from < planPartitions; from += 100 { // as many as BatchCreatePartition takes
		in := &glue.BatchCreatePartitionInput{DatabaseName: aws.String(planDatabase), TableName: aws.String("parts")}
		for p := from; p < from+100; p++ {
			folder := fmt.Sprintf("parts/p=%d", p)
			keys = append(keys, folder+"/part-0.parquet")
			in.PartitionInputList = append(in.PartitionInputList, gluetypes.PartitionInput{Values: []string{fmt.Sprint(p)}, StorageDescriptor: descriptor(folder)})
		}
		if _, err := catalog.BatchCreatePartition(ctx, in); err != nil {
			return err
		}
	}
	for i := range planFiles {
		keys = append(keys, fmt.Sprintf("files/part-%05d.parquet", i))
	}
	var uploads sync.WaitGroup
	failed := make(chan error, uploadsAtOnce)
	for at := range uploadsAtOnce {
		uploads.Go(func() {
			for i := at; i < len(keys); i += uploadsAtOnce {
				if _, err := bucket.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(planBucket), Key: &keys[i], Body: strings.NewReader("PAR1")}); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	uploads.Wait()
	close(failed)
	return <-failed
}

// explain runs a statement that needs no engine, and returns how long it was planned.
func (b *bench) explain(ctx context.Context, query string) (time.Duration, error) {
	client := athena.NewFromConfig(b.spoke)
	started, err := client.StartQueryExecution(ctx, &athena.StartQueryExecutionInput{
		QueryString: &query, QueryExecutionContext: &types.QueryExecutionContext{Database: aws.String(planDatabase)},
		ResultConfiguration: &types.ResultConfiguration{OutputLocation: aws.String("s3://" + planBucket + "/results/")},
	})
	if err != nil {
		return 0, err
	}
	for deadline := time.Now().Add(time.Minute); ; {
		out, err := client.GetQueryExecution(ctx, &athena.GetQueryExecutionInput{QueryExecutionId: started.QueryExecutionId})
		if err != nil {
			return 0, err
		}
		state := out.QueryExecution.Status.State
		if state == types.QueryExecutionStateSucceeded {
			return time.Duration(aws.ToInt64(out.QueryExecution.Statistics.QueryPlanningTimeInMillis)) * time.Millisecond, nil
		}
		if state != types.QueryExecutionStateQueued && state != types.QueryExecutionStateRunning || time.Now().After(deadline) {
			return 0, fmt.Errorf("%s is %s: %s", query, state, aws.ToString(out.QueryExecution.Status.StateChangeReason))
		}
	}
}
