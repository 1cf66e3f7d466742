package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/glue"
	gluetypes "github.com/aws/aws-sdk-go-v2/service/glue/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"interlaken/examples/bank"
	"interlaken/examples/bank/tables"
)

const (
	reusedSamples = 300
	pooledSamples = 100
	// refill is how long the engine is left alone before a query that needs a process of its own: it starts one and
	// ends one meanwhile. It is not measured.
	refill = 150 * time.Millisecond

	lake      = "bench-lake"
	lakeTable = "loans_lc"
	statement = "SELECT sub_grade, count(*) AS loans, avg(int_rate) AS rate FROM loans_lc GROUP BY sub_grade ORDER BY sub_grade"
	subGrades = 35 // rows of the answer: A1 to G5
)

// queries measures a query over one small file from StartQueryExecution to its rows, by the SDK's client over HTTP,
// with an engine process that has had the same question before and with one that stood ready.
func (b *bench) queries(ctx context.Context) error {
	table, content, err := loans()
	if err != nil {
		return err
	}
	if err := b.makeTable(ctx, table); err != nil {
		return err
	}
	upload := func() error {
		_, err := s3.NewFromConfig(b.spoke, pathStyle).PutObject(ctx, &s3.PutObjectInput{
			Bucket: aws.String(lake), Key: aws.String(lakeTable + "/part-0.parquet"), Body: bytes.NewReader(content),
		})
		return err
	}
	if err := upload(); err != nil {
		return err
	}
	bare, err := b.bareQuery(ctx, content)
	if err != nil {
		return err
	}
	work := fmt.Sprintf("%s; Parquet of %d bytes, %d rows; StartQueryExecution, GetQueryExecution until it has ended, GetQueryResults", statement, len(content), table.Rows)
	reused, err := b.ask(ctx, reusedSamples, func() error { return nil })
	if err != nil {
		return err
	}
	b.addQuery("reused", reused, bare, fmt.Sprintf("%s; the same question %d times", work, reusedSamples), 12)
	if err := b.throughput(ctx, bare); err != nil {
		return err
	}
	pooled, err := b.ask(ctx, pooledSamples, func() error {
		// Another version of the object is another key of the engine's instance.
		if err := upload(); err != nil {
			return err
		}
		time.Sleep(refill)
		return nil
	})
	if err != nil {
		return err
	}
	b.addQuery("pooled", pooled, bare, fmt.Sprintf("%s; the object written anew, and %s of rest, before each of %d", work, refill, pooledSamples), 20)
	return nil
}

// asked is how long queries took, and which part of it their callers waited for the engine.
type asked struct{ whole, engine, rest samples }

func (b *bench) addQuery(name string, a asked, bare samples, work string, aim float64) {
	for _, p := range []int{50, 99} {
		whole := figure{Name: fmt.Sprintf("query_%s_p%d", name, p), Value: a.whole.percentile(p), Unit: "ms", Work: work}.
			against("the statement on a bare DuckDB that stays open", bare.percentile(p))
		engine := figure{Name: fmt.Sprintf("query_%s_engine_p%d", name, p), Value: a.engine.percentile(p), Unit: "ms", Work: "of that, the engine: run, batches, end"}.
			against("the statement on a bare DuckDB that stays open", bare.percentile(p))
		rest := figure{Name: fmt.Sprintf("query_%s_rest_p%d", name, p), Value: a.rest.percentile(p), Unit: "ms", Work: "of that, all but the engine: four requests at least, plan, permissions, events, result file"}
		if p == 50 {
			whole, rest = whole.within(aim), rest.within(5)
		} else {
			rest = rest.against("the whole", whole.Value)
		}
		b.add(whole, engine, rest)
	}
}

