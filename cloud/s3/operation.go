package s3

import (
	"slices"
	"strings"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/usage"
)

// operation declares one operation on a bucket or on a key in it. In has the members of an SDK input; see request.
type operation[In, Out any] struct {
	name string
	// action is the one that is checked on the bucket, or on the object where the request names a key; "" where do
	// asks for itself.
	action string
	// also names further checks.
	also func(*service.Call, *bucket, *In) ([]service.Check, error)
	// do works with the bucket, which exists and is the expected owner's.
	do func(*service.Call, *bucket, *In) (*Out, error)
}

// request is an input that is more than an SDK input.
type request interface{ sdk() any }

// sdkOf returns the SDK input in an operation's input.
func sdkOf(in any) any {
	if wrapped, ok := in.(request); ok {
		return wrapped.sdk()
	}
	return in
}

// stored is the input of an operation that writes an object or a part, with what was received for it before the
// transaction. File is nil where nothing was received, because the caller may not do this or what it names is not
// there: the operation then comes to the same end and leaves the event of it.
type stored[In any] struct {
	Input In
	File  *Staged
	// Source is the object that was copied, Parts what an upload was assembled from.
	Source object
	Parts  []part
}

func (s *stored[In]) sdk() any { return &s.Input }

// received is the file, or why there is none.
func (s *stored[In]) received() (*Staged, error) {
	if s.File == nil {
		return nil, fault.New(fault.Conflict, "A conflicting conditional operation is currently in progress against this resource. Try again.")
	}
	return s.File, s.File.Close()
}

// define makes the service's operation: it finds the bucket, names the checks, copies the event to the bucket's owner
// and counts the request on the owner's bill.
func define[In, Out any](o *Objects, op operation[In, Out], options ...service.Option) service.Operation {
	checks := func(c *service.Call, in *In) ([]service.Check, error) {
		b, err := locate(c, sdkOf(in))
		if err == nil {
			err = refuseUnsupported(sdkOf(in))
		}
		if err != nil || op.action == "" {
			return nil, err
		}
		key := value(sdkOf(in), "Key")
		if many, ok := any(in).(*getInput); ok && key == "" && len(many.Keys) > 0 {
			key = many.Keys[0] // do asks about the others
		}
		all, err := questions(c, &b, op.action, key, in)
		if err != nil || op.also == nil {
			return all, err
		}
		more, err := op.also(c, &b, in)
		return append(all, more...), err
	}
	do := func(c *service.Call, in *In) (*Out, error) {
		b, err := locate(c, sdkOf(in))
		if err != nil {
			return nil, err
		}
		if key, ok := member(sdkOf(in), "Key"); ok {
			c.ResourceOf(b.Owner, objectARN(b.Name, key), "AWS::S3::Object")
		}
		c.ResourceOf(b.Owner, b.arn(), "AWS::S3::Bucket")
		c.Share(b.Owner)
		out, err := op.do(c, &b, in)
		if err == nil {
			err = bill(c, b.Owner, b.arn(), op.name)
		}
		return out, err
	}
	if op.action == "" {
		options = append(options, service.Opens)
	}
	o.checks[op.name] = func(c *service.Call, in any) ([]service.Check, error) { return checks(c, in.(*In)) }
	return service.Define(op.name, checks, do, append(options, service.Shows(parameters, nothing))...)
}

// questions are what an action on the bucket or a key asks of policy. Who sends tags along puts tags as well (S3 User
// Guide, "Required permissions for Amazon S3 API operations", PutObject).
func questions[In any](c *service.Call, b *bucket, action, key string, in *In) ([]service.Check, error) {
	keys := conditionKeys(action, b, sdkOf(in))
	if many, ok := any(in).(*listingInput); ok && many.prefixes != nil {
		keys["s3:prefix"] = many.prefixes[:1] // do asks about the others
	}
	if looksAtTags[action] {
		v, err := b.version(c.Tx, key, value(sdkOf(in), "VersionId"))
		if err != nil {
			return nil, err
		}
		existingTags(keys, v)
	}
	sent, err := tagsOf(in)
	if err != nil {
		return nil, err
	}
	all := []service.Check{b.check(versioned(action, sdkOf(in)), key, requestTags(keys, sent))}
	if action == "PutObject" && sent != nil {
		all = append(all, b.check("PutObjectTagging", key, keys))
	}
	return all, nil
}

