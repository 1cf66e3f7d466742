package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

const (
	tpchRuns     = 7
	tpchDatabase = "tpch"
	tpchBucket   = "bench-tpch"
	tpchAim      = 1.10
)

var (
	tpchTable     = regexp.MustCompile(`TABLE \$\{DB\}\.(\w+)`)
	tpchColumn    = regexp.MustCompile(`[(,] *(\w+) [a-z]`)
	tpchReference = regexp.MustCompile(`"\$\{database\}"\."\$\{schema\}"\."\$\{prefix\}(\w+)"`)
)

// tpch measures the 22 queries of TPC-H at scale factor 1, from StartQueryExecution to the rows, beside the same texts on a
// bare DuckDB over the same files: one after the other, the best of each. Each query's engine is one that has had it
// before, as on the bare side.
func (b *bench) tpch(ctx context.Context) error {
	folder := filepath.Join("build", "tpc", "tpch")
	if _, err := os.Stat(filepath.Join(folder, "lineitem.parquet")); err != nil {
		fmt.Fprintln(b.progress, "   without TPC-H: build/tpc is not there, make tpch makes it")
		return nil
	}
	ddl, err := os.ReadFile(filepath.Join(b.shared, "corpus", "tpch", "ddl-athena.sql"))
	if err != nil {
		return err
	}
	bare, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	defer bare.Close()
	if err := b.loadTPCH(ctx, string(ddl), folder, bare); err != nil {
		return err
	}
	var own, peer, worst float64
	slowest := 0
	for q := 1; q <= 22; q++ {
		text, err := os.ReadFile(filepath.Join(b.shared, "corpus", "sql", "trino-tpch", fmt.Sprintf("q%02d.sql", q)))
		if err != nil {
			return err
		}
		query := strings.TrimSuffix(strings.TrimSpace(tpchReference.ReplaceAllString(string(text), "v_$1")), ";")
		var ours, engine, theirs samples
		for range tpchRuns {
			began := time.Now()
			inside, err := b.answered(ctx, tpchBucket, tpchDatabase, query)
			if err != nil {
				return fmt.Errorf("q%02d: %w", q, err)
			}
			ours, engine = append(ours, time.Since(began)), append(engine, inside)
			began = time.Now()
			if err := drained(ctx, bare, query); err != nil {
				return fmt.Errorf("q%02d, bare: %w", q, err)
			}
			theirs = append(theirs, time.Since(began))
		}
		a, p := ours.percentile(1), theirs.percentile(1)
		own, peer = own+a, peer+p
		if a/p > worst {
			worst, slowest = a/p, q
		}
		fmt.Fprintf(b.progress, "   q%02d %7.1f ms, of it the engine %7.1f ms, bare %7.1f ms, ratio %.2f; medians %.1f and %.1f ms\n", q, a, engine.percentile(1), p, a/p, ours.percentile(50), theirs.percentile(50))
	}
	total := figure{
		Name: "tpch_total", Value: own, Unit: "ms",
		Work: fmt.Sprintf("22 queries at scale factor 1, best of %d each, interleaved; StartQueryExecution to the rows of GetQueryResults; the worst ratio is q%02d's, %.2f", tpchRuns, slowest, worst),
	}.against("the texts on a bare DuckDB over the same files", peer)
	total.Aim = tpchAim * peer
	b.add(total)
	return nil
}

// loadTPCH makes the tables and the views that take the prefixes off their columns, on both sides.
func (b *bench) loadTPCH(ctx context.Context, ddl, folder string, bare *sql.DB) error {
	objects := s3.NewFromConfig(b.spoke, pathStyle)
	if _, err := objects.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String(tpchBucket)}); err != nil {
		return err
	}
	if err := b.answer(ctx, tpchBucket, "default", "CREATE DATABASE "+tpchDatabase); err != nil {
		return err
	}
	for _, line := range strings.Split(ddl, "\n") {
		m := tpchTable.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		path, err := filepath.Abs(filepath.Join(folder, m[1]+".parquet"))
		if err != nil {
			return err
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		_, err = objects.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(tpchBucket), Key: aws.String(m[1] + "/a.parquet"), Body: file})
		file.Close()
		if err != nil {
			return err
		}
		var items []string
		for _, c := range tpchColumn.FindAllStringSubmatch(line, -1) {
			_, short, _ := strings.Cut(c[1], "_")
			items = append(items, c[1]+" AS "+short)
		}
		view := "CREATE VIEW v_" + m[1] + " AS SELECT " + strings.Join(items, ", ") + " FROM " + m[1]
		for _, statement := range []string{strings.NewReplacer("${DB}", tpchDatabase, "${LOCATION}", "s3://"+tpchBucket).Replace(strings.TrimSuffix(line, ";")), view} {
			if err := b.answer(ctx, tpchBucket, tpchDatabase, statement); err != nil {
				return err
			}
		}
		for _, statement := range []string{"CREATE VIEW " + m[1] + " AS SELECT * FROM read_parquet('" + strings.ReplaceAll(path, "'", "''") + "')", view} {
			if _, err := bare.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
	}
	return nil
}

// drained runs a text on the bare engine and fetches its rows.
func drained(ctx context.Context, db *sql.DB, query string) error {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}
