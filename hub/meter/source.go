package meter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	athenatypes "github.com/aws/aws-sdk-go-v2/service/athena/types"
	"github.com/aws/aws-sdk-go-v2/service/glue"
	gluetypes "github.com/aws/aws-sdk-go-v2/service/glue/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"interlaken/fault"
	"interlaken/sql/estimate"
)

// source is what an estimate asks, over the wire and with the caller's own rights.
type source struct {
	athena *athena.Client
	glue   *glue.Client
	s3     *s3.Client
}

// Estimator makes an estimator that asks Glue and S3 with the credentials of a configuration: glue:GetTable and
// GetPartitions, s3:ListBucket, and s3:GetObject for the footers of Parquet files; athena:GetDataCatalog where a statement
// names another account's catalog. Reader names who the credentials are: what was read for one reader is kept for it only.
func Estimator(config aws.Config, kept *estimate.Cache, reader string) *estimate.Estimator {
	asks := source{athena.NewFromConfig(config), glue.NewFromConfig(config), s3.NewFromConfig(config, func(o *s3.Options) {
		// A name of its own for each bucket is what AWS asks for; an endpoint of one's own has no such names.
		o.UsePathStyle = aws.ToString(config.BaseEndpoint) != ""
		o.DisableLogOutputChecksumValidationSkipped = true // parts of objects have no checksums
	})}
	return &estimate.Estimator{Catalog: asks, Objects: asks, Footers: kept, Reader: reader}
}

// ID implements estimate.Catalog.
func (s source) ID(ctx context.Context, name string) (string, error) {
	if parts := strings.Split(name, ":"); parts[0] == "glue" && len(parts) == 7 { // glue:arn:aws:glue:region:account:catalog
		return parts[5], nil
	}
	out, err := s.athena.GetDataCatalog(ctx, &athena.GetDataCatalogInput{Name: &name})
	if err != nil {
		return "", refused("Athena", err)
	}
	if out.DataCatalog == nil || out.DataCatalog.Type != athenatypes.DataCatalogTypeGlue {
		return "", fault.New(fault.Unsupported, "The data catalog %s is none of Glue's.", name)
	}
	return out.DataCatalog.Parameters["catalog-id"], nil
}

// Table implements estimate.Catalog.
func (s source) Table(ctx context.Context, catalogID, database, name string) (*gluetypes.Table, error) {
	out, err := s.glue.GetTable(ctx, &glue.GetTableInput{CatalogId: optional(catalogID), DatabaseName: &database, Name: &name})
	if err != nil {
		return nil, refused("Glue", err)
	}
	if out.Table == nil {
		return nil, fault.New(fault.Unavailable, "Glue answered without a table.")
	}
	return out.Table, nil
}

// Partitions implements estimate.Catalog.
func (s source) Partitions(ctx context.Context, t *gluetypes.Table, token string) ([]gluetypes.Partition, string, error) {
	out, err := s.glue.GetPartitions(ctx, &glue.GetPartitionsInput{
		CatalogId: t.CatalogId, DatabaseName: t.DatabaseName, TableName: t.Name, NextToken: optional(token), ExcludeColumnSchema: aws.Bool(true),
	})
	if err != nil {
		return nil, "", refused("Glue", err)
	}
	return out.Partitions, aws.ToString(out.NextToken), nil
}

// List implements estimate.Objects.
func (s source) List(ctx context.Context, bucket, prefix, token string) ([]estimate.Object, string, error) {
	out, err := s.s3.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: &bucket, Prefix: &prefix, ContinuationToken: optional(token)})
	if err != nil {
		return nil, "", refused("S3", err)
	}
	page := make([]estimate.Object, len(out.Contents))
	for i, o := range out.Contents {
		page[i] = estimate.Object{Bucket: bucket, Key: aws.ToString(o.Key), Version: aws.ToString(o.ETag), SizeBytes: aws.ToInt64(o.Size)}
	}
	return page, aws.ToString(out.NextContinuationToken), nil
}

// Read implements estimate.Objects.
func (s source) Read(ctx context.Context, o estimate.Object, offset, length int64) ([]byte, error) {
	out, err := s.s3.GetObject(ctx, &s3.GetObjectInput{
		Bucket: &o.Bucket, Key: &o.Key, IfMatch: optional(o.Version), Range: aws.String(fmt.Sprintf("bytes=%d-%d", offset, offset+length-1)),
	})
	if err != nil {
		return nil, refused("S3", err)
	}
	defer out.Body.Close()
	data, err := io.ReadAll(io.LimitReader(out.Body, length))
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "S3 did not send all that it had begun to.")
	}
	return data, nil
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// refused puts an error of a service into words.
func refused(service string, err error) error {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return fault.Wrap(err, fault.Unavailable, "%s did not answer", service)
	}
	code := fault.Code(api.ErrorCode())
	switch code {
	case "EntityNotFoundException", "NoSuchKey":
		code = fault.NotFound
	case "AccessDeniedException":
		code = fault.AccessDenied
	}
	return fault.Wrap(err, code, "%s refused it: %s: %s", service, api.ErrorCode(), api.ErrorMessage())
}
