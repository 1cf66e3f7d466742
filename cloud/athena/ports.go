package athena

import (
	"io"

	"interlaken/service"
)

// Objects is S3 as Athena uses it: in its transactions, on a call that was made by service.Call.Through, so that each
// method authorizes the caller and leaves its event. Errors have S3's codes (NoSuchBucket, NoSuchKey) or fault codes
// (AccessDenied). app adapts cloud/s3 to it.
type Objects interface {
	// List returns all objects whose keys begin with the prefix, by key: s3:ListBucket with s3:prefix.
	List(c *service.Call, bucket, prefix string) ([]Object, error)
	// ListMany is List for several prefixes, with one event for all. What was found comes in the order of the prefixes.
	ListMany(c *service.Call, bucket string, prefixes []string) ([][]Object, error)
	// Read authorizes s3:GetObject on every key, holds these versions and leaves one event for all. Files come in the
	// order of the keys; on an error nothing is held.
	Read(c *service.Call, bucket string, keys []string) ([]File, error)
	// Stage begins an object outside a transaction. Whoever staged it discards it in the end, whatever happened.
	Stage() (Staged, error)
	// Put makes a staged object the one at the key, in the call's transaction: s3:PutObject.
	Put(c *service.Call, bucket, key string, staged Staged, options PutOptions) error
	// Remove deletes objects, as somebody does who names no version: s3:DeleteObject on every key.
	Remove(c *service.Call, bucket string, keys []string) error
	// Open holds an object for reading, outside the transaction too, until it is closed: s3:GetObject.
	Open(c *service.Call, bucket, key string) (io.ReadSeekCloser, error)
	// Location returns a bucket's region: s3:GetBucketLocation. It fails if the bucket has another owner than the
	// account expected; "" expects none.
	Location(c *service.Call, bucket, expectedOwner string) (region string, err error)
}

// Object is an object as a listing shows it.
type Object struct {
	Key       string
	SizeBytes int64
}

// File is an object version that is held for a reader until Release, which may be called more than once.
type File struct {
	Key, Version string
	Path         string // absolute; the file never changes
	SizeBytes    int64
	Release      func()
}

// Staged is an object on its way. Close makes it durable; Put needs that.
type Staged interface {
	io.Writer
	Close() error
	Size() int64
	// Discard removes it unless it was put by a transaction that stands.
	Discard()
}

// PutOptions are what is said of a put object.
type PutOptions struct {
	ContentType         string
	ExpectedBucketOwner string // account id, "" for any
}
