package s3

import (
	"net/url"
	"strings"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"interlaken/fault"
	"interlaken/service"
)

// contentOf is what a request says of the object that it writes. S3 calls bytes of which nothing is said
// binary/octet-stream.
func contentOf(in any, metadata map[string]string) content {
	kind := value(in, "ContentType")
	if kind == "" {
		kind = "binary/octet-stream"
	}
	return content{
		CacheControl: value(in, "CacheControl"), ContentDisposition: value(in, "ContentDisposition"),
		ContentEncoding: value(in, "ContentEncoding"), ContentLanguage: value(in, "ContentLanguage"),
		ContentType: kind, Expires: value(in, "Expires"), Metadata: metadata,
	}
}

// put makes a version the current one of its key, if the request's conditions hold for the one before. Files that no
// record names any more go once this is durable.
func (o *Objects) put(c *service.Call, b *bucket, in any, v *object, file *Staged) error {
	before, err := current(c.Tx, v.Bucket, v.Key)
	if err != nil {
		return err
	}
	if tags, ok := member(in, "IfMatch"); ok {
		if before == nil {
			return fault.New("NoSuchKey", "The specified key does not exist.").With("Key", v.Key)
		}
		if !matches(tags, before.ETag) {
			return conditionFailed("If-Match")
		}
	}
	if tags, ok := member(in, "IfNoneMatch"); ok && before != nil && matches(tags, before.ETag) {
		return conditionFailed("If-None-Match")
	}
	v.File, v.Modified, v.VersionID, v.Sequence = file.name, c.Now, "", 0
	gone, err := b.succeed(c, before, v)
	if err == nil {
		err = objects.Put(c.Tx, *v)
	}
	if err != nil {
		return err
	}
	c.After(func() {
		file.kept = true
		o.files.discard(gone...)
	})
	return nil
}

func conditionFailed(condition string) error {
	return fault.New("PreconditionFailed", "At least one of the pre-conditions you specified did not hold").With("Condition", condition)
}

func (o *Objects) putObject() service.Operation {
	return define(o, operation[stored[awss3.PutObjectInput], awss3.PutObjectOutput]{
		name: "PutObject", action: "PutObject",
		also: func(_ *service.Call, _ *bucket, in *stored[awss3.PutObjectInput]) ([]service.Check, error) {
			return nil, validKey(value(in.sdk(), "Key"))
		},
		do: func(c *service.Call, b *bucket, in *stored[awss3.PutObjectInput]) (*awss3.PutObjectOutput, error) {
			file, err := in.received()
			if err != nil {
				return nil, err
			}
			v := object{
				Bucket: b.Name, Key: *in.Input.Key, Size: file.size, ETag: file.etag(), Checksum: file.digest.checksum(),
				Content: contentOf(in.sdk(), in.Input.Metadata),
			}
			if v.Tags, err = tagsOf(in.sdk()); err != nil {
				return nil, err
			}
			if err := o.put(c, b, in.sdk(), &v, file); err != nil {
				return nil, err
			}
			etag := quote(v.ETag)
			out := &awss3.PutObjectOutput{ETag: &etag}
			setChecksum(out, v.Checksum)
			b.written(&v, out)
			return out, nil
		},
	}, service.DataEvent)
}

// maxKeyBytes is the length of a key in UTF-8 (S3 User Guide, "Naming Amazon S3 objects").
const maxKeyBytes = 1024

func validKey(key string) error {
	switch {
	case key == "":
		return fault.New(fault.Validation, "A key is needed.")
	case len(key) > maxKeyBytes:
		return fault.New("KeyTooLongError", "Your key is too long")
	}
	return nil
}

// origin is what a request copies from: the version with the id, the current object without one.
type origin struct{ bucket, key, version string }

func originOf(in any) (from origin, err error) {
	invalid := fault.New(fault.Validation, "Copy Source must mention the source bucket and key: sourcebucket/sourcekey").
		With("ArgumentName", "x-amz-copy-source")
	path, query, versioned := strings.Cut(value(in, "CopySource"), "?")
	if versioned {
		id, ok := strings.CutPrefix(query, "versionId=")
		if !ok {
			return from, invalid
		}
		if from.version, err = url.QueryUnescape(id); err != nil {
			return from, invalid
		}
		if err := validVersion(from.version); err != nil {
			return from, err
		}
	}
	path, err = url.QueryUnescape(path)
	if err != nil {
		return from, invalid
	}
	var ok bool
	from.bucket, from.key, ok = strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if !ok || from.bucket == "" || from.key == "" {
		return from, invalid
	}
	return from, nil
}