// locate finds the bucket that a request names, holds its owner against the expected one, and shuts out whom the bucket's
// public access block does.
func locate(c *service.Call, in any) (bucket, error) {
	b, err := findBucket(c.Tx, value(in, "Bucket"))
	if err == nil {
		err = b.ownedBy(value(in, "ExpectedBucketOwner"))
	}
	if err == nil {
		err = b.closedTo(c)
	}
	return b, err
}

// versionActions are the actions on a named version (Service Authorization Reference, "Actions defined by Amazon S3").
var versionActions = map[string]string{
	"DeleteObject": "DeleteObjectVersion", "DeleteObjectTagging": "DeleteObjectVersionTagging", "GetObject": "GetObjectVersion",
	"GetObjectAcl": "GetObjectVersionAcl", "GetObjectAttributes": "GetObjectVersionAttributes",
	"GetObjectTagging": "GetObjectVersionTagging", "PutObjectTagging": "PutObjectVersionTagging",
}

func versioned(action string, in any) string {
	if _, ok := member(in, "VersionId"); ok && versionActions[action] != "" {
		return versionActions[action]
	}
	return action
}

// looksAtTags are the actions whose policies may look at the tags of what is there: s3:ExistingObjectTag (Service
// Authorization Reference, "Actions defined by Amazon S3").
var looksAtTags = map[string]bool{
	"GetObject": true, "GetObjectAcl": true, "GetObjectAttributes": true, "GetObjectTagging": true, "PutObjectTagging": true,
	"DeleteObjectTagging": true,
}

// conditionKeys are S3's condition keys of a request (Service Authorization Reference, "Condition keys for Amazon S3").
func conditionKeys(action string, b *bucket, in any) map[string][]string {
	keys := map[string][]string{"s3:signatureversion": {"AWS4-HMAC-SHA256"}}
	if b != nil {
		keys["s3:ResourceAccount"] = []string{b.Owner}
	}
	if in == nil {
		return keys
	}
	names := map[string]string{
		"VersionId": "s3:VersionId", "ACL": "s3:x-amz-acl", "ServerSideEncryption": "s3:x-amz-server-side-encryption",
		"CopySource": "s3:x-amz-copy-source",
	}
	if action == "ListBucket" || action == "ListBucketVersions" {
		names = map[string]string{"Prefix": "s3:prefix", "Delimiter": "s3:delimiter", "MaxKeys": "s3:max-keys"}
	}
	for name, key := range names {
		if text, ok := member(in, name); ok {
			keys[key] = []string{text}
		}
	}
	return keys
}

// unsupported are members of requests that ask for what is not here. They are refused, not passed over: who asks for
// a lock or a key must not believe that there is one.
var unsupported = []string{
	"BucketKeyEnabled", "CopySourceSSECustomerAlgorithm", "CopySourceSSECustomerKey", "GrantFullControl", "GrantRead",
	"GrantReadACP", "GrantWrite", "GrantWriteACP", "IfMatchLastModifiedTime", "IfMatchSize", "MFA", "ObjectLockEnabledForBucket",
	"ObjectLockLegalHoldStatus", "ObjectLockMode", "ObjectLockRetainUntilDate", "SSECustomerAlgorithm", "SSECustomerKey",
	"SSEKMSEncryptionContext", "SSEKMSKeyId", "WebsiteRedirectLocation", "WriteOffsetBytes",
}

// supported are the values of members that may be asked for: they are what every bucket does without being asked. On
// AWS that is AES256 too; here it says that the caller needs no key of its own, and encryption is the disk's matter.
var supported = map[string][]string{
	"ACL":                  {"private", "bucket-owner-full-control"},
	"ObjectOwnership":      {"BucketOwnerEnforced"},
	"ServerSideEncryption": {"AES256"},
	"StorageClass":         {"STANDARD"},

	"TransitionDefaultMinimumObjectSize": {"all_storage_classes_128K"},
}

