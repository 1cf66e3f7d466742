package s3_test

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"interlaken/cloud/s3"
	"interlaken/gateway"
	"interlaken/service/servicetest"
)

func TestBuckets(t *testing.T) {
	w := newWorld(t)
	retail := w.person(servicetest.Retail, "rita", servicetest.Everything)
	risk := w.person(servicetest.Risk, "remo", servicetest.Everything)
	ctx := t.Context()
	for _, name := range []string{"retail-b", "retail-a", "retail.c"} {
		w.bucket(retail, name)
	}
	w.bucket(risk, "risk-a")

	out, err := retail.ListBuckets(ctx, &awss3.ListBucketsInput{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, b := range out.Buckets {
		names = append(names, *b.Name)
		if b.CreationDate.IsZero() {
			t.Errorf("%s has no date", *b.Name)
		}
	}
	if !slices.Equal(names, []string{"retail-a", "retail-b", "retail.c"}) {
		t.Errorf("the account has %q", names)
	}
	page, err := retail.ListBuckets(ctx, &awss3.ListBucketsInput{MaxBuckets: aws.Int32(1), Prefix: aws.String("retail-")})
	if err != nil || len(page.Buckets) != 1 || page.ContinuationToken == nil {
		t.Fatalf("first page: %+v, %v", page, err)
	}
	page, err = retail.ListBuckets(ctx, &awss3.ListBucketsInput{Prefix: aws.String("retail-"), ContinuationToken: page.ContinuationToken})
	if err != nil || len(page.Buckets) != 1 || *page.Buckets[0].Name != "retail-b" || page.ContinuationToken != nil {
		t.Fatalf("second page: %+v, %v", page, err)
	}

	head, err := retail.HeadBucket(ctx, &awss3.HeadBucketInput{Bucket: aws.String("retail-a")})
	if err != nil || aws.ToString(head.BucketRegion) != region {
		t.Errorf("head: %+v, %v", head, err)
	}
	where, err := retail.GetBucketLocation(ctx, &awss3.GetBucketLocationInput{Bucket: aws.String("retail-a")})
	if err != nil || where.LocationConstraint != "" {
		t.Errorf("location: %+v, %v", where, err)
	}
	versioning, err := retail.GetBucketVersioning(ctx, &awss3.GetBucketVersioningInput{Bucket: aws.String("retail-a")})
	if err != nil || versioning.Status != "" {
		t.Errorf("versioning: %+v, %v", versioning, err)
	}
	if _, err := retail.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: aws.String("retail-a")}); err != nil {
		t.Errorf("creating one's own bucket again: %v", err)
	}

	_, err = risk.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: aws.String("retail-a")})
	refused(t, "another's name", err, "BucketAlreadyExists", 409)
	for _, name := range []string{"Ab-c", "ab", "a..b", "192.168.1.1", "-abc", "xn--abc", strings.Repeat("a", 64)} {
		_, err = retail.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: aws.String(name)})
		refused(t, name, err, "InvalidBucketName", 400)
	}
	_, err = retail.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: aws.String("elsewhere"), CreateBucketConfiguration: &types.CreateBucketConfiguration{
		LocationConstraint: "eu-west-1",
	}})
	refused(t, "another region", err, "IllegalLocationConstraintException", 400)
	_, err = retail.HeadBucket(ctx, &awss3.HeadBucketInput{Bucket: aws.String("nowhere")})
	refused(t, "head of none", err, "NotFound", 404)
	_, err = retail.GetBucketLocation(ctx, &awss3.GetBucketLocationInput{Bucket: aws.String("nowhere")})
	refused(t, "location of none", err, "NoSuchBucket", 404)

	w.put(retail, "retail-a", "k", []byte("v"))
	_, err = retail.DeleteBucket(ctx, &awss3.DeleteBucketInput{Bucket: aws.String("retail-a")})
	refused(t, "a full bucket", err, "BucketNotEmpty", 409)
	if _, err := retail.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: aws.String("retail-a"), Key: aws.String("k")}); err != nil {
		t.Error(err)
	}
	upload, err := retail.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: aws.String("retail-a"), Key: aws.String("u")})
	if err != nil {
		t.Fatal(err)
	}
	_, err = retail.UploadPart(ctx, &awss3.UploadPartInput{
		Bucket: aws.String("retail-a"), Key: aws.String("u"), UploadId: upload.UploadId, PartNumber: aws.Int32(1), Body: strings.NewReader("part"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := retail.DeleteBucket(ctx, &awss3.DeleteBucketInput{Bucket: aws.String("retail-a")}); err != nil {
		t.Error(err)
	}
	if files := w.fileList(); len(files) != 0 {
		t.Errorf("files are left: %q", files)
	}
	w.bucket(risk, "retail-a") // the name is free again
}

func TestObjectRoundTrip(t *testing.T) {
	w := newWorld(t, func(c *s3.Config) { c.Volatile = false })
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(p, "round-trip"), t.Context()
	content := noise(1, 300_000)
	sum := md5.Sum(content)
	for name, client := range map[string]*awss3.Client{"plain": p.Client, "secure": p.secure} {
		put, err := client.PutObject(ctx, &awss3.PutObjectInput{
			Bucket: &b, Key: &name, Body: bytes.NewReader(content), ContentType: aws.String("application/vnd.test"), CacheControl: aws.String("max-age=3"),
			ContentDisposition: aws.String("attachment"), ContentEncoding: aws.String("gzip"), ContentLanguage: aws.String("de"),
			Expires: aws.Time(time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)), Metadata: map[string]string{"Team": "Blue", "empty": ""},
			IfNoneMatch: aws.String("*"), ChecksumAlgorithm: types.ChecksumAlgorithmCrc32,
		})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if *put.ETag != `"`+hex.EncodeToString(sum[:])+`"` || put.ChecksumCRC32 == nil {
			t.Errorf("%s: put answered %s, CRC32 %v", name, *put.ETag, put.ChecksumCRC32)
		}
		got, err := client.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: &name, ChecksumMode: types.ChecksumModeEnabled})
		if err != nil {
			t.Fatal(err)
		}
		read, err := io.ReadAll(got.Body)
		if err != nil || !bytes.Equal(read, content) {
			t.Errorf("%s: read %d bytes, %v", name, len(read), err)
		}
		if *got.ContentType != "application/vnd.test" || *got.CacheControl != "max-age=3" || *got.ContentDisposition != "attachment" ||
			*got.ContentEncoding != "gzip" || *got.ContentLanguage != "de" || *got.ContentLength != int64(len(content)) ||
			*got.ExpiresString != "Wed, 02 Jan 2030 03:04:05 GMT" || *got.AcceptRanges != "bytes" {
			t.Errorf("%s: headers %+v", name, got)
		}
		if got.Metadata["team"] != "Blue" || len(got.Metadata) != 2 {
			t.Errorf("%s: metadata %v", name, got.Metadata)
		}
		if aws.ToString(got.ChecksumCRC32) != *put.ChecksumCRC32 || got.ChecksumType != types.ChecksumTypeFullObject {
			t.Errorf("%s: checksum %v", name, got.ChecksumCRC32)
		}
		head, err := client.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: &b, Key: &name})
		if err != nil || *head.ETag != *put.ETag || *head.ContentLength != int64(len(content)) || !head.LastModified.Equal(w.Clock.Now().Truncate(time.Second)) {
			t.Errorf("%s: head %+v, %v", name, head, err)
		}
	}
	// Nothing said of it is octets.
	w.put(p, b, "bare", nil)
	head, err := p.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: &b, Key: aws.String("bare")})
	if err != nil || *head.ContentType != "application/octet-stream" && *head.ContentType != "binary/octet-stream" || *head.ContentLength != 0 {
		t.Errorf("head of an empty object: %+v, %v", head, err)
	}
	if got := w.get(p, b, "bare"); got != "" {
		t.Errorf("an empty object has %q", got)
	}
	for _, f := range w.fileList() {
		if !strings.Contains(f, "-r-------- ") {
			t.Errorf("a file can be written or read by others: %s", f)
		}
	}
	info, err := os.Stat(w.dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is %v, %v", info.Mode(), err)
	}
	// Overwriting leaves one file a key.
	w.put(p, b, "bare", []byte("new"))
	if n := len(w.fileList()); n != 3 {
		t.Errorf("%d files, want 3", n)
	}
	_, err = p.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: aws.String("none")})
	refused(t, "no key", err, "NoSuchKey", 404)
	_, err = p.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: &b, Key: aws.String("none")})
	refused(t, "head of no key", err, "NotFound", 404)
}

