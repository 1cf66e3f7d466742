package tpc

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"interlaken/app"
	"interlaken/hub/meter"
	"interlaken/sql/estimate"
	"interlaken/test/system"
)

const account = "222222222222"

// data is the folder with the tables of a benchmark, one Parquet file each.
func data(t testing.TB, name string) string {
	t.Helper()
	folder := os.Getenv("INTERLAKEN_TPC")
	if folder == "" {
		t.Skip("INTERLAKEN_TPC names no folder with the data: make tpch makes them")
	}
	return filepath.Join(folder, name)
}

// world is a running system with one account.
type world struct {
	t         testing.TB
	athena    *athena.Client
	s3        *s3.Client
	estimator *estimate.Estimator
	database  string
	// scanned is how many bytes the last query has scanned that succeeded.
	scanned int64
}

func newWorld(t testing.TB, database string) *world {
	t.Helper()
	opened := system.Start(t, []app.Account{{ID: account, Name: "owner"}}, app.Hub{Account: account})
	key := opened.Keys[account]
	config := aws.Config{
		Region: system.Region, BaseEndpoint: aws.String(opened.Endpoint()), HTTPClient: &http.Client{Timeout: 10 * time.Minute},
		Credentials: credentials.NewStaticCredentialsProvider(key.ID, key.Secret.Reveal(), ""),
	}
	w := &world{t: t, database: database, athena: athena.NewFromConfig(config), estimator: meter.Estimator(config, estimate.NewCache(64<<20), key.ID), s3: s3.NewFromConfig(config, func(o *s3.Options) { o.UsePathStyle = true })}
	for _, bucket := range []string{"tpc", "results"} {
		if _, err := w.s3.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: &bucket}); err != nil {
			t.Fatal(err)
		}
	}
	w.must("CREATE DATABASE " + database)
	return w
}

// upload puts a file where its table will be.
func (w *world) upload(folder, table string) {
	w.t.Helper()
	file, err := os.Open(filepath.Join(folder, table+".parquet"))
	if err != nil {
		w.t.Fatal(err)
	}
	defer file.Close()
	if _, err := w.s3.PutObject(w.t.Context(), &s3.PutObjectInput{Bucket: aws.String("tpc"), Key: aws.String(table + "/" + table + ".parquet"), Body: file}); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) must(statement string) {
	w.t.Helper()
	if _, reason := w.ask(statement); reason != "" {
		w.t.Fatalf("%s: %s", statement, reason)
	}
}

// ask returns the rows without their header, or why the query failed. A cell that is NULL is <null>.
func (w *world) ask(query string) (rows [][]string, reason string) {
	w.t.Helper()
	ctx := w.t.Context()
	started, err := w.athena.StartQueryExecution(ctx, &athena.StartQueryExecutionInput{
		QueryString: &query, QueryExecutionContext: &types.QueryExecutionContext{Database: &w.database},
		ResultConfiguration: &types.ResultConfiguration{OutputLocation: aws.String("s3://results/")},
	})
	if err != nil {
		return nil, err.Error()
	}
	for {
		out, err := w.athena.GetQueryExecution(ctx, &athena.GetQueryExecutionInput{QueryExecutionId: started.QueryExecutionId})
		if err != nil {
			w.t.Fatal(err)
		}
		switch status := out.QueryExecution.Status; status.State {
		case types.QueryExecutionStateSucceeded:
			w.scanned = aws.ToInt64(out.QueryExecution.Statistics.DataScannedInBytes)
			return w.results(started.QueryExecutionId), ""
		case types.QueryExecutionStateFailed, types.QueryExecutionStateCancelled:
			return nil, string(status.State) + " " + aws.ToString(status.StateChangeReason)
		}
	}
}

func (w *world) results(id *string) (rows [][]string) {
	w.t.Helper()
	pages := athena.NewGetQueryResultsPaginator(w.athena, &athena.GetQueryResultsInput{QueryExecutionId: id})
	for first := true; pages.HasMorePages(); first = false {
		page, err := pages.NextPage(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		for i, row := range page.ResultSet.Rows {
			if first && i == 0 {
				continue // the header
			}
			cells := make([]string, len(row.Data))
			for n, d := range row.Data {
				cells[n] = "<null>"
				if d.VarCharValue != nil {
					cells[n] = *d.VarCharValue
				}
			}
			rows = append(rows, cells)
		}
	}
	return rows
}

// statements parts a file of DDL; comments go.
func statements(t testing.TB, path string) (all []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	for _, line := range strings.Split(string(text), "\n") {
		if !strings.HasPrefix(strings.TrimSpace(line), "--") {
			kept = append(kept, line)
		}
	}
	for _, s := range strings.Split(strings.Join(kept, "\n"), ";") {
		if s = strings.TrimSpace(s); s != "" {
			all = append(all, s)
		}
	}
	return all
}
