package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

const (
	exportRows   = 2_000_000
	exportRuns   = 7
	exportAim    = 2.0
	exportBucket = "bench-export"
	exportTable  = `CREATE EXTERNAL TABLE export.wide (id bigint, name string, amount decimal(12,2), share double, day date, moment timestamp)
		STORED AS PARQUET LOCATION 's3://bench-export/wide/'`
	exportMade = `SELECT range AS id, 'customer ' || range %% 1000 AS name, CAST(range %% 100000 / 7 AS DECIMAL(12,2)) AS amount, range / 3 AS share,
		DATE '2020-01-01' + CAST(range %% 2000 AS INTEGER) AS day, TIMESTAMP '2020-01-01' + to_seconds(range) AS moment FROM range(%d)`
)

// export measures many rows on their way to a client: from StartQueryExecution to the last byte of the result object,
// beside DuckDB's own export of the same rows to a file.
func (b *bench) export(ctx context.Context) error {
	bare, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	defer bare.Close()
	source, target := filepath.Join(b.folder, "wide.parquet"), filepath.Join(b.folder, "wide.csv")
	if _, err := bare.ExecContext(ctx, "COPY ("+fmt.Sprintf(exportMade, exportRows)+") TO '"+source+"'"); err != nil {
		return err
	}
	objects := s3.NewFromConfig(b.spoke, pathStyle)
	if _, err := objects.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String(exportBucket)}); err != nil {
		return err
	}
	file, err := os.Open(source)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := objects.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(exportBucket), Key: aws.String("wide/a.parquet"), Body: file}); err != nil {
		return err
	}
	client := athena.NewFromConfig(b.spoke)
	for _, statement := range []string{"CREATE DATABASE export", exportTable} {
		if _, err := finish(ctx, client, exportBucket, "default", statement); err != nil {
			return err
		}
	}
	var ours, theirs samples
	var size int64
	for range exportRuns {
		began := time.Now()
		done, err := finish(ctx, client, exportBucket, "export", "SELECT * FROM wide")
		if err != nil {
			return err
		}
		key := strings.TrimPrefix(aws.ToString(done.ResultConfiguration.OutputLocation), "s3://"+exportBucket+"/")
		out, err := objects.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(exportBucket), Key: &key})
		if err != nil {
			return err
		}
		size, err = io.Copy(io.Discard, out.Body)
		out.Body.Close()
		if err != nil {
			return err
		}
		ours = append(ours, time.Since(began))
		began = time.Now()
		if _, err := bare.ExecContext(ctx, "COPY (SELECT * FROM read_parquet('"+source+"')) TO '"+target+"' (HEADER, FORCE_QUOTE *)"); err != nil {
			return err
		}
		theirs = append(theirs, time.Since(began))
	}
	peer := theirs.percentile(1)
	f := figure{
		Name: "export_2m_rows", Value: ours.percentile(1), Unit: "ms",
		Work: fmt.Sprintf("%d rows of six columns, best of %d, interleaved; StartQueryExecution to the last of %d bytes of the result object; medians %.0f and %.0f ms",
			exportRows, exportRuns, size, ours.percentile(50), theirs.percentile(50)),
	}.against("COPY of the same rows to a CSV file by a bare DuckDB", peer)
	f.Aim = exportAim * peer
	b.add(f)
	return nil
}
