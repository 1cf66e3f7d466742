package s3

import (
	"io"
	"math"
	"strings"
	"time"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"interlaken/service"
)

// What follows is S3 for the other services of the local cloud, in their transactions: each call is authorized as the
// call's session, leaves its event, is counted on the bucket owner's bill, and fails with the codes of the wire
// (NoSuchBucket, NoSuchKey, AccessDenied…). A service that goes on for a caller makes the call with
// service.Call.Through first.

// Object is one version of an object.
type Object struct {
	Bucket, Key string
	// Version is another one whenever the object was written, also with the same bytes.
	Version  string
	ETag     string // without quotes
	Size     int64
	Modified time.Time
}

// File is an object version that is held for a reader.
type File struct {
	Key, Version, ETag string
	// Path is a file of exactly this version. It never changes, and stays until Release.
	Path      string
	SizeBytes int64
	// Release lets go of the file. It has to be called, also when the transaction fails; more than once is the same.
	Release func()
}

func objectOf(v *object) Object {
	return Object{Bucket: v.Bucket, Key: v.Key, Version: v.File, ETag: v.ETag, Size: v.Size, Modified: v.Modified}
}

// List returns all objects of a bucket whose keys begin with the prefix, in the order of their keys: s3:ListBucket
// with s3:prefix.
func (o *Objects) List(c *service.Call, bucket, prefix string) ([]Object, error) {
	in := &listingInput{whole: true}
	in.Bucket, in.Prefix = &bucket, &prefix
	out, err := c.Invoke("s3", "ListObjectsV2", in)
	if err != nil {
		return nil, err
	}
	page := out.(*listing)
	all := make([]Object, len(page.contents))
	for i := range page.contents {
		all[i] = objectOf(&page.contents[i])
	}
	return all, nil
}

// ListMany is List for several prefixes, each of which is authorized, with one event for all. What was found comes in the
// order of the prefixes.
func (o *Objects) ListMany(c *service.Call, bucket string, prefixes []string) ([][]Object, error) {
	if len(prefixes) == 0 {
		return nil, nil
	}
	common := prefixes[0]
	for _, p := range prefixes[1:] {
		for !strings.HasPrefix(p, common) {
			common = common[:len(common)-1]
		}
	}
	in := &listingInput{whole: true, prefixes: prefixes}
	in.Bucket, in.Prefix = &bucket, &common
	out, err := c.Invoke("s3", "ListObjectsV2", in)
	if err != nil {
		return nil, err
	}
	all := make([][]Object, len(prefixes))
	for i, found := range out.(*listing).under {
		for n := range found {
			all[i] = append(all[i], objectOf(&found[n]))
		}
	}
	return all, nil
}

// Read authorizes s3:GetObject on every key, holds the current versions and leaves one event that lists them. When it
// fails nothing is held. Files come in the order of the keys.
func (o *Objects) Read(c *service.Call, bucket string, keys []string) ([]File, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	in := &getInput{Keys: keys}
	in.Bucket = &bucket
	out, err := c.Invoke("s3", "GetObject", in)
	if err != nil {
		return nil, err
	}
	return out.(*getOutput).files, nil
}

// Open holds one object and reads it. Closing it, opened or not, is the caller's, also when the transaction fails.
func (o *Objects) Open(c *service.Call, bucket, key string) (io.ReadSeekCloser, Object, error) {
	in := &getInput{}
	in.Bucket, in.Key = &bucket, &key
	out, err := c.Invoke("s3", "GetObject", in)
	if err != nil {
		return nil, Object{}, err
	}
	got := out.(*getOutput)
	return got.Body.(*body), objectOf(&got.object), nil
}

// Stage begins an object version outside a transaction. The caller writes, closes, puts and in any case discards it.
func (o *Objects) Stage() (*Staged, error) {
	s := o.files.stage(newDigest(""))
	if s.err != nil {
		return nil, s.err
	}
	s.limit = math.MaxInt64
	return s, nil
}

// PutOptions are what may be said of a put object.
type PutOptions struct {
	ContentType string
	// ExpectedBucketOwner is the account that has to own the bucket; "" for any.
	ExpectedBucketOwner string
	// ACL is the canned one that is asked for, for a bucket's policy to look at: s3:x-amz-acl. "" for none.
	ACL string
	// ContentEncoding is how the body is packed: "gzip".
	ContentEncoding string
}

// Put makes a staged version the object at a key: s3:PutObject. It should have been closed before; else it is synced
// here, while other transactions wait. If the transaction fails, Discard removes the file.
func (o *Objects) Put(c *service.Call, bucket, key string, staged *Staged, options PutOptions) error {
	in := &stored[awss3.PutObjectInput]{File: staged}
	in.Input.Bucket, in.Input.Key = &bucket, &key
	if options.ContentType != "" {
		in.Input.ContentType = &options.ContentType
	}
	if options.ExpectedBucketOwner != "" {
		in.Input.ExpectedBucketOwner = &options.ExpectedBucketOwner
	}
	if options.ACL != "" {
		in.Input.ACL = types.ObjectCannedACL(options.ACL)
	}
	if options.ContentEncoding != "" {
		in.Input.ContentEncoding = &options.ContentEncoding
	}
	_, err := c.Invoke("s3", "PutObject", in)
	return err
}

// Remove deletes objects, as DeleteObject without a version does, each with an event of its own. The first refusal ends it.
func (o *Objects) Remove(c *service.Call, bucket string, keys []string) error {
	for _, key := range keys {
		if _, err := c.Invoke("s3", "DeleteObject", &awss3.DeleteObjectInput{Bucket: &bucket, Key: &key}); err != nil {
			return err
		}
	}
	return nil
}

// Accepts decides whether the call's session may ask for a bucket's ACL and put an object with an ACL at a key, and does
// neither: for a service that is to write there later. It fails as those would.
func (o *Objects) Accepts(c *service.Call, bucketName, key, acl string) error {
	b, err := locate(c, &awss3.HeadBucketInput{Bucket: &bucketName})
	if err != nil {
		return err
	}
	put := &awss3.PutObjectInput{ACL: types.ObjectCannedACL(acl)}
	return c.Authorize(b.check("GetBucketAcl", "", conditionKeys("GetBucketAcl", &b, nil)), b.check("PutObject", key, conditionKeys("PutObject", &b, put)))
}

// Location returns a bucket's region, us-east-1 included: s3:GetBucketLocation.
func (o *Objects) Location(c *service.Call, bucket, expectedOwner string) (region string, err error) {
	in := &awss3.GetBucketLocationInput{Bucket: &bucket}
	if expectedOwner != "" {
		in.ExpectedBucketOwner = &expectedOwner
	}
	out, err := c.Invoke("s3", "GetBucketLocation", in)
	if err != nil {
		return "", err
	}
	return string(out.(*awss3.GetBucketLocationOutput).LocationConstraint), nil
}

// CreateBucket makes a bucket of the caller's account in the call's region: s3:CreateBucket.
func (o *Objects) CreateBucket(c *service.Call, name string) error {
	_, err := c.Invoke("s3", "CreateBucket", &awss3.CreateBucketInput{Bucket: &name})
	return err
}
