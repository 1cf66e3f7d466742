package s3

import (
	"net/url"
	"strings"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
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

// put makes a version the current one of its key, if the request's conditions hold for the one before, whose file
// goes once this is durable.
func (o *Objects) put(c *service.Call, in any, v object, file *Staged) error {
	before, err := objects.Get(c.Tx, store.Key(v.Bucket, v.Key))
	exists := err == nil
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if tags, ok := member(in, "IfMatch"); ok {
		if !exists {
			return fault.New("NoSuchKey", "The specified key does not exist.").With("Key", v.Key)
		}
		if !matches(tags, before.ETag) {
			return conditionFailed("If-Match")
		}
	}
	if tags, ok := member(in, "IfNoneMatch"); ok && exists && matches(tags, before.ETag) {
		return conditionFailed("If-None-Match")
	}
	v.File, v.Modified = file.name, c.Now
	if err := objects.Put(c.Tx, v); err != nil {
		return err
	}
	c.After(func() {
		file.kept = true
		if exists {
			o.files.discard(before.File)
		}
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
			if err := o.put(c, in.sdk(), v, file); err != nil {
				return nil, err
			}
			etag := quote(v.ETag)
			out := &awss3.PutObjectOutput{ETag: &etag}
			setChecksum(out, v.Checksum)
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

// copySource is the object that a request copies from.
func copySource(in any) (bucket, key string, err error) {
	invalid := fault.New(fault.Validation, "Copy Source must mention the source bucket and key: sourcebucket/sourcekey").
		With("ArgumentName", "x-amz-copy-source")
	path, query, versioned := strings.Cut(value(in, "CopySource"), "?")
	if versioned && query != "versionId=null" {
		return "", "", fault.New(fault.Validation, "Invalid version id specified").With("ArgumentName", "versionId")
	}
	path, err = url.QueryUnescape(path)
	if err != nil {
		return "", "", invalid
	}
	bucket, key, ok := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if !ok || bucket == "" || key == "" {
		return "", "", invalid
	}
	return bucket, key, nil
}

// sourceCheck is the permission to read the source of a copy.
func sourceCheck(c *service.Call, in any) (bucket, service.Check, error) {
	name, key, err := copySource(in)
	if err != nil {
		return bucket{}, service.Check{}, err
	}
	b, err := findBucket(c.Tx, name)
	if err == nil {
		err = b.ownedBy(value(in, "ExpectedSourceBucketOwner"))
	}
	return b, b.check("GetObject", key, conditionKeys("GetObject", &b, nil)), err
}

// source finds the object to copy and holds the request's conditions against it.
func source(c *service.Call, in any) (object, error) {
	b, _, err := sourceCheck(c, in)
	if err != nil {
		return object{}, err
	}
	_, key, _ := copySource(in)
	v, err := findObject(c, &b, key)
	if err != nil {
		return v, err
	}
	return v, conditions(&v, in, "CopySource")
}

// alsoSource adds the source's permission to a copy's own.
func alsoSource[In any](c *service.Call, _ *bucket, in *stored[In]) ([]service.Check, error) {
	if err := validKey(value(in.sdk(), "Key")); err != nil {
		return nil, err
	}
	_, check, err := sourceCheck(c, in.sdk())
	return []service.Check{check}, err
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
			if err := o.put(c, in.sdk(), v, file); err != nil {
				return nil, err
			}
			etag := quote(v.ETag)
			return &awss3.CopyObjectOutput{CopyObjectResult: &types.CopyObjectResult{ETag: &etag, LastModified: &c.Now}}, nil
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
	if v.Bucket == b.Name && v.Key == *in.Input.Key && !replace {
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
	return v, nil
}

func (o *Objects) deleteObject() service.Operation {
	return define(o, operation[awss3.DeleteObjectInput, awss3.DeleteObjectOutput]{
		name: "DeleteObject", action: "DeleteObject",
		do: func(c *service.Call, b *bucket, in *awss3.DeleteObjectInput) (*awss3.DeleteObjectOutput, error) {
			return &awss3.DeleteObjectOutput{}, o.remove(c, b, *in.Key, value(in, "IfMatch"))
		},
	}, service.DataEvent)
}

// remove deletes a key; that there is none is no error. Its file goes once this is durable and nobody reads it.
func (o *Objects) remove(c *service.Call, b *bucket, key, ifMatch string) error {
	v, err := objects.Get(c.Tx, store.Key(b.Name, key))
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if ifMatch != "" && !matches(ifMatch, v.ETag) {
		return conditionFailed("If-Match")
	}
	if err := objects.Delete(c.Tx, store.Key(b.Name, key)); err != nil {
		return err
	}
	c.After(func() { o.files.discard(v.File) })
	return nil
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
				if err := o.deleteOne(c, b, &asked); err != nil {
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
					out.Deleted = append(out.Deleted, types.DeletedObject{Key: asked.Key, VersionId: asked.VersionId})
				}
			}
			return out, nil
		},
	}, service.DataEvent)
}

func (o *Objects) deleteOne(c *service.Call, b *bucket, asked *types.ObjectIdentifier) error {
	if err := validKey(value(asked, "Key")); err != nil {
		return err
	}
	if err := refuseUnsupported(asked); err != nil {
		return err
	}
	if asked.LastModifiedTime != nil || asked.Size != nil {
		return fault.New(fault.Unsupported, "A condition on the object's size or time is not supported here.")
	}
	if err := c.Authorize(b.check(versioned("DeleteObject", asked), *asked.Key, conditionKeys("DeleteObject", b, asked))); err != nil {
		return err
	}
	return o.remove(c, b, *asked.Key, value(asked, "ETag"))
}

func malformedXML() error {
	return fault.New("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema")
}