// ask asks n times, each time after before, and some more times which are not counted.
func (b *bench) ask(ctx context.Context, n int, before func() error) (a asked, err error) {
	client := athena.NewFromConfig(b.spoke)
	for i := -n / 10; i < n; i++ {
		if err := before(); err != nil {
			return a, err
		}
		b.cloud.engine.lap()
		began := time.Now()
		if err := askOnce(ctx, client); err != nil {
			return a, err
		}
		whole, engine := time.Since(began), b.cloud.engine.lap()
		if i >= 0 {
			a.whole, a.engine, a.rest = append(a.whole, whole), append(a.engine, engine), append(a.rest, whole-engine)
		}
	}
	return a, nil
}

// askOnce takes a query from its start to its rows.
func askOnce(ctx context.Context, client *athena.Client) error {
	done, err := finish(ctx, client, lake, bank.RiskDatabase, statement)
	if err != nil {
		return err
	}
	results, err := client.GetQueryResults(ctx, &athena.GetQueryResultsInput{QueryExecutionId: done.QueryExecutionId})
	if err != nil {
		return err
	}
	if rows := len(results.ResultSet.Rows) - 1; rows != subGrades { // the first one holds the names
		return fmt.Errorf("the query has %d rows and should have %d", rows, subGrades)
	}
	return nil
}

// bareQuery measures the statement on the same DuckDB, opened once in this process as it comes, with the rows fetched.
// The driver is the one that engine/duck links.
func (b *bench) bareQuery(ctx context.Context, content []byte) (taken samples, err error) {
	path := filepath.Join(b.folder, "bare.parquet")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		return nil, err
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, "CREATE VIEW "+lakeTable+" AS SELECT * FROM read_parquet('"+strings.ReplaceAll(path, "'", "''")+"')"); err != nil {
		return nil, err
	}
	return repeat(reusedSamples, func() error {
		rows, err := db.QueryContext(ctx, statement)
		if err != nil {
			return err
		}
		defer rows.Close()
		var grade string
		var count int64
		var rate float64
		n := 0
		for ; rows.Next(); n++ {
			if err := rows.Scan(&grade, &count, &rate); err != nil {
				return err
			}
		}
		if n != subGrades {
			return fmt.Errorf("bare DuckDB has %d rows and should have %d", n, subGrades)
		}
		return rows.Err()
	})
}

// loans is the example's table of real loans with the bytes of its one file.
func loans() (tables.Table, []byte, error) {
	made, err := tables.Tables(tables.Options{})
	if err != nil {
		return tables.Table{}, nil, err
	}
	for _, t := range made {
		if t.Name == lakeTable && len(t.Files) == 1 {
			var content bytes.Buffer
			_, err := t.Files[0].WriteTo(&content)
			return t, content.Bytes(), err
		}
	}
	return tables.Table{}, nil, fmt.Errorf("the example has no table %s in one file", lakeTable)
}

func pathStyle(o *s3.Options) { o.UsePathStyle = true }

// makeTable makes the bucket, the database and the table.
func (b *bench) makeTable(ctx context.Context, t tables.Table) error {
	if _, err := s3.NewFromConfig(b.spoke, pathStyle).CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String(lake)}); err != nil {
		return err
	}
	catalog := glue.NewFromConfig(b.spoke)
	if _, err := catalog.CreateDatabase(ctx, &glue.CreateDatabaseInput{DatabaseInput: &gluetypes.DatabaseInput{Name: &t.Database}}); err != nil {
		return err
	}
	columns := make([]gluetypes.Column, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = gluetypes.Column{Name: &c.Name, Type: &c.Type}
	}
	_, err := catalog.CreateTable(ctx, &glue.CreateTableInput{DatabaseName: &t.Database, TableInput: &gluetypes.TableInput{
		Name: &t.Name, TableType: aws.String("EXTERNAL_TABLE"),
		StorageDescriptor: &gluetypes.StorageDescriptor{
			Location: aws.String("s3://" + lake + "/" + t.Name + "/"), Columns: columns,
			InputFormat:  aws.String("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"),
			OutputFormat: aws.String("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"),
			SerdeInfo:    &gluetypes.SerDeInfo{SerializationLibrary: aws.String("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe")},
		},
	}})
	return err
}
