package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

const (
	ingestRows = 1_000_000
	ingestRuns = 5
	// ingestAim is how much longer it may take: half as many rows a second.
	ingestAim    = 2.0
	ingestBucket = "bench-ingest"
	ingestTable  = `CREATE EXTERNAL TABLE ingest.sales (id bigint, customer string, region string, product string, quantity int, price double, day date, moment timestamp)
		STORED AS PARQUET LOCATION 's3://bench-ingest/sales/'`
	ingestMade = `SELECT range AS id, 'customer ' || range %% 1000 AS customer, 'region ' || range %% 7 AS region, 'product ' || range %% 97 AS product,
		CAST(range %% 10 AS INTEGER) AS quantity, range %% 10007 / 7 AS price, DATE '2020-01-01' + CAST(range %% 1000 AS INTEGER) AS day,
		TIMESTAMP '2020-01-01' + to_seconds(range) AS moment FROM range(%d)`
	ingestRoleA = "arn:aws:iam::" + hubAccount + ":role/bench-ingest-a"
	ingestRoleB = "arn:aws:iam::" + spokeAccount + ":role/bench-ingest-b"
)

// ingest measures a data set on its way into memory: from CreateIngestion until it is COMPLETED, which exports it in the
// spoke, reads it over, types, seals and publishes it; beside a bare DuckDB that reads the same Parquet into a table.
func (b *bench) ingest(ctx context.Context) error {
	bare, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	defer bare.Close()
	source := filepath.Join(b.folder, "sales.parquet")
	if _, err := bare.ExecContext(ctx, "COPY ("+fmt.Sprintf(ingestMade, ingestRows)+") TO '"+source+"'"); err != nil {
		return err
	}
	if err := b.makeIngestSpoke(ctx, source); err != nil {
		return err
	}
	client := quicksight.NewFromConfig(b.hub)
	if err := b.makeIngestSet(ctx, client); err != nil {
		return err
	}
	var ours, hubs, theirs samples
	for n := range ingestRuns {
		began := time.Now()
		id := "run-" + strconv.Itoa(n)
		if _, err := client.CreateIngestion(ctx, &quicksight.CreateIngestionInput{AwsAccountId: aws.String(hubAccount), DataSetId: aws.String("sales"), IngestionId: &id}); err != nil {
			return err
		}
		if err := ingested(ctx, client, id); err != nil {
			return err
		}
		ours, hubs = append(ours, time.Since(began)), append(hubs, time.Since(time.Unix(0, b.cloud.exported.Load())))
		began = time.Now()
		if _, err := bare.ExecContext(ctx, "CREATE OR REPLACE TABLE sales AS SELECT * FROM read_parquet('"+source+"')"); err != nil {
			return err
		}
		theirs = append(theirs, time.Since(began))
	}
	peer := theirs.percentile(1)
	f := figure{
		Name: "ingest_1m_rows", Value: ours.percentile(1), Unit: "ms",
		Work: fmt.Sprintf("%d rows of eight columns, best of %d, interleaved; CreateIngestion until COMPLETED: UNLOAD in the spoke, S3, the hub's engine, sealed on the disk; medians %.0f and %.0f ms",
			ingestRows, ingestRuns, ours.percentile(50), theirs.percentile(50)),
	}.against("the same Parquet into a table of a bare DuckDB in memory", peer)
	f.Aim = ingestAim * peer
	own := figure{
		Name: "ingest_1m_rows_hub", Value: hubs.percentile(1), Unit: "ms",
		Work: fmt.Sprintf("the hub's part of the same: from the exported files until COMPLETED; median %.0f ms", hubs.percentile(50)),
	}.against(f.Peer, peer)
	own.Aim = f.Aim
	b.add(f, own)
	return nil
}

// makeIngestSpoke makes the table and the roles.
func (b *bench) makeIngestSpoke(ctx context.Context, path string) error {
	objects := s3.NewFromConfig(b.spoke, pathStyle)
	for _, bucket := range []string{ingestBucket, "aws-athena-query-results-" + spokeAccount + "-" + region} {
		if _, err := objects.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &bucket}); err != nil {
			return err
		}
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := objects.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(ingestBucket), Key: aws.String("sales/a.parquet"), Body: file}); err != nil {
		return err
	}
	for _, statement := range []string{"CREATE DATABASE ingest", ingestTable} {
		if _, err := finish(ctx, athena.NewFromConfig(b.spoke), ingestBucket, "default", statement); err != nil {
			return err
		}
	}
	for _, r := range []struct {
		side               aws.Config
		name, trust, given string
	}{
		{b.hub, "bench-ingest-a", roleATrust, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"` + ingestRoleB + `"}]}`},
		{b.spoke, "bench-ingest-b", readerTrust, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["athena:*","glue:*","s3:*"],"Resource":"*"}]}`},
	} {
		side := iam.NewFromConfig(r.side)
		if _, err := side.CreateRole(ctx, &iam.CreateRoleInput{RoleName: &r.name, AssumeRolePolicyDocument: &r.trust}); err != nil {
			return err
		}
		if _, err := side.PutRolePolicy(ctx, &iam.PutRolePolicyInput{RoleName: &r.name, PolicyName: aws.String("given"), PolicyDocument: &r.given}); err != nil {
			return err
		}
	}
	return nil
}

