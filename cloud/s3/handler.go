package s3

import (
	"context"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/rclone/gofakes3"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/wire"
)

// exchange is one request on its way through the handler.
type exchange struct {
	*Objects
	target
	w         http.ResponseWriter
	r         *http.Request
	query     url.Values
	session   service.Session
	requestID string
}

// ServeS3 serves a request whose signature has been verified: it carries no authorization any more, its body is free of
// aws-chunked framing and fails with a fault where it is not what was signed. Session is whose request it is.
func (o *Objects) ServeS3(w http.ResponseWriter, r *http.Request, session service.Session, requestID string) {
	w.Header().Set("X-Amz-Request-Id", requestID)
	x := &exchange{Objects: o, w: w, r: r, session: session, requestID: requestID}
	if err := x.serve(); err != nil {
		if fault.Is(err, "NotModified") {
			if known, ok := err.(*fault.Error); ok {
				w.Header().Set("ETag", known.Detail["ETag"])
			}
			w.WriteHeader(http.StatusNotModified)
			return
		}
		if known, ok := err.(*fault.Error); ok && known.Detail[resourceType] != "" {
			w.Header().Set("X-Amz-Delete-Marker", "true")
			w.Header().Set("X-Amz-Version-Id", known.Detail["VersionId"])
		}
		wire.EncodeError(w, r, registry, err, requestID)
	}
}

// routes are the operations that are built; each decodes its input, has the mesh do it, and encodes.
var routes = map[string]func(*exchange) error{
	"ListBuckets":             plain(encodeBuckets),
	"CreateBucket":            (*exchange).createBucket,
	"HeadBucket":              plain(headersOnly[awss3.HeadBucketInput, awss3.HeadBucketOutput]),
	"DeleteBucket":            plain(noContent[awss3.DeleteBucketInput, awss3.DeleteBucketOutput]),
	"GetBucketLocation":       plain(encodeLocation),
	"PutBucketPolicy":         (*exchange).putBucketPolicy,
	"GetBucketPolicy":         plain(encodePolicy),
	"DeleteBucketPolicy":      plain(noContent[awss3.DeleteBucketPolicyInput, awss3.DeleteBucketPolicyOutput]),
	"ListObjects":             plain(encodeListing),
	"ListObjectsV2":           plainRequest(encodeListingV2),
	"GetObject":               plainRequest(encodeObject),
	"HeadObject":              plain(encodeHead),
	"PutObject":               (*exchange).putObject,
	"CopyObject":              (*exchange).copyObject,
	"DeleteObject":            plain(deleted[awss3.DeleteObjectInput, awss3.DeleteObjectOutput]),
	"DeleteObjects":           (*exchange).deleteObjects,
	"CreateMultipartUpload":   plain(encodeUpload),
	"UploadPart":              (*exchange).uploadPart,
	"UploadPartCopy":          (*exchange).uploadPartCopy,
	"CompleteMultipartUpload": (*exchange).completeMultipartUpload,
	"AbortMultipartUpload":    plain(noContent[awss3.AbortMultipartUploadInput, awss3.AbortMultipartUploadOutput]),
	"ListParts":               plain(encodeParts),
	"ListMultipartUploads":    plain(encodeUploads),

	"GetBucketVersioning": plain(document[awss3.GetBucketVersioningInput, versioning]("VersioningConfiguration")),
	"PutBucketVersioning": configure[awss3.PutBucketVersioningInput, versioning],
	"ListObjectVersions":  plain(encodeVersions),

	"GetObjectTagging":    plain(encodeObjectTags),
	"PutObjectTagging":    (*exchange).putObjectTagging,
	"DeleteObjectTagging": plain(deleted[awss3.DeleteObjectTaggingInput, awss3.DeleteObjectTaggingOutput]),
	"GetBucketTagging":    plain(document[awss3.GetBucketTaggingInput, tagging]("Tagging")),
	"PutBucketTagging":    configureEmptied[awss3.PutBucketTaggingInput, tagging],
	"DeleteBucketTagging": plain(noContent[awss3.DeleteBucketTaggingInput, struct{}]),

	"GetBucketLifecycleConfiguration": plain(encodeLifecycle),
	"PutBucketLifecycleConfiguration": (*exchange).putLifecycle,
	"DeleteBucketLifecycle":           plain(noContent[awss3.DeleteBucketLifecycleInput, struct{}]),

	"GetPublicAccessBlock":          plain(document[awss3.GetPublicAccessBlockInput, publicAccess]("PublicAccessBlockConfiguration")),
	"PutPublicAccessBlock":          configure[awss3.PutPublicAccessBlockInput, publicAccess],
	"DeletePublicAccessBlock":       plain(noContent[awss3.DeletePublicAccessBlockInput, struct{}]),
	"GetBucketPolicyStatus":         plain(document[awss3.GetBucketPolicyStatusInput, policyStatus]("PolicyStatus")),
	"GetBucketOwnershipControls":    plain(document[awss3.GetBucketOwnershipControlsInput, ownership]("OwnershipControls")),
	"PutBucketOwnershipControls":    configure[awss3.PutBucketOwnershipControlsInput, ownership],
	"DeleteBucketOwnershipControls": plain(noContent[awss3.DeleteBucketOwnershipControlsInput, struct{}]),
	"GetBucketEncryption":           plain(document[awss3.GetBucketEncryptionInput, encryption]("ServerSideEncryptionConfiguration")),
	"PutBucketEncryption":           configure[awss3.PutBucketEncryptionInput, encryption],
	"DeleteBucketEncryption":        plain(noContent[awss3.DeleteBucketEncryptionInput, struct{}]),

	"GetBucketAcl":        plain(document[awss3.GetBucketAclInput, accessControl]("AccessControlPolicy")),
	"PutBucketAcl":        plain(headersOnly[awss3.PutBucketAclInput, struct{}]),
	"GetObjectAcl":        plain(document[awss3.GetObjectAclInput, accessControl]("AccessControlPolicy")),
	"PutObjectAcl":        plain(headersOnly[awss3.PutObjectAclInput, struct{}]),
	"GetObjectAttributes": (*exchange).getObjectAttributes,

	"GetBucketAccelerateConfiguration":   plain(document[awss3.GetBucketAccelerateConfigurationInput, struct{}]("AccelerateConfiguration")),
	"GetBucketLogging":                   plain(document[awss3.GetBucketLoggingInput, struct{}]("BucketLoggingStatus")),
	"GetBucketNotificationConfiguration": plain(document[awss3.GetBucketNotificationConfigurationInput, struct{}]("NotificationConfiguration")),
	"GetBucketRequestPayment":            plain(document[awss3.GetBucketRequestPaymentInput, requestPayment]("RequestPaymentConfiguration")),
	"GetBucketCors":                      plain(headersOnly[awss3.GetBucketCorsInput, struct{}]),
	"DeleteBucketCors":                   plain(noContent[awss3.DeleteBucketCorsInput, struct{}]),
	"GetBucketReplication":               plain(headersOnly[awss3.GetBucketReplicationInput, struct{}]),
	"GetBucketWebsite":                   plain(headersOnly[awss3.GetBucketWebsiteInput, struct{}]),
	"GetObjectLockConfiguration":         plain(headersOnly[awss3.GetObjectLockConfigurationInput, struct{}]),
}