// The hub reaches the object store without a socket.
func TestInMemoryTransport(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	client := awss3.New(awss3.Options{
		Region: region, HTTPClient: &http.Client{Transport: gateway.Transport(w.plain.Config.Handler)}, // AWS's own address, buckets as hosts
		Credentials: credentials.NewStaticCredentialsProvider(p.key.AccessKeyID, p.key.SecretAccessKey, ""),
	})
	b, ctx, content := w.bucket(p, "in-memory"), t.Context(), noise(4, 1<<20)
	if _, err := client.PutObject(ctx, &awss3.PutObjectInput{Bucket: &b, Key: aws.String("a/k"), Body: bytes.NewReader(content)}); err != nil {
		t.Fatal(err)
	}
	head, err := client.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: &b, Key: aws.String("a/k")})
	if err != nil || *head.ContentLength != 1<<20 {
		t.Errorf("head: %+v, %v", head, err)
	}
	got, err := client.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: aws.String("a/k")})
	if err != nil {
		t.Fatal(err)
	}
	read, err := io.ReadAll(got.Body)
	if err != nil || !bytes.Equal(read, content) {
		t.Errorf("%d bytes, %v", len(read), err)
	}
	_, err = client.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: aws.String("none")})
	refused(t, "no key", err, "NoSuchKey", 404)
}

