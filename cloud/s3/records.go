package s3

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

// bucket is a container of objects. Its name is unique among all accounts.
type bucket struct {
	Name    string    `json:"name"`
	Owner   string    `json:"owner"` // account id
	Region  string    `json:"region"`
	Created time.Time `json:"created"`
	Policy  string    `json:"policy,omitempty"`
	// Versioning is "" as long as it was never enabled, then Enabled or Suspended.
	Versioning   types.BucketVersioningStatus `json:"versioning,omitempty"`
	Tags         []tag                        `json:"tags,omitempty"`
	Lifecycle    []lifecycleRule              `json:"lifecycle,omitempty"`
	PublicAccess *publicAccess                `json:"publicAccess,omitempty"`
	// NoOwnership tells that the ownership controls were deleted; what they say holds anyway.
	NoOwnership bool `json:"noOwnership,omitempty"`
}

// content is what a client says of an object and gets back as it is.
type content struct {
	CacheControl       string            `json:"cacheControl,omitempty"`
	ContentDisposition string            `json:"contentDisposition,omitempty"`
	ContentEncoding    string            `json:"contentEncoding,omitempty"`
	ContentLanguage    string            `json:"contentLanguage,omitempty"`
	ContentType        string            `json:"contentType,omitempty"`
	Expires            string            `json:"expires,omitempty"`
	Metadata           map[string]string `json:"metadata,omitempty"` // by lower-case name without x-amz-meta-
}

// object is a version of a key, or a delete marker. File has its bytes: a new one with every write, "" for a marker.
type object struct {
	Bucket   string    `json:"bucket"`
	Key      string    `json:"key"`
	File     string    `json:"file"`
	Size     int64     `json:"size"`
	ETag     string    `json:"etag"` // without quotes
	Modified time.Time `json:"modified"`
	Content  content   `json:"content"`
	Checksum checksum  `json:"checksum"`
	// Parts are the sizes of the parts it was made of, Upload the upload; empty for an object put in one piece.
	Parts  []int64 `json:"parts,omitempty"`
	Upload string  `json:"upload,omitempty"`
	Tags   []tag   `json:"tags,omitempty"`
	// VersionID is what clients call the version; "" is the null version. Sequence orders the versions of a key.
	VersionID string `json:"versionId,omitempty"`
	Sequence  int64  `json:"sequence,omitempty"`
	Marker    bool   `json:"marker,omitempty"`
}

// version is the version's name on the wire.
func (v *object) version() string {
	if v.VersionID == "" {
		return nullVersion
	}
	return v.VersionID
}

// upload is a multi-part upload that was neither completed nor aborted.
type upload struct {
	Bucket    string    `json:"bucket"`
	Key       string    `json:"key"`
	ID        string    `json:"id"`
	Initiator string    `json:"initiator"` // ARN
	Initiated time.Time `json:"initiated"`
	Content   content   `json:"content"`
	Algorithm string    `json:"algorithm"`
	Composite bool      `json:"composite,omitempty"`
	// Free tells that the upload named no algorithm: its parts may each come with another one.
	Free bool  `json:"free,omitempty"`
	Tags []tag `json:"tags,omitempty"`
}

// part is one piece of an upload.
type part struct {
	Upload   string    `json:"upload"`
	Number   int       `json:"number"`
	File     string    `json:"file"`
	Size     int64     `json:"size"`
	ETag     string    `json:"etag"`
	Modified time.Time `json:"modified"`
	Checksum checksum  `json:"checksum"`
}