// sourceBucket finds the bucket to copy from.
func sourceBucket(c *service.Call, in any) (bucket, origin, error) {
	from, err := originOf(in)
	if err != nil {
		return bucket{}, from, err
	}
	b, err := findBucket(c.Tx, from.bucket)
	if err == nil {
		err = b.ownedBy(value(in, "ExpectedSourceBucketOwner"))
	}
	if err == nil {
		err = b.closedTo(c)
	}
	return b, from, err
}

// source finds the object to copy and holds the request's conditions against it.
func source(c *service.Call, in any) (object, error) {
	b, from, err := sourceBucket(c, in)
	if err != nil {
		return object{}, err
	}
	v, err := findObject(c, &b, from.key, from.version)
	if err != nil {
		return v, err
	}
	return v, conditions(&v, in, "CopySource")
}

// alsoSource adds the source's permissions to a copy's own. Tags are copied too, unless they are replaced, and are then
// read and put (S3 User Guide, "Required permissions for Amazon S3 API operations", CopyObject).
func alsoSource[In any](c *service.Call, to *bucket, in *stored[In]) ([]service.Check, error) {
	key := value(in.sdk(), "Key")
	if err := validKey(key); err != nil {
		return nil, err
	}
	b, from, err := sourceBucket(c, in.sdk())
	if err != nil {
		return nil, err
	}
	v, err := b.version(c.Tx, from.key, from.version)
	if err != nil {
		return nil, err
	}
	keys := existingTags(conditionKeys("GetObject", &b, nil), v)
	version := ""
	if from.version != "" {
		version, keys["s3:VersionId"] = "Version", []string{from.version}
	}
	all := []service.Check{b.check("GetObject"+version, from.key, keys)}
	if _, whole := in.sdk().(*awss3.CopyObjectInput); !whole || v == nil || len(v.Tags) == 0 || replacesTags(in.sdk()) {
		return all, nil
	}
	return append(all, b.check("GetObject"+version+"Tagging", from.key, keys),
		to.check("PutObjectTagging", key, requestTags(conditionKeys("PutObjectTagging", to, nil), v.Tags))), nil
}

func replacesTags(in any) bool {
	return value(in, "TaggingDirective") == string(types.TaggingDirectiveReplace)
}

func (o *Objects) copyObject() service.Operation {
	return define(o, operation[stored[awss3.CopyObjectInput], awss3.CopyObjectOutput]{
		name: "CopyObject", action: "PutObject", also: alsoSource[awss3.CopyObjectInput],
		do: func(c *service.Call, b *bucket, in *stored[awss3.CopyObjectInput]) (*awss3.CopyObjectOutput, error) {
			if in.File == nil {
				if _, err := source(c, in.sdk()); err != nil {
					return nil, err
				}
			}
			file, err := in.received()
			if err != nil {
				return nil, err
			}
			v, err := copied(b, in)
			if err != nil {
				return nil, err
			}
			if err := o.put(c, b, in.sdk(), &v, file); err != nil {
				return nil, err
			}
			etag := quote(v.ETag)
			out := &awss3.CopyObjectOutput{CopyObjectResult: &types.CopyObjectResult{ETag: &etag, LastModified: &c.Now}}
			b.written(&v, out)
			if id := in.Source.VersionID; id != "" {
				out.CopySourceVersionId = &id
			}
			return out, nil
		},
	}, service.DataEvent)
}

