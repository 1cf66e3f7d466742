package refusals_test

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// bucket makes a bucket with objects as an account's administrator and returns its name.
func (w *world) bucket(account, name string, objects map[string]string) string {
	w.t.Helper()
	c, ctx := w.admins[account].s3(), context.Background()
	if _, err := c.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &name}); err != nil {
		w.t.Fatal(err)
	}
	for key, text := range objects {
		if _, err := c.PutObject(ctx, &s3.PutObjectInput{Bucket: &name, Key: &key, Body: strings.NewReader(text)}); err != nil {
			w.t.Fatal(err)
		}
	}
	return name
}