func TestRangesAndConditions(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(p, "ranges"), t.Context()
	etag := w.put(p, b, "k", []byte("0123456789")).ETag
	w.put(p, b, "empty", nil)
	for asked, want := range map[string]struct{ body, header string }{
		"bytes=0-0":     {"0", "bytes 0-0/10"},
		"bytes=2-4":     {"234", "bytes 2-4/10"},
		"bytes=7-":      {"789", "bytes 7-9/10"},
		"bytes=-3":      {"789", "bytes 7-9/10"},
		"bytes=5-100":   {"56789", "bytes 5-9/10"},
		"bytes=-100":    {"0123456789", "bytes 0-9/10"},
		"bytes=4-2":     {"0123456789", ""},
		"bytes=0-1,4-5": {"0123456789", ""},
		"lines=1-2":     {"0123456789", ""},
	} {
		got, err := p.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: aws.String("k"), Range: aws.String(asked)})
		if err != nil {
			t.Errorf("%s: %v", asked, err)
			continue
		}
		body, err := io.ReadAll(got.Body)
		if string(body) != want.body || aws.ToString(got.ContentRange) != want.header || *got.ContentLength != int64(len(want.body)) || err != nil {
			t.Errorf("%s: %q %q, %v", asked, body, aws.ToString(got.ContentRange), err)
		}
	}
	for _, asked := range []string{"bytes=10-", "bytes=11-20", "bytes=-0"} {
		_, err := p.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: aws.String("k"), Range: aws.String(asked)})
		refused(t, asked, err, "InvalidRange", 416)
	}
	_, err := p.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: aws.String("empty"), Range: aws.String("bytes=0-")})
	refused(t, "a range of nothing", err, "InvalidRange", 416)

	now := w.Clock.Now()
	before, after, other := aws.Time(now.Add(-time.Hour)), aws.Time(now.Add(time.Hour)), aws.String(`"00000000000000000000000000000000"`)
	for name, c := range map[string]struct {
		in     awss3.GetObjectInput
		status int
	}{
		"match":                         {awss3.GetObjectInput{IfMatch: etag}, 200},
		"match any":                     {awss3.GetObjectInput{IfMatch: aws.String("*")}, 200},
		"match one of":                  {awss3.GetObjectInput{IfMatch: aws.String(*other + ", " + *etag)}, 200},
		"match other":                   {awss3.GetObjectInput{IfMatch: other}, 412},
		"none match":                    {awss3.GetObjectInput{IfNoneMatch: etag}, 304},
		"none match other":              {awss3.GetObjectInput{IfNoneMatch: other}, 200},
		"modified since before":         {awss3.GetObjectInput{IfModifiedSince: before}, 200},
		"modified since after":          {awss3.GetObjectInput{IfModifiedSince: after}, 304},
		"unmodified since before":       {awss3.GetObjectInput{IfUnmodifiedSince: before}, 412},
		"unmodified since after":        {awss3.GetObjectInput{IfUnmodifiedSince: after}, 200},
		"match and unmodified before":   {awss3.GetObjectInput{IfMatch: etag, IfUnmodifiedSince: before}, 200},
		"none match and modified since": {awss3.GetObjectInput{IfNoneMatch: etag, IfModifiedSince: before}, 304},
	} {
		c.in.Bucket, c.in.Key = &b, aws.String("k")
		_, err := p.GetObject(ctx, &c.in)
		switch {
		case c.status == 200 && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.status == 304:
			refused(t, name, err, "NotModified", 304)
		case c.status == 412:
			refused(t, name, err, "PreconditionFailed", 412)
		}
	}

	state := w.state()
	put := func(in awss3.PutObjectInput) error {
		in.Bucket, in.Body = &b, strings.NewReader("x")
		if in.Key == nil {
			in.Key = aws.String("k")
		}
		_, err := p.PutObject(ctx, &in)
		return err
	}
	refused(t, "put if none", put(awss3.PutObjectInput{IfNoneMatch: aws.String("*")}), "PreconditionFailed", 412)
	refused(t, "put if other", put(awss3.PutObjectInput{IfMatch: other}), "PreconditionFailed", 412)
	refused(t, "put if there", put(awss3.PutObjectInput{IfMatch: other, Key: aws.String("none")}), "NoSuchKey", 404)
	if w.state() != state {
		t.Error("a put whose condition failed left something")
	}
	if err := put(awss3.PutObjectInput{IfMatch: etag}); err != nil {
		t.Error(err)
	}
}

