package s3_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"interlaken/service/servicetest"
)

// Readers see one version or none, whatever writers do meanwhile, and no version is left behind.
func TestWritersAndReaders(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(p, "concurrent"), t.Context()
	const writers, rounds, size = 4, 15, 100_000
	var running sync.WaitGroup
	for writer := range writers {
		running.Go(func() {
			for round := range rounds {
				key := aws.String(fmt.Sprint("k", round%2))
				content := bytes.Repeat([]byte{byte('a' + writer)}, size)
				if _, err := p.PutObject(ctx, &awss3.PutObjectInput{Bucket: &b, Key: key, Body: bytes.NewReader(content)}); err != nil {
					t.Error(err)
				}
				if round%5 == 4 {
					if _, err := p.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: &b, Key: key}); err != nil {
						t.Error(err)
					}
				}
			}
		})
		running.Go(func() {
			for round := range rounds {
				got, err := p.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: aws.String(fmt.Sprint("k", round%2))})
				var api smithy.APIError
				if errors.As(err, &api) && api.ErrorCode() == "NoSuchKey" {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				content, err := io.ReadAll(got.Body)
				if err != nil || len(content) != size || strings.Trim(string(content), string(content[:1])) != "" {
					t.Errorf("read %d bytes of %d writers, %v", len(content), writers, err)
				}
				if err := got.Body.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	running.Wait()
	out, err := p.ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: &b})
	if err != nil {
		t.Fatal(err)
	}
	if files := w.fileList(); len(files) != len(out.Contents) {
		t.Errorf("%d objects in %d files", len(out.Contents), len(files))
	}
}