func refuseUnsupported(in any) error {
	for _, name := range unsupported {
		if text, ok := member(in, name); ok && text != "false" {
			return fault.New(fault.Unsupported, "The header %s asks for something that is not supported here.",
				strings.ToLower(requestHeaders[name])).With("Header", strings.ToLower(requestHeaders[name]))
		}
	}
	for name, values := range supported {
		text, ok := member(in, name)
		switch {
		case !ok || slices.Contains(values, text):
		case name == "ACL":
			return fault.New("AccessControlListNotSupported", "The bucket does not allow ACLs")
		default:
			return fault.New(fault.Unsupported, "The value %s of the header %s is not supported here.", text,
				strings.ToLower(requestHeaders[name])).With("Header", strings.ToLower(requestHeaders[name]))
		}
	}
	if version, ok := member(in, "VersionId"); ok {
		return validVersion(version)
	}
	return nil
}

// parameters is what the trail shows of a request, by CloudTrail's names.
func parameters(in any) any {
	if in == nil {
		return nil
	}
	shown := map[string]any{}
	for name, as := range map[string]string{
		"Bucket": "bucketName", "Key": "key", "Prefix": "prefix", "Delimiter": "delimiter", "MaxKeys": "max-keys",
		"UploadId": "uploadId", "PartNumber": "partNumber", "VersionId": "versionId", "CopySource": "x-amz-copy-source",
		"Policy": "bucketPolicy", "Range": "range", "ACL": "x-amz-acl", "ExpectedBucketOwner": "x-amz-expected-bucket-owner",
	} {
		if text, ok := member(sdkOf(in), name); ok {
			shown[as] = text
		}
	}
	if put, ok := in.(interface{ document() (string, any) }); ok {
		name, document := put.document()
		shown[name] = document
	}
	return shown
}

func nothing(any) any { return nil }

// bill counts one request in the account that owns the bucket (facts: what an S3 request costs is the bucket owner's).
// DELETE and its like are free.
func bill(c *service.Call, account, resource, operation string) error {
	usageType := usage.S3ReadRequests
	switch {
	case strings.HasPrefix(operation, "Delete"), strings.HasPrefix(operation, "Abort"):
		return nil
	case strings.HasPrefix(operation, "Get"), strings.HasPrefix(operation, "Head"):
	default: // PUT, COPY, POST, LIST
		usageType = usage.S3WriteRequests
	}
	return c.Use(usage.Record{
		Account: account, Service: usage.S3, UsageType: usageType, Operation: operation, Quantity: 1, Unit: usage.Requests,
		Resource: resource,
	})
}

func (o *Objects) operations() []service.Operation {
	return append([]service.Operation{
		o.listBuckets(), o.createBucket(), o.headBucket(), o.deleteBucket(), o.getBucketLocation(), o.getBucketVersioning(),
		o.putBucketPolicy(), o.getBucketPolicy(), o.deleteBucketPolicy(),
		o.listObjects(), o.listObjectsV2(), o.getObject(), o.headObject(), o.putObject(), o.copyObject(), o.deleteObject(),
		o.deleteObjects(),
		o.createMultipartUpload(), o.uploadPart(), o.uploadPartCopy(), o.completeMultipartUpload(), o.abortMultipartUpload(),
		o.listParts(), o.listMultipartUploads(),
		o.putBucketVersioning(), o.listObjectVersions(),
		o.getObjectTagging(), o.putObjectTagging(), o.deleteObjectTagging(),
		o.getBucketTagging(), o.putBucketTagging(), o.deleteBucketTagging(),
		o.getBucketLifecycle(), o.putBucketLifecycle(), o.deleteBucketLifecycle(),
		o.getPublicAccessBlock(), o.putPublicAccessBlock(), o.deletePublicAccessBlock(), o.getBucketPolicyStatus(),
		o.getBucketOwnershipControls(), o.putBucketOwnershipControls(), o.deleteBucketOwnershipControls(),
		o.getBucketEncryption(), o.putBucketEncryption(), o.deleteBucketEncryption(),
		o.getBucketACL(), o.putBucketACL(), o.getObjectACL(), o.putObjectACL(), o.getObjectAttributes(),
	}, o.unconfigured()...)
}