func TestUnsupportedIsRefused(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(p, "unsupported"), t.Context()
	w.put(p, b, "k", []byte("v"))
	state := w.state()
	for name, in := range map[string]awss3.PutObjectInput{
		"kms":      {ServerSideEncryption: types.ServerSideEncryptionAwsKms},
		"kms key":  {SSEKMSKeyId: aws.String("key")},
		"lock":     {ObjectLockMode: types.ObjectLockModeGovernance, ObjectLockRetainUntilDate: aws.Time(w.Clock.Now().Add(time.Hour))},
		"hold":     {ObjectLockLegalHoldStatus: types.ObjectLockLegalHoldStatusOn},
		"glacier":  {StorageClass: types.StorageClassGlacier},
		"grant":    {GrantRead: aws.String("id=x")},
		"redirect": {WebsiteRedirectLocation: aws.String("/other")},
	} {
		in.Bucket, in.Key, in.Body = &b, aws.String("k"), strings.NewReader("other")
		_, err := p.PutObject(ctx, &in)
		refused(t, name, err, "NotImplemented", 501)
	}
	_, err := p.PutObject(ctx, &awss3.PutObjectInput{Bucket: &b, Key: aws.String("k"), Body: strings.NewReader("x"), ACL: types.ObjectCannedACLPublicRead})
	refused(t, "public", err, "AccessControlListNotSupported", 400)
	_, err = p.PutBucketCors(ctx, &awss3.PutBucketCorsInput{Bucket: &b, CORSConfiguration: &types.CORSConfiguration{CORSRules: []types.CORSRule{
		{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}},
	}}})
	refused(t, "cors", err, "NotImplemented", 501)
	_, err = p.PutBucketEncryption(ctx, &awss3.PutBucketEncryptionInput{Bucket: &b, ServerSideEncryptionConfiguration: encryptedBy(types.ServerSideEncryptionAwsKms)})
	refused(t, "keys of a bucket", err, "NotImplemented", 501)
	_, err = p.PutBucketAcl(ctx, &awss3.PutBucketAclInput{Bucket: &b, ACL: types.BucketCannedACLPublicRead})
	refused(t, "list of a bucket", err, "AccessControlListNotSupported", 400)
	_, err = p.PutObjectAcl(ctx, &awss3.PutObjectAclInput{Bucket: &b, Key: aws.String("k"), ACL: types.ObjectCannedACLPrivate})
	refused(t, "list of an object", err, "AccessControlListNotSupported", 400)
	_, err = p.PutBucketOwnershipControls(ctx, &awss3.PutBucketOwnershipControlsInput{Bucket: &b, OwnershipControls: &types.OwnershipControls{
		Rules: []types.OwnershipControlsRule{{ObjectOwnership: types.ObjectOwnershipObjectWriter}},
	}})
	refused(t, "ownership", err, "NotImplemented", 501)
	moved := expireAfter("", 1)
	moved.Transitions = []types.Transition{{Days: aws.Int32(30), StorageClass: types.TransitionStorageClassGlacier}}
	_, err = p.PutBucketLifecycleConfiguration(ctx, &awss3.PutBucketLifecycleConfigurationInput{Bucket: &b, LifecycleConfiguration: &types.BucketLifecycleConfiguration{
		Rules: []types.LifecycleRule{moved},
	}})
	refused(t, "moving", err, "NotImplemented", 501)
	_, err = p.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: aws.String("k"), VersionId: aws.String("abc")})
	refused(t, "a version", err, "InvalidArgument", 400)
	if w.state() != state {
		t.Error("a refused request left something")
	}
	if _, err := p.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: aws.String("k"), VersionId: aws.String("null")}); err != nil {
		t.Errorf("the null version: %v", err)
	}
	in := awss3.PutObjectInput{Bucket: &b, Key: aws.String("k"), Body: strings.NewReader("x")}
	in.ServerSideEncryption, in.ACL = types.ServerSideEncryptionAes256, types.ObjectCannedACLBucketOwnerFullControl
	if _, err := p.PutObject(ctx, &in); err != nil {
		t.Errorf("what every object has: %v", err)
	}
}