// copied is the object that a copy makes of its source.
func copied(b *bucket, in *stored[awss3.CopyObjectInput]) (object, error) {
	v := in.Source
	replace := in.Input.MetadataDirective == types.MetadataDirectiveReplace
	switch in.Input.MetadataDirective {
	case "", types.MetadataDirectiveCopy, types.MetadataDirectiveReplace:
	default:
		return v, fault.New(fault.Validation, "Unknown metadata directive.").With("ArgumentName", "x-amz-metadata-directive")
	}
	switch in.Input.TaggingDirective {
	case "", types.TaggingDirectiveCopy, types.TaggingDirectiveReplace:
	default:
		return v, fault.New(fault.Validation, "Unknown tagging directive.").With("ArgumentName", "x-amz-tagging-directive")
	}
	// An earlier version is copied to its own key to bring it back (S3 User Guide, "Restoring previous versions").
	from, _ := originOf(in.sdk())
	if v.Bucket == b.Name && v.Key == *in.Input.Key && from.version == "" && !replace {
		return v, invalidRequest("This copy request is illegal because it is trying to copy an object to itself without " +
			"changing the object's metadata, storage class, website redirect location or encryption attributes.")
	}
	v.Bucket, v.Key = b.Name, *in.Input.Key
	// The bytes are the source's, so their checksum is; one of parts says nothing of an object without them.
	v.Parts, v.Upload = nil, ""
	if v.Checksum.Composite {
		v.Checksum = checksum{}
	}
	if replace {
		v.Content = contentOf(in.sdk(), in.Input.Metadata)
	}
	if replacesTags(in.sdk()) {
		var err error
		v.Tags, err = tagsOf(in.sdk())
		return v, err
	}
	return v, nil
}

func (o *Objects) deleteObject() service.Operation {
	return define(o, operation[awss3.DeleteObjectInput, awss3.DeleteObjectOutput]{
		name: "DeleteObject", action: "DeleteObject",
		do: func(c *service.Call, b *bucket, in *awss3.DeleteObjectInput) (*awss3.DeleteObjectOutput, error) {
			removed, err := o.remove(c, b, *in.Key, value(in, "VersionId"), value(in, "IfMatch"))
			out := &awss3.DeleteObjectOutput{}
			if removed.version != "" && b.Versioning != "" {
				out.VersionId = &removed.version
			}
			if removed.marker {
				out.DeleteMarker = &removed.marker
			}
			return out, err
		},
	}, service.DataEvent)
}

// maxDeletes is how many keys one request may delete (S3 API Reference, DeleteObjects).
const maxDeletes = 1000

// deleteObjects decides and deletes key by key; what was refused is said beside what was done.
func (o *Objects) deleteObjects() service.Operation {
	return define(o, operation[awss3.DeleteObjectsInput, awss3.DeleteObjectsOutput]{
		name: "DeleteObjects",
		do: func(c *service.Call, b *bucket, in *awss3.DeleteObjectsInput) (*awss3.DeleteObjectsOutput, error) {
			if in.Delete == nil || len(in.Delete.Objects) == 0 || len(in.Delete.Objects) > maxDeletes {
				return nil, malformedXML()
			}
			out := &awss3.DeleteObjectsOutput{}
			for _, asked := range in.Delete.Objects {
				deleted, err := o.deleteOne(c, b, &asked)
				if err != nil {
					if fault.Is(err, fault.Unavailable) || fault.Is(err, fault.Internal) {
						return nil, err
					}
					code, _ := registry.ErrorCode(err)
					message := registry.ErrorMessage(err)
					out.Errors = append(out.Errors, types.Error{Key: asked.Key, VersionId: asked.VersionId, Code: &code, Message: &message})
					continue
				}
				c.ResourceOf(b.Owner, objectARN(b.Name, *asked.Key), "AWS::S3::Object")
				if in.Delete.Quiet == nil || !*in.Delete.Quiet {
					out.Deleted = append(out.Deleted, deleted)
				}
			}
			return out, nil
		},
	}, service.DataEvent)
}

func (o *Objects) deleteOne(c *service.Call, b *bucket, asked *types.ObjectIdentifier) (types.DeletedObject, error) {
	deleted := types.DeletedObject{Key: asked.Key, VersionId: asked.VersionId}
	if err := validKey(value(asked, "Key")); err != nil {
		return deleted, err
	}
	if err := refuseUnsupported(asked); err != nil {
		return deleted, err
	}
	if asked.LastModifiedTime != nil || asked.Size != nil {
		return deleted, fault.New(fault.Unsupported, "A condition on the object's size or time is not supported here.")
	}
	if err := c.Authorize(b.check(versioned("DeleteObject", asked), *asked.Key, conditionKeys("DeleteObject", b, asked))); err != nil {
		return deleted, err
	}
	removed, err := o.remove(c, b, *asked.Key, value(asked, "VersionId"), value(asked, "ETag"))
	if removed.marker {
		deleted.DeleteMarker, deleted.DeleteMarkerVersionId = &removed.marker, &removed.version
	}
	return deleted, err
}

func malformedXML() error {
	return fault.New("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema")
}
