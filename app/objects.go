package app

import (
	"io"

	"interlaken/cloud/athena"
	"interlaken/cloud/cloudtrail"
	"interlaken/cloud/s3"
	"interlaken/service"
)

// athenaObjects is S3 as Athena's port wants it. Both are services of the same cloud and do not know each other.
type athenaObjects struct{ s3 *s3.Objects }

func (o athenaObjects) List(c *service.Call, bucket, prefix string) ([]athena.Object, error) {
	found, err := o.s3.List(c, bucket, prefix)
	return shown(found), err
}

func (o athenaObjects) ListMany(c *service.Call, bucket string, prefixes []string) ([][]athena.Object, error) {
	found, err := o.s3.ListMany(c, bucket, prefixes)
	all := make([][]athena.Object, len(found))
	for i := range found {
		all[i] = shown(found[i])
	}
	return all, err
}

func shown(found []s3.Object) []athena.Object {
	all := make([]athena.Object, len(found))
	for i, f := range found {
		all[i] = athena.Object{Key: f.Key, SizeBytes: f.Size}
	}
	return all
}

func (o athenaObjects) Read(c *service.Call, bucket string, keys []string) ([]athena.File, error) {
	held, err := o.s3.Read(c, bucket, keys)
	all := make([]athena.File, len(held))
	for i, f := range held {
		all[i] = athena.File{Key: f.Key, Version: f.Version, Path: f.Path, SizeBytes: f.SizeBytes, Release: f.Release}
	}
	return all, err
}

func (o athenaObjects) Stage() (athena.Staged, error) {
	staged, err := o.s3.Stage()
	if err != nil {
		return nil, err
	}
	return staged, nil
}

func (o athenaObjects) Put(c *service.Call, bucket, key string, staged athena.Staged, options athena.PutOptions) error {
	return o.s3.Put(c, bucket, key, staged.(*s3.Staged), s3.PutOptions{
		ContentType: options.ContentType, ExpectedBucketOwner: options.ExpectedBucketOwner,
	})
}

func (o athenaObjects) Remove(c *service.Call, bucket string, keys []string) error {
	return o.s3.Remove(c, bucket, keys)
}

func (o athenaObjects) Open(c *service.Call, bucket, key string) (io.ReadSeekCloser, error) {
	body, _, err := o.s3.Open(c, bucket, key)
	return body, err
}

func (o athenaObjects) Location(c *service.Call, bucket, expectedOwner string) (string, error) {
	return o.s3.Location(c, bucket, expectedOwner)
}

// trailObjects is S3 as CloudTrail's port wants it.
type trailObjects struct{ s3 *s3.Objects }

// trailACL is the ACL with which files of a trail are put: buckets' policies ask for it (CloudTrail User Guide, "Amazon S3
// bucket policy for CloudTrail").
const trailACL = "bucket-owner-full-control"

func (o trailObjects) Accepts(c *service.Call, bucket, key string) error {
	return o.s3.Accepts(c, bucket, key, trailACL)
}

func (o trailObjects) Stage(body []byte) (cloudtrail.Staged, error) {
	staged, err := o.s3.Stage()
	if err != nil {
		return nil, err
	}
	if _, err := staged.Write(body); err != nil {
		staged.Discard()
		return nil, err
	}
	if err := staged.Close(); err != nil {
		staged.Discard()
		return nil, err
	}
	return staged, nil
}

func (o trailObjects) Put(c *service.Call, bucket, key string, file cloudtrail.Staged) error {
	return o.s3.Put(c, bucket, key, file.(*s3.Staged), s3.PutOptions{ContentType: "application/json", ContentEncoding: "gzip", ACL: trailACL})
}