func TestCopy(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	from, to, ctx := w.bucket(p, "copy-from"), w.bucket(p, "copy-to"), t.Context()
	key := "a b/ü+=%&?.csv"
	_, err := p.PutObject(ctx, &awss3.PutObjectInput{
		Bucket: &from, Key: &key, Body: strings.NewReader("content"), ContentType: aws.String("text/csv"), Metadata: map[string]string{"a": "1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	source := aws.String(from + "/a%20b/%C3%BC%2B%3D%25%26%3F.csv")
	out, err := p.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: &to, Key: aws.String("copied"), CopySource: source})
	if err != nil {
		t.Fatal(err)
	}
	if *out.CopyObjectResult.ETag != `"9a0364b9e99bb480dd25e1f0284c8555"` || out.CopyObjectResult.LastModified == nil {
		t.Errorf("copy answered %+v", out.CopyObjectResult)
	}
	// The copy is a version of its own: the source may go.
	if _, err := p.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: &from, Key: &key}); err != nil {
		t.Fatal(err)
	}
	if got := w.get(p, to, "copied"); got != "content" {
		t.Errorf("the copy has %q", got)
	}
	head, err := p.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: &to, Key: aws.String("copied")})
	if err != nil || *head.ContentType != "text/csv" || head.Metadata["a"] != "1" {
		t.Errorf("the copy's head: %+v, %v", head, err)
	}
	self := aws.String(to + "/copied")
	_, err = p.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: &to, Key: aws.String("copied"), CopySource: self})
	refused(t, "onto itself", err, "InvalidRequest", 400)
	_, err = p.CopyObject(ctx, &awss3.CopyObjectInput{
		Bucket: &to, Key: aws.String("copied"), CopySource: self, MetadataDirective: types.MetadataDirectiveReplace, ContentType: aws.String("text/plain"),
	})
	if err != nil {
		t.Error(err)
	}
	head, err = p.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: &to, Key: aws.String("copied")})
	if err != nil || *head.ContentType != "text/plain" || len(head.Metadata) != 0 {
		t.Errorf("the replaced head: %+v, %v", head, err)
	}
	if got := w.get(p, to, "copied"); got != "content" {
		t.Errorf("the copy has %q", got)
	}
	state := w.state()
	_, err = p.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: &to, Key: aws.String("c"), CopySource: source})
	refused(t, "a source that is gone", err, "NoSuchKey", 404)
	_, err = p.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: &to, Key: aws.String("c"), CopySource: aws.String("nowhere/k")})
	refused(t, "a bucket that is none", err, "NoSuchBucket", 404)
	_, err = p.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: &to, Key: aws.String("c"), CopySource: aws.String("nowhere")})
	refused(t, "no key", err, "InvalidArgument", 400)
	_, err = p.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: &to, Key: aws.String("c"), CopySource: self, CopySourceIfNoneMatch: aws.String("*")})
	refused(t, "a condition", err, "PreconditionFailed", 412)
	_, err = p.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: &to, Key: aws.String("c"), CopySource: self, ExpectedSourceBucketOwner: aws.String(servicetest.Risk)})
	refused(t, "another owner", err, "AccessDenied", 403)
	if w.state() != state {
		t.Error("a refused copy left something")
	}
}