func (x *exchange) serve() (err error) {
	if x.query, err = url.ParseQuery(x.r.URL.RawQuery); err != nil {
		return fault.New("InvalidURI", "Couldn't parse the specified URI.")
	}
	if x.target, err = x.parse(x.r, x.query, x.session.Region); err != nil {
		return err
	}
	if route := routes[x.operation]; route != nil {
		return route(x)
	}
	_, err = x.do(nil) // an operation of S3 that is not built: the mesh says so and leaves an event
	return err
}

func (x *exchange) do(in any) (any, error) {
	return x.mesh.Do(x.r.Context(), x.session, x.requestID, "s3", x.operation, in)
}

func (x *exchange) decode(in any) error { return decode(in, x.bucket, x.key, x.query, x.r.Header) }

// plain serves an operation without a body in the request.
func plain[In, Out any](encode func(*exchange, *In, *Out) error) func(*exchange) error {
	return func(x *exchange) error {
		in := new(In)
		if err := x.decode(in); err != nil {
			return err
		}
		return finish(x, in, encode)
	}
}

// plainRequest is plain for an input that is more than an SDK input.
func plainRequest[In, Out any, P interface {
	*In
	request
}](encode func(*exchange, *In, *Out) error) func(*exchange) error {
	return func(x *exchange) error {
		in := P(new(In))
		if err := x.decode(in.sdk()); err != nil {
			return err
		}
		return finish(x, (*In)(in), encode)
	}
}