var (
	buckets = store.Collection[bucket]{
		Table: "s3.bucket", Schema: 1,
		Key:     func(b *bucket) string { return store.Key(b.Name) },
		Indexes: map[string]func(*bucket) []string{"owner": func(b *bucket) []string { return []string{store.Key(b.Owner, b.Name)} }},
	}
	objects = store.Collection[object]{
		Table: "s3.object", Schema: 1,
		Key:     func(v *object) string { return store.Key(v.Bucket, v.Key) },
		Indexes: map[string]func(*object) []string{"file": func(v *object) []string { return []string{store.Key(v.File)} }},
	}
	// versions are what is not the current object of a key: earlier versions, and delete markers, the newest first.
	versions = store.Collection[object]{
		Table: "s3.version", Schema: 1,
		Key: func(v *object) string { return store.Key(v.Bucket, v.Key, -v.Sequence) },
		Indexes: map[string]func(*object) []string{
			"id":   func(v *object) []string { return []string{store.Key(v.Bucket, v.Key, v.version())} },
			"file": func(v *object) []string { return []string{store.Key(v.File)} },
		},
	}
	uploads = store.Collection[upload]{
		Table: "s3.upload", Schema: 1,
		Key: func(u *upload) string { return store.Key(u.Bucket, u.Key, u.ID) },
	}
	parts = store.Collection[part]{
		Table: "s3.part", Schema: 1,
		Key:     func(p *part) string { return store.Key(p.Upload, p.Number) },
		Indexes: map[string]func(*part) []string{"file": func(p *part) []string { return []string{store.Key(p.File)} }},
	}
)

// named reports whether a record has the file.
func named(r store.Reader, file string) (bool, error) {
	span := store.Range{Prefix: store.Key(file), Limit: 1}
	for _, err := range objects.ScanIndex(r, "file", span) {
		return err == nil, err
	}
	for _, err := range versions.ScanIndex(r, "file", span) {
		return err == nil, err
	}
	for _, err := range parts.ScanIndex(r, "file", span) {
		return err == nil, err
	}
	return false, nil
}

// findBucket returns a bucket, or NoSuchBucket. That a bucket exists is no secret: names are shared by all accounts.
func findBucket(r store.Reader, name string) (bucket, error) {
	b, err := buckets.Get(r, store.Key(name))
	if fault.Is(err, fault.NotFound) {
		return b, fault.New("NoSuchBucket", "The specified bucket does not exist").With("BucketName", name)
	}
	return b, err
}

// ownedBy refuses a bucket of another owner than the request expects (S3 User Guide, "Verifying bucket ownership with
// bucket owner condition").
func (b *bucket) ownedBy(expected string) error {
	if expected != "" && expected != b.Owner {
		return fault.New(fault.AccessDenied, "Access Denied")
	}
	return nil
}

func (b *bucket) arn() string { return bucketARN(b.Name) }

func bucketARN(name string) string { return arn.Make("s3", "", "", name) }

func objectARN(bucket, key string) string { return arn.Make("s3", "", "", bucket+"/"+key) }

// check asks policy about an action on the bucket, or on a key in it.
func (b *bucket) check(action, key string, keys map[string][]string) service.Check {
	resource := b.arn()
	if key != "" {
		resource = objectARN(b.Name, key)
	}
	return service.Check{Action: "s3:" + action, Resource: resource, Account: b.Owner, Keys: keys, Policy: b.policy()}
}

func (b *bucket) policy() *service.ResourcePolicy {
	return &service.ResourcePolicy{Name: "bucket policy", ARN: arn.Make("s3", "", "", b.Name), Document: b.Policy}
}

// bucketPolicyOf is service.Service.ResourcePolicy: what hangs on a bucket holds for its objects.
func bucketPolicyOf(r store.Reader, resource string) (service.ResourcePolicy, error) {
	a, err := arn.Parse(resource)
	if err != nil {
		return service.ResourcePolicy{}, nil
	}
	name := a.Resource
	if a.Type() != "" {
		name = a.Type()
	}
	b, err := buckets.Get(r, store.Key(name))
	if fault.Is(err, fault.NotFound) {
		return service.ResourcePolicy{}, nil
	}
	return *b.policy(), err
}

// findUpload returns an upload of a key, or NoSuchUpload.
func findUpload(r store.Reader, bucket, key, id string) (upload, error) {
	u, err := uploads.Get(r, store.Key(bucket, key, id))
	if fault.Is(err, fault.NotFound) {
		return u, fault.New("NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, "+
			"or the upload may have been aborted or completed.").With("UploadId", id)
	}
	return u, err
}

// canonicalID is an account's canonical user id: 64 hexadecimal digits that are not the account's number.
func canonicalID(account string) string {
	sum := sha256.Sum256([]byte("canonical user of account " + account))
	return hex.EncodeToString(sum[:])
}

func quote(etag string) string { return `"` + etag + `"` }