func TestMultiDelete(t *testing.T) {
	w := newWorld(t)
	admin := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(admin, "multi-delete"), t.Context()
	clerk := w.person(servicetest.Retail, "carl", allow("s3:DeleteObject", "arn:aws:s3:::multi-delete/mine/*"))
	for _, key := range []string{"mine/1", "mine/2 <&>", "theirs/1"} {
		w.put(admin, b, key, []byte(key))
	}
	ids := []types.ObjectIdentifier{
		{Key: aws.String("mine/1")}, {Key: aws.String("mine/2 <&>")}, {Key: aws.String("mine/none")}, {Key: aws.String("theirs/1")},
	}
	out, err := clerk.DeleteObjects(ctx, &awss3.DeleteObjectsInput{Bucket: &b, Delete: &types.Delete{Objects: ids}})
	if err != nil {
		t.Fatal(err)
	}
	var deleted []string
	for _, d := range out.Deleted {
		deleted = append(deleted, *d.Key)
	}
	if !slices.Equal(deleted, []string{"mine/1", "mine/2 <&>", "mine/none"}) {
		t.Errorf("deleted %q", deleted)
	}
	if len(out.Errors) != 1 || *out.Errors[0].Key != "theirs/1" || *out.Errors[0].Code != "AccessDenied" ||
		!strings.Contains(*out.Errors[0].Message, "is not authorized to perform: s3:DeleteObject on resource: arn:aws:s3:::multi-delete/theirs/1") {
		t.Errorf("errors %+v", out.Errors)
	}
	if got := w.get(admin, b, "theirs/1"); got != "theirs/1" || len(w.fileList()) != 1 {
		t.Errorf("left is %q, %q", got, w.fileList())
	}
	quiet, err := admin.DeleteObjects(ctx, &awss3.DeleteObjectsInput{Bucket: &b, Delete: &types.Delete{Quiet: aws.Bool(true), Objects: ids}})
	if err != nil || len(quiet.Deleted) != 0 || len(quiet.Errors) != 0 {
		t.Errorf("quiet: %+v, %v", quiet, err)
	}
	many := make([]types.ObjectIdentifier, 1001)
	for i := range many {
		many[i].Key = aws.String("k")
	}
	_, err = admin.DeleteObjects(ctx, &awss3.DeleteObjectsInput{Bucket: &b, Delete: &types.Delete{Objects: many}})
	refused(t, "1001 keys", err, "MalformedXML", 400)
}
