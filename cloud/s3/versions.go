package s3

import (
	"regexp"

	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

// Versions of a key (S3 User Guide, "How S3 Versioning works"). The current object is a record of objects, so that
// reading and listing cost the same with versions and without; what came before it, and delete markers, are records of
// versions. A key whose newest version is a delete marker has no current object.

// nullVersion is the name of the version that a bucket writes while it keeps no versions.
const nullVersion = "null"

var versionID = regexp.MustCompile(`^[A-Za-z0-9_-]{32}$`)

func validVersion(id string) error {
	if id != nullVersion && !versionID.MatchString(id) {
		return fault.New(fault.Validation, "Invalid version id specified").With("ArgumentName", "versionId").With("ArgumentValue", id)
	}
	return nil
}

// newest is the newest version of a key beside its current object; its Key is "" where there is none.
func newest(r store.Reader, bucket, key string) (object, error) {
	for item, err := range versions.Scan(r, store.Range{Prefix: store.Key(bucket, key), Limit: 1}) {
		return item.Value, err
	}
	return object{}, nil
}

// current is the current object of a key, nil where there is none.
func current(r store.Reader, bucket, key string) (*object, error) {
	v, err := objects.Get(r, store.Key(bucket, key))
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return &v, err
}

// versionOf is one version of a key, nil where there is none.
func versionOf(r store.Reader, bucket, key, id string) (*object, error) {
	v, err := current(r, bucket, key)
	if err != nil || v != nil && v.version() == id {
		return v, err
	}
	for item, err := range versions.ScanIndex(r, "id", store.Range{Prefix: store.Key(bucket, key, id), Limit: 1}) {
		return &item.Value, err
	}
	return nil, nil
}

// version is the version that a request is about, nil where there is none: its current object without an id.
func (b *bucket) version(r store.Reader, key, id string) (*object, error) {
	if id == "" {
		return current(r, b.Name, key)
	}
	return versionOf(r, b.Name, key, id)
}

// findObject returns the object at a key, or the version of it with an id other than "". Where there is none, only who
// may list the bucket learns so (S3 API Reference, GetObject: without s3:ListBucket the answer is access denied).
func findObject(c *service.Call, b *bucket, key, id string) (object, error) {
	v, err := b.version(c.Tx, key, id)
	switch {
	case err != nil:
		return object{}, err
	case v != nil && v.Marker:
		return object{}, marked(fault.New("MethodNotAllowed", "The specified method is not allowed against this resource."), v)
	case v != nil:
		return *v, nil
	}
	if err := c.Authorize(b.check("ListBucket", "", nil)); err != nil {
		return object{}, err
	}
	if id != "" {
		return object{}, fault.New("NoSuchVersion", "The specified version does not exist.").With("Key", key).With("VersionId", id)
	}
	missing := fault.New("NoSuchKey", "The specified key does not exist.").With("Key", key)
	if b.Versioning == "" {
		return object{}, missing
	}
	marker, err := newest(c.Tx, b.Name, key)
	if err == nil && marker.Marker {
		missing = marked(missing, &marker)
	}
	if err != nil {
		return object{}, err
	}
	return object{}, missing
}

// resourceType is the detail of an error that says that a key's version is a delete marker; see ServeS3.
const resourceType = "ResourceType"

func marked(err *fault.Error, marker *object) *fault.Error {
	return err.With(resourceType, "DeleteMarker").With("VersionId", marker.version())
}

// succeed gives a new version of a key its id and its place after the current one, which stays as a version where the
// bucket keeps it. It returns the files that nobody names any more.
func (b *bucket) succeed(c *service.Call, before *object, next *object) (gone []string, err error) {
	if b.Versioning == "" {
		if before != nil {
			gone = append(gone, before.File)
		}
		return gone, nil
	}
	last, err := newest(c.Tx, next.Bucket, next.Key)
	if err != nil {
		return nil, err
	}
	if before != nil {
		last.Sequence = max(last.Sequence, before.Sequence)
	}
	next.Sequence = last.Sequence + 1
	if b.Versioning == types.BucketVersioningStatusEnabled {
		next.VersionID = newVersionID(c.IDs(), next.Sequence)
	} else if gone, err = b.dropNull(c, next.Key, before); err != nil {
		return nil, err
	}
	if before == nil || next.VersionID == "" && before.VersionID == "" {
		return gone, nil
	}
	return gone, versions.Put(c.Tx, *before)
}

// dropNull removes the null version, which the next one replaces.
func (b *bucket) dropNull(c *service.Call, key string, before *object) (gone []string, err error) {
	if before != nil && before.VersionID == "" {
		return []string{before.File}, nil
	}
	v, err := versionOf(c.Tx, b.Name, key, nullVersion)
	if err != nil || v == nil {
		return nil, err
	}
	return filesOf(v), versions.Delete(c.Tx, store.Key(b.Name, key, -v.Sequence))
}

func filesOf(v *object) []string {
	if v.File == "" {
		return nil
	}
	return []string{v.File}
}

// removal is what deleting came to: the version that was deleted or the marker that was made.
type removal struct {
	// version is "" where the bucket never had versions.
	version string
	marker  bool
}

// remove deletes a key, which leaves a delete marker where the bucket has versions, or for good the version with an id
// other than "". That there is none is no error. Files go once this is durable and nobody reads them.
func (o *Objects) remove(c *service.Call, b *bucket, key, id, ifMatch string) (removal, error) {
	v, err := b.version(c.Tx, key, id)
	if err != nil {
		return removal{}, err
	}
	if ifMatch != "" && v != nil && !matches(ifMatch, v.ETag) {
		return removal{}, conditionFailed("If-Match")
	}
	switch {
	case id != "":
		return o.removeVersion(c, b, key, id, v)
	case b.Versioning != "":
		return o.mark(c, b, key, v)
	case v == nil:
		return removal{}, nil
	}
	c.After(func() { o.files.discard(v.File) })
	return removal{}, objects.Delete(c.Tx, store.Key(b.Name, key))
}

// mark puts a delete marker in the place of a key's current object.
func (o *Objects) mark(c *service.Call, b *bucket, key string, before *object) (removal, error) {
	marker := object{Bucket: b.Name, Key: key, Marker: true, Modified: c.Now}
	gone, err := b.succeed(c, before, &marker)
	if err == nil && before != nil {
		err = objects.Delete(c.Tx, store.Key(b.Name, key))
	}
	if err != nil {
		return removal{}, err
	}
	c.After(func() { o.files.discard(gone...) })
	return removal{version: marker.version(), marker: true}, versions.Put(c.Tx, marker)
}

// removeVersion deletes one version for good. The version before the newest, if it is an object, is the current one then.
func (o *Objects) removeVersion(c *service.Call, b *bucket, key, id string, v *object) (removal, error) {
	if v == nil {
		return removal{version: id}, nil
	}
	now, err := current(c.Tx, b.Name, key)
	if err != nil {
		return removal{}, err
	}
	if now != nil && now.version() == id {
		err, now = objects.Delete(c.Tx, store.Key(b.Name, key)), nil
	} else {
		err = versions.Delete(c.Tx, store.Key(b.Name, key, -v.Sequence))
	}
	if err == nil && now == nil {
		err = promote(c.Tx, b.Name, key)
	}
	if err != nil {
		return removal{}, err
	}
	c.After(func() { o.files.discard(filesOf(v)...) })
	return removal{version: id, marker: v.Marker}, nil
}

// promote makes the newest version the current object, unless it is a delete marker.
func promote(tx store.Tx, bucket, key string) error {
	v, err := newest(tx, bucket, key)
	if err != nil || v.Key == "" || v.Marker {
		return err
	}
	if err := versions.Delete(tx, store.Key(bucket, key, -v.Sequence)); err != nil {
		return err
	}
	return objects.Put(tx, v)
}