// makeIngestSet makes the data source and the data set in memory, and waits for its first ingestion.
func (b *bench) makeIngestSet(ctx context.Context, client *quicksight.Client) error {
	me, err := sts.NewFromConfig(b.hub).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return err
	}
	if _, err := client.RegisterUser(ctx, &quicksight.RegisterUserInput{
		AwsAccountId: aws.String(hubAccount), Namespace: aws.String("default"), IdentityType: types.IdentityTypeIam, UserRole: types.UserRoleAdmin,
		Email: aws.String("bench@example.com"), IamArn: me.Arn,
	}); err != nil {
		return err
	}
	made, err := client.CreateDataSource(ctx, &quicksight.CreateDataSourceInput{
		AwsAccountId: aws.String(hubAccount), DataSourceId: aws.String("ingest"), Name: aws.String("Ingest"), Type: types.DataSourceTypeAthena,
		DataSourceParameters: &types.DataSourceParametersMemberAthenaParameters{Value: types.AthenaParameters{
			WorkGroup: aws.String("primary"), RoleArn: aws.String(ingestRoleA), ConsumerAccountRoleArn: aws.String(ingestRoleB),
		}},
	})
	if err != nil {
		return err
	}
	for status := made.CreationStatus; status != types.ResourceStatusCreationSuccessful; {
		out, err := client.DescribeDataSource(ctx, &quicksight.DescribeDataSourceInput{AwsAccountId: aws.String(hubAccount), DataSourceId: aws.String("ingest")})
		if err != nil {
			return err
		}
		if status = out.DataSource.Status; status == types.ResourceStatusCreationFailed {
			return fmt.Errorf("the data source: %s", aws.ToString(out.DataSource.ErrorInfo.Message))
		}
	}
	table := types.RelationalTable{DataSourceArn: made.Arn, Catalog: aws.String("AwsDataCatalog"), Schema: aws.String("ingest"), Name: aws.String("sales")}
	for _, c := range []struct {
		name string
		t    types.InputColumnDataType
	}{
		{"id", types.InputColumnDataTypeInteger},
		{"customer", types.InputColumnDataTypeString},
		{"region", types.InputColumnDataTypeString},
		{"product", types.InputColumnDataTypeString},
		{"quantity", types.InputColumnDataTypeInteger},
		{"price", types.InputColumnDataTypeDecimal},
		{"day", types.InputColumnDataTypeDatetime},
		{"moment", types.InputColumnDataTypeDatetime},
	} {
		table.InputColumns = append(table.InputColumns, types.InputColumn{Name: aws.String(c.name), Type: c.t})
	}
	out, err := client.CreateDataSet(ctx, &quicksight.CreateDataSetInput{
		AwsAccountId: aws.String(hubAccount), DataSetId: aws.String("sales"), Name: aws.String("Sales"), ImportMode: types.DataSetImportModeSpice,
		PhysicalTableMap: map[string]types.PhysicalTable{"sales": &types.PhysicalTableMemberRelationalTable{Value: table}},
	})
	if err != nil {
		return err
	}
	return ingested(ctx, client, *out.IngestionId)
}

// ingested waits until an ingestion has completed.
func ingested(ctx context.Context, client *quicksight.Client, id string) error {
	for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		out, err := client.DescribeIngestion(ctx, &quicksight.DescribeIngestionInput{AwsAccountId: aws.String(hubAccount), DataSetId: aws.String("sales"), IngestionId: &id})
		if err != nil {
			return err
		}
		switch i := out.Ingestion; i.IngestionStatus {
		case types.IngestionStatusCompleted:
			if rows := aws.ToInt64(i.RowInfo.RowsIngested); rows != ingestRows {
				return fmt.Errorf("%d rows were ingested", rows)
			}
			return nil
		case types.IngestionStatusFailed, types.IngestionStatusCancelled:
			return fmt.Errorf("the ingestion is %s: %s", i.IngestionStatus, aws.ToString(i.ErrorInfo.Message))
		}
	}
	return errors.New("the ingestion has not ended in five minutes")
}