func finish[In, Out any](x *exchange, in *In, encode func(*exchange, *In, *Out) error) error {
	out, err := x.do(in)
	if err != nil {
		return err
	}
	return encode(x, in, out.(*Out))
}

// maxDocumentBytes bounds a request's XML: ten thousand parts with their checksums.
const maxDocumentBytes = gofakes3.MaxXMLBodySize

// document reads a request's XML body.
func (x *exchange) document(into any) error {
	text, err := readDocument(x.r, maxDocumentBytes)
	if err != nil {
		return err
	}
	if len(text) == 0 {
		return nil
	}
	if err := xml.Unmarshal(text, into); err != nil {
		return fault.Wrap(err, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema")
	}
	return nil
}

func (x *exchange) createBucket() error {
	in := &awss3.CreateBucketInput{}
	var configuration struct {
		LocationConstraint types.BucketLocationConstraint
		Bucket             *struct{}
		Location           *struct{}
		Tags               struct{ Tag []types.Tag }
	}
	if err := x.decode(in); err != nil {
		return err
	}
	if err := x.document(&configuration); err != nil {
		return err
	}
	if configuration.Bucket != nil || configuration.Location != nil {
		return fault.New(fault.Unsupported, "Directory buckets are not supported here.")
	}
	in.CreateBucketConfiguration = &types.CreateBucketConfiguration{
		LocationConstraint: configuration.LocationConstraint, Tags: configuration.Tags.Tag,
	}
	return finish(x, in, headersOnly[awss3.CreateBucketInput, awss3.CreateBucketOutput])
}

func (x *exchange) putBucketPolicy() error {
	in := &awss3.PutBucketPolicyInput{}
	if err := x.decode(in); err != nil {
		return err
	}
	text, err := readDocument(x.r, 2*maxPolicyBytes)
	if err != nil {
		return err
	}
	document := string(text)
	in.Policy = &document
	return finish(x, in, noContent[awss3.PutBucketPolicyInput, awss3.PutBucketPolicyOutput])
}

func (x *exchange) deleteObjects() error {
	in := &awss3.DeleteObjectsInput{}
	if err := x.decode(in); err != nil {
		return err
	}
	var asked gofakes3.DeleteRequest
	if err := x.document(&asked); err != nil {
		return err
	}
	in.Delete = &types.Delete{Quiet: &asked.Quiet}
	for i := range asked.Objects {
		one := &asked.Objects[i]
		identifier := types.ObjectIdentifier{Key: &one.Key, Size: one.Size}
		if one.VersionID != "" {
			identifier.VersionId = &one.VersionID
		}
		if one.ETag != "" {
			identifier.ETag = &one.ETag
		}
		if one.LastModifiedTime != "" {
			return fault.New(fault.Unsupported, "A condition on the object's time is not supported here.")
		}
		in.Delete.Objects = append(in.Delete.Objects, identifier)
	}
	return finish(x, in, encodeDeleted)
}

// prepare asks an operation's questions and has body look up what the request names, before any byte is received or
// copied for it. It leaves no event: when it fails, the operation itself is run without a file, comes to the same end
// and leaves the event.
func (x *exchange) prepare(in any, body func(*service.Call) error) bool {
	err := x.mesh.Transaction(x.r.Context(), x.session, x.requestID, func(c *service.Call) error {
		checks, err := x.checks[x.operation](c, in)
		if err != nil {
			return err
		}
		if err := c.Authorize(checks...); err != nil || body == nil {
			return err
		}
		return body(c)
	})
	return err == nil
}

func (x *exchange) putObject() error {
	in := &stored[awss3.PutObjectInput]{}
	if err := x.decode(in.sdk()); err != nil {
		return err
	}
	claimed, err := claimedDigest(x.r.Header)
	if err != nil {
		return err
	}
	if x.prepare(in, nil) {
		in.File = x.files.receive(x.r.Context(), x.r.Body, x.r.ContentLength, claimed)
		defer in.File.Discard()
	}
	return finish(x, in, headersOnly[stored[awss3.PutObjectInput], awss3.PutObjectOutput])
}

func (x *exchange) uploadPart() error {
	in := &stored[awss3.UploadPartInput]{}
	if err := x.decode(in.sdk()); err != nil {
		return err
	}
	claimed, err := claimedDigest(x.r.Header)
	if err != nil {
		return err
	}
	var mismatch error
	if x.prepare(in, func(c *service.Call) error {
		if _, err := x.partNumber(in.sdk()); err != nil {
			return err
		}
		u, err := findUpload(c.Tx, x.bucket, x.key, value(in.sdk(), "UploadId"))
		// Clients send a CRC32 with each part of an upload that named no algorithm; the object then has the usual one.
		if err == nil && !u.Free {
			mismatch = claimed.use(u.Algorithm)
		}
		return err
	}) {
		in.File = x.files.receive(x.r.Context(), x.r.Body, x.r.ContentLength, claimed)
		in.File.fail(mismatch)
		defer in.File.Discard()
	}
	return finish(x, in, headersOnly[stored[awss3.UploadPartInput], awss3.UploadPartOutput])
}

func (x *exchange) copyObject() error {
	in := &stored[awss3.CopyObjectInput]{}
	if err := x.decode(in.sdk()); err != nil {
		return err
	}
	var release func()
	if x.prepare(in, func(c *service.Call) (err error) {
		if in.Source, err = source(c, in.sdk()); err == nil {
			release = x.files.hold(in.Source.File)
		}
		return err
	}) {
		in.File = x.files.link(in.Source)
		defer in.File.Discard()
	}
	if release != nil {
		release()
	}
	return finish(x, in, encodeCopy)
}

func (x *exchange) uploadPartCopy() error {
	in := &stored[awss3.UploadPartCopyInput]{}
	if err := x.decode(in.sdk()); err != nil {
		return err
	}
	var from *body
	var algorithm string
	if x.prepare(in, func(c *service.Call) error {
		u, err := findUpload(c.Tx, x.bucket, x.key, value(in.sdk(), "UploadId"))
		if err != nil {
			return err
		}
		algorithm = u.Algorithm
		if in.Source, err = source(c, in.sdk()); err != nil {
			return err
		}
		start, length, err := copyRange(&in.Source, in.sdk())
		if err == nil {
			from = x.files.open(in.Source.File, start, length)
		}
		return err
	}) {
		in.File = x.files.receive(context.WithoutCancel(x.r.Context()), from, from.length, newDigest(algorithm))
		defer in.File.Discard()
	}
	if from != nil {
		in.File.fail(from.Close())
	}
	return finish(x, in, encodePartCopy)
}

func (x *exchange) completeMultipartUpload() error {
	in := &stored[awss3.CompleteMultipartUploadInput]{}
	if err := x.decode(in.sdk()); err != nil {
		return err
	}
	named, err := x.namedParts()
	if err != nil {
		return err
	}
	in.Input.MultipartUpload = &types.CompletedMultipartUpload{Parts: named}
	var u upload
	var releases []func()
	if x.prepare(in, func(c *service.Call) (err error) {
		if u, err = findUpload(c.Tx, x.bucket, x.key, value(in.sdk(), "UploadId")); err != nil {
			return err
		}
		in.Parts, err = x.chosen(c.Tx, &u, named)
		for i := range in.Parts {
			releases = append(releases, x.files.hold(in.Parts[i].File))
		}
		return err
	}) {
		in.File = x.assemble(&u, in.Parts)
		defer in.File.Discard()
	}
	for _, release := range releases {
		release()
	}
	return finish(x, in, encodeCompleted)
}

// namedParts reads the list of a completion. What it says of checksums is the client's copy of what it was told.
func (x *exchange) namedParts() ([]types.CompletedPart, error) {
	// The checksum in this request's headers is the object's, not the body's.
	text, err := io.ReadAll(io.LimitReader(x.r.Body, maxDocumentBytes+1))
	if err != nil {
		return nil, readFault(x.r.Context(), err)
	}
	var asked gofakes3.CompleteMultipartUploadRequest
	if len(text) > maxDocumentBytes || xml.Unmarshal(text, &asked) != nil {
		return nil, malformedXML()
	}
	named := make([]types.CompletedPart, len(asked.Parts))
	for i := range asked.Parts {
		number := int32(min(max(asked.Parts[i].PartNumber, 0), 1<<30))
		named[i] = types.CompletedPart{PartNumber: &number, ETag: &asked.Parts[i].ETag}
	}
	return named, nil
}

// sendBody streams an object. When it breaks the answer has begun, so the connection is cut: a short body must not
// look whole.
func (x *exchange) sendBody(from io.ReadCloser, length int64) {
	n, err := io.Copy(x.w, from)
	if closing := from.Close(); err == nil {
		err = closing
	}
	if err != nil || n != length {
		panic(http.ErrAbortHandler)
	}
}
