package s3_test

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"interlaken/service/servicetest"
	"interlaken/trail"
)

// Every operation is refused to who may do nothing, in its own account and in another, and leaves only its event.
func TestRefusedLeavesNothing(t *testing.T) {
	w := newWorld(t)
	admin := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(admin, "refused"), t.Context()
	w.put(admin, b, "k", []byte("v"))
	upload, err := admin.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: &b, Key: aws.String("u")})
	if err != nil {
		t.Fatal(err)
	}
	part, err := admin.UploadPart(ctx, &awss3.UploadPartInput{
		Bucket: &b, Key: aws.String("u"), UploadId: upload.UploadId, PartNumber: aws.Int32(1), Body: strings.NewReader("x"),
	})
	if err != nil {
		t.Fatal(err)
	}
	nobody := w.person(servicetest.Retail, "nora")
	stranger := w.person(servicetest.Risk, "remo", servicetest.Everything) // the bucket's side does not allow it
	k, u, source := aws.String("k"), aws.String("u"), aws.String(b+"/k")
	body := func() io.Reader { return strings.NewReader("other") }
	calls := []attempt{
		{"HeadBucket", func(c *awss3.Client) error {
			_, err := c.HeadBucket(ctx, &awss3.HeadBucketInput{Bucket: &b})
			return err
		}},
		{"DeleteBucket", func(c *awss3.Client) error {
			_, err := c.DeleteBucket(ctx, &awss3.DeleteBucketInput{Bucket: &b})
			return err
		}},
		{"GetBucketLocation", func(c *awss3.Client) error {
			_, err := c.GetBucketLocation(ctx, &awss3.GetBucketLocationInput{Bucket: &b})
			return err
		}},
		{"GetBucketVersioning", func(c *awss3.Client) error {
			_, err := c.GetBucketVersioning(ctx, &awss3.GetBucketVersioningInput{Bucket: &b})
			return err
		}},
		{"PutBucketPolicy", func(c *awss3.Client) error {
			_, err := c.PutBucketPolicy(ctx, &awss3.PutBucketPolicyInput{Bucket: &b, Policy: aws.String(bucketPolicy("*", "s3:*", "arn:aws:s3:::refused/*"))})
			return err
		}},
		{"GetBucketPolicy", func(c *awss3.Client) error {
			_, err := c.GetBucketPolicy(ctx, &awss3.GetBucketPolicyInput{Bucket: &b})
			return err
		}},
		{"DeleteBucketPolicy", func(c *awss3.Client) error {
			_, err := c.DeleteBucketPolicy(ctx, &awss3.DeleteBucketPolicyInput{Bucket: &b})
			return err
		}},
		{"ListObjects", func(c *awss3.Client) error {
			_, err := c.ListObjects(ctx, &awss3.ListObjectsInput{Bucket: &b})
			return err
		}},
		{"ListObjectsV2", func(c *awss3.Client) error {
			_, err := c.ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: &b})
			return err
		}},
		{"GetObject", func(c *awss3.Client) error {
			_, err := c.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: k})
			return err
		}},
		{"HeadObject", func(c *awss3.Client) error {
			_, err := c.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: &b, Key: k})
			return err
		}},
		{"PutObject", func(c *awss3.Client) error {
			_, err := c.PutObject(ctx, &awss3.PutObjectInput{Bucket: &b, Key: k, Body: body()})
			return err
		}},
		{"CopyObject", func(c *awss3.Client) error {
			_, err := c.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: &b, Key: aws.String("c"), CopySource: source})
			return err
		}},
		{"DeleteObject", func(c *awss3.Client) error {
			_, err := c.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: &b, Key: k})
			return err
		}},
		{"CreateMultipartUpload", func(c *awss3.Client) error {
			_, err := c.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: &b, Key: k})
			return err
		}},
		{"UploadPart", func(c *awss3.Client) error {
			_, err := c.UploadPart(ctx, &awss3.UploadPartInput{Bucket: &b, Key: u, UploadId: upload.UploadId, PartNumber: aws.Int32(1), Body: body()})
			return err
		}},
		{"UploadPartCopy", func(c *awss3.Client) error {
			_, err := c.UploadPartCopy(ctx, &awss3.UploadPartCopyInput{Bucket: &b, Key: u, UploadId: upload.UploadId, PartNumber: aws.Int32(1), CopySource: source})
			return err
		}},
		{"CompleteMultipartUpload", func(c *awss3.Client) error {
			_, err := c.CompleteMultipartUpload(ctx, &awss3.CompleteMultipartUploadInput{
				Bucket: &b, Key: u, UploadId: upload.UploadId,
				MultipartUpload: &types.CompletedMultipartUpload{Parts: []types.CompletedPart{{PartNumber: aws.Int32(1), ETag: part.ETag}}},
			})
			return err
		}},
		{"AbortMultipartUpload", func(c *awss3.Client) error {
			_, err := c.AbortMultipartUpload(ctx, &awss3.AbortMultipartUploadInput{Bucket: &b, Key: u, UploadId: upload.UploadId})
			return err
		}},
		{"ListParts", func(c *awss3.Client) error {
			_, err := c.ListParts(ctx, &awss3.ListPartsInput{Bucket: &b, Key: u, UploadId: upload.UploadId})
			return err
		}},
		{"ListMultipartUploads", func(c *awss3.Client) error {
			_, err := c.ListMultipartUploads(ctx, &awss3.ListMultipartUploadsInput{Bucket: &b})
			return err
		}},
	}
	calls = append(calls, attempts(ctx, &b, k)...)
	// ListBuckets and CreateBucket are about the caller's own account, DeleteObjects answers key by key: see below.
	if want := len(w.objects.Service().Operations) - 3; len(calls) != want {
		t.Errorf("%d operations are tried, %d are offered", len(calls), want)
	}
	state, bill := w.state(), w.bill(servicetest.Retail)
	for _, who := range []struct {
		name    string
		person  person
		account string
	}{{"nobody", nobody, servicetest.Retail}, {"stranger", stranger, servicetest.Risk}} {
		for _, call := range calls {
			before := len(w.events(who.account, trail.Management)) + len(w.events(who.account, trail.Data))
			code, status := "AccessDenied", 403
			if strings.HasPrefix(call.name, "Head") {
				code = "Forbidden" // an answer to HEAD has no body, the client names it by its status
			}
			refused(t, who.name+" "+call.name, call.do(who.person.Client), code, status)
			if w.state() != state {
				t.Fatalf("%s %s left something:\n%s\nbefore:\n%s", who.name, call.name, w.state(), state)
			}
			events := append(w.events(who.account, trail.Management), w.events(who.account, trail.Data)...)
			if len(events) != before+1 || !slices.Contains(events, call.name+" AccessDenied") {
				t.Errorf("%s %s: %d events more, in %q", who.name, call.name, len(events)-before, events)
			}
		}
		out, err := who.person.DeleteObjects(ctx, &awss3.DeleteObjectsInput{Bucket: &b, Delete: &types.Delete{Objects: []types.ObjectIdentifier{{Key: k}}}})
		if err != nil || len(out.Errors) != 1 || *out.Errors[0].Code != "AccessDenied" || len(out.Deleted) != 0 {
			t.Errorf("%s DeleteObjects: %+v, %v", who.name, out, err)
		}
	}
	_, err = nobody.ListBuckets(ctx, &awss3.ListBucketsInput{})
	refused(t, "ListBuckets", err, "AccessDenied", 403)
	_, err = nobody.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: aws.String("nobody")})
	refused(t, "CreateBucket", err, "AccessDenied", 403)
	if w.state() != state {
		t.Error("something was left")
	}
	if got := w.bill(servicetest.Retail); !slices.Equal(got, bill) {
		t.Errorf("refused requests were billed: %q, before %q", got, bill)
	}
}

// attempt is one call of an operation.
type attempt struct {
	name string
	do   func(c *awss3.Client) error
}

func try[In, Out any](ctx context.Context, name string, do func(*awss3.Client, context.Context, *In, ...func(*awss3.Options)) (*Out, error), in *In) attempt {
	return attempt{name, func(c *awss3.Client) error {
		_, err := do(c, ctx, in)
		return err
	}}
}

// attempts are the operations on versions, tags and configurations.
func attempts(ctx context.Context, b, k *string) []attempt {
	tags := &types.Tagging{TagSet: []types.Tag{{Key: k, Value: k}}}
	return []attempt{
		try(ctx, "PutBucketVersioning", (*awss3.Client).PutBucketVersioning, &awss3.PutBucketVersioningInput{
			Bucket: b, VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled},
		}),
		try(ctx, "ListObjectVersions", (*awss3.Client).ListObjectVersions, &awss3.ListObjectVersionsInput{Bucket: b}),
		try(ctx, "GetObjectTagging", (*awss3.Client).GetObjectTagging, &awss3.GetObjectTaggingInput{Bucket: b, Key: k}),
		try(ctx, "PutObjectTagging", (*awss3.Client).PutObjectTagging, &awss3.PutObjectTaggingInput{Bucket: b, Key: k, Tagging: tags}),
		try(ctx, "DeleteObjectTagging", (*awss3.Client).DeleteObjectTagging, &awss3.DeleteObjectTaggingInput{Bucket: b, Key: k}),
		try(ctx, "GetBucketTagging", (*awss3.Client).GetBucketTagging, &awss3.GetBucketTaggingInput{Bucket: b}),
		try(ctx, "PutBucketTagging", (*awss3.Client).PutBucketTagging, &awss3.PutBucketTaggingInput{Bucket: b, Tagging: tags}),
		try(ctx, "DeleteBucketTagging", (*awss3.Client).DeleteBucketTagging, &awss3.DeleteBucketTaggingInput{Bucket: b}),
		try(ctx, "GetBucketLifecycleConfiguration", (*awss3.Client).GetBucketLifecycleConfiguration, &awss3.GetBucketLifecycleConfigurationInput{Bucket: b}),
		try(ctx, "PutBucketLifecycleConfiguration", (*awss3.Client).PutBucketLifecycleConfiguration, &awss3.PutBucketLifecycleConfigurationInput{
			Bucket: b, LifecycleConfiguration: &types.BucketLifecycleConfiguration{Rules: []types.LifecycleRule{expireAfter("", 1)}},
		}),
		try(ctx, "DeleteBucketLifecycle", (*awss3.Client).DeleteBucketLifecycle, &awss3.DeleteBucketLifecycleInput{Bucket: b}),
		try(ctx, "GetPublicAccessBlock", (*awss3.Client).GetPublicAccessBlock, &awss3.GetPublicAccessBlockInput{Bucket: b}),
		try(ctx, "PutPublicAccessBlock", (*awss3.Client).PutPublicAccessBlock, &awss3.PutPublicAccessBlockInput{
			Bucket: b, PublicAccessBlockConfiguration: &types.PublicAccessBlockConfiguration{},
		}),
		try(ctx, "DeletePublicAccessBlock", (*awss3.Client).DeletePublicAccessBlock, &awss3.DeletePublicAccessBlockInput{Bucket: b}),
		try(ctx, "GetBucketPolicyStatus", (*awss3.Client).GetBucketPolicyStatus, &awss3.GetBucketPolicyStatusInput{Bucket: b}),
		try(ctx, "GetBucketOwnershipControls", (*awss3.Client).GetBucketOwnershipControls, &awss3.GetBucketOwnershipControlsInput{Bucket: b}),
		try(ctx, "PutBucketOwnershipControls", (*awss3.Client).PutBucketOwnershipControls, &awss3.PutBucketOwnershipControlsInput{
			Bucket: b, OwnershipControls: &types.OwnershipControls{Rules: []types.OwnershipControlsRule{{ObjectOwnership: types.ObjectOwnershipBucketOwnerEnforced}}},
		}),
		try(ctx, "DeleteBucketOwnershipControls", (*awss3.Client).DeleteBucketOwnershipControls, &awss3.DeleteBucketOwnershipControlsInput{Bucket: b}),
		try(ctx, "GetBucketEncryption", (*awss3.Client).GetBucketEncryption, &awss3.GetBucketEncryptionInput{Bucket: b}),
		try(ctx, "PutBucketEncryption", (*awss3.Client).PutBucketEncryption, &awss3.PutBucketEncryptionInput{
			Bucket: b, ServerSideEncryptionConfiguration: encryptedBy(types.ServerSideEncryptionAes256),
		}),
		try(ctx, "DeleteBucketEncryption", (*awss3.Client).DeleteBucketEncryption, &awss3.DeleteBucketEncryptionInput{Bucket: b}),
		try(ctx, "GetBucketAcl", (*awss3.Client).GetBucketAcl, &awss3.GetBucketAclInput{Bucket: b}),
		try(ctx, "PutBucketAcl", (*awss3.Client).PutBucketAcl, &awss3.PutBucketAclInput{Bucket: b, ACL: types.BucketCannedACLPrivate}),
		try(ctx, "GetObjectAcl", (*awss3.Client).GetObjectAcl, &awss3.GetObjectAclInput{Bucket: b, Key: k}),
		try(ctx, "PutObjectAcl", (*awss3.Client).PutObjectAcl, &awss3.PutObjectAclInput{Bucket: b, Key: k, ACL: types.ObjectCannedACLPrivate}),
		try(ctx, "GetObjectAttributes", (*awss3.Client).GetObjectAttributes, &awss3.GetObjectAttributesInput{
			Bucket: b, Key: k, ObjectAttributes: []types.ObjectAttributes{types.ObjectAttributesEtag},
		}),
		try(ctx, "GetBucketAccelerateConfiguration", (*awss3.Client).GetBucketAccelerateConfiguration, &awss3.GetBucketAccelerateConfigurationInput{Bucket: b}),
		try(ctx, "GetBucketLogging", (*awss3.Client).GetBucketLogging, &awss3.GetBucketLoggingInput{Bucket: b}),
		try(ctx, "GetBucketNotificationConfiguration", (*awss3.Client).GetBucketNotificationConfiguration, &awss3.GetBucketNotificationConfigurationInput{Bucket: b}),
		try(ctx, "GetBucketRequestPayment", (*awss3.Client).GetBucketRequestPayment, &awss3.GetBucketRequestPaymentInput{Bucket: b}),
		try(ctx, "GetBucketCors", (*awss3.Client).GetBucketCors, &awss3.GetBucketCorsInput{Bucket: b}),
		try(ctx, "DeleteBucketCors", (*awss3.Client).DeleteBucketCors, &awss3.DeleteBucketCorsInput{Bucket: b}),
		try(ctx, "GetBucketReplication", (*awss3.Client).GetBucketReplication, &awss3.GetBucketReplicationInput{Bucket: b}),
		try(ctx, "GetBucketWebsite", (*awss3.Client).GetBucketWebsite, &awss3.GetBucketWebsiteInput{Bucket: b}),
		try(ctx, "GetObjectLockConfiguration", (*awss3.Client).GetObjectLockConfiguration, &awss3.GetObjectLockConfigurationInput{Bucket: b}),
	}
}

func encryptedBy(algorithm types.ServerSideEncryption) *types.ServerSideEncryptionConfiguration {
	return &types.ServerSideEncryptionConfiguration{Rules: []types.ServerSideEncryptionRule{{
		ApplyServerSideEncryptionByDefault: &types.ServerSideEncryptionByDefault{SSEAlgorithm: algorithm},
	}}}
}

// expireAfter is a rule of a lifecycle: what lies below a prefix goes after some days.
func expireAfter(prefix string, days int32) types.LifecycleRule {
	return types.LifecycleRule{
		ID: aws.String("below " + prefix), Status: types.ExpirationStatusEnabled, Filter: &types.LifecycleRuleFilter{Prefix: &prefix},
		Expiration: &types.LifecycleExpiration{Days: &days},
	}
}

func TestDenialsSayWhatAWSSays(t *testing.T) {
	w := newWorld(t)
	admin := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(admin, "denials"), t.Context()
	w.put(admin, b, "k", []byte("v"))
	reader := w.person(servicetest.Retail, "rolf", allow("s3:GetObject", "arn:aws:s3:::denials/*"))
	if got := w.get(reader, b, "k"); got != "v" {
		t.Errorf("read %q", got)
	}
	// Without s3:ListBucket a missing key cannot be told from a forbidden one.
	_, err := reader.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: aws.String("none")})
	refused(t, "missing key", err, "AccessDenied", 403)
	want := "User: arn:aws:iam::222222222222:user/rolf is not authorized to perform: s3:ListBucket on resource: \"arn:aws:s3:::denials\"" +
		" because no identity-based policy allows the s3:ListBucket action"
	if err != nil && !strings.Contains(strings.ReplaceAll(err.Error(), `"`, ""), strings.ReplaceAll(want, `"`, "")) {
		t.Errorf("the message is %v", err)
	}
	_, err = reader.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: &b, Key: aws.String("k")})
	refused(t, "delete", err, "AccessDenied", 403)
}

func TestListConditions(t *testing.T) {
	w := newWorld(t)
	admin := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(admin, "conditions"), t.Context()
	w.put(admin, b, "home/carl/1", []byte("v"))
	carl := w.person(servicetest.Retail, "carl", statement("Allow", "s3:ListBucket",
		`,"Condition":{"StringLike":{"s3:prefix":"home/${aws:username}/*"},"StringEquals":{"s3:delimiter":"/"},"NumericLessThanEquals":{"s3:max-keys":"10"}}`,
		"arn:aws:s3:::conditions"))
	list := func(prefix, delimiter *string, most *int32) error {
		_, err := carl.ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: &b, Prefix: prefix, Delimiter: delimiter, MaxKeys: most})
		return err
	}
	slash, ten := aws.String("/"), aws.Int32(10)
	if err := list(aws.String("home/carl/"), slash, ten); err != nil {
		t.Error(err)
	}
	refused(t, "another prefix", list(aws.String("home/rita/"), slash, ten), "AccessDenied", 403)
	refused(t, "no prefix", list(nil, slash, ten), "AccessDenied", 403)
	refused(t, "no delimiter", list(aws.String("home/carl/"), nil, ten), "AccessDenied", 403)
	refused(t, "too many", list(aws.String("home/carl/"), slash, aws.Int32(11)), "AccessDenied", 403)
	refused(t, "no number", list(aws.String("home/carl/"), slash, nil), "AccessDenied", 403)
}

func TestBucketPolicyAcrossAccounts(t *testing.T) {
	w := newWorld(t)
	owner := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(owner, "shared"), t.Context()
	w.put(owner, b, "public/k", []byte("v"))
	w.put(owner, b, "private/k", []byte("v"))
	analyst := w.person(servicetest.Risk, "remo", allow("s3:*", "*"))
	limited := w.person(servicetest.Risk, "lisa", allow("s3:GetObject", "arn:aws:s3:::other/*"))
	get := func(p person, key string) error {
		_, err := p.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: &key})
		return err
	}
	refused(t, "before there is a policy", get(analyst, "public/k"), "AccessDenied", 403)
	policy := `{"Version":"2012-10-17","Statement":[` +
		`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444444444444:root"},"Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::shared/public/*"},` +
		`{"Effect":"Allow","Principal":{"AWS":"444444444444"},"Action":["s3:ListBucket","s3:PutBucketPolicy","s3:GetBucketPolicy"],"Resource":"arn:aws:s3:::shared"}]}`
	_, err := owner.GetBucketPolicy(ctx, &awss3.GetBucketPolicyInput{Bucket: &b})
	refused(t, "no policy", err, "NoSuchBucketPolicy", 404)
	if _, err := owner.PutBucketPolicy(ctx, &awss3.PutBucketPolicyInput{Bucket: &b, Policy: &policy}); err != nil {
		t.Fatal(err)
	}
	kept, err := owner.GetBucketPolicy(ctx, &awss3.GetBucketPolicyInput{Bucket: &b})
	if err != nil || *kept.Policy != policy {
		t.Errorf("the policy comes back as %v, %v", kept, err)
	}
	if err := get(analyst, "public/k"); err != nil {
		t.Errorf("both sides allow: %v", err)
	}
	refused(t, "the bucket's side alone", get(limited, "public/k"), "AccessDenied", 403)
	refused(t, "the caller's side alone", get(analyst, "private/k"), "AccessDenied", 403)
	refused(t, "a missing key, which the lister may know of", get(analyst, "public/none"), "NoSuchKey", 404)
	_, err = analyst.PutBucketPolicy(ctx, &awss3.PutBucketPolicyInput{Bucket: &b, Policy: &policy})
	refused(t, "a policy from outside", err, "MethodNotAllowed", 405)
	_, err = analyst.GetBucketPolicy(ctx, &awss3.GetBucketPolicyInput{Bucket: &b})
	refused(t, "reading it from outside", err, "MethodNotAllowed", 405)

	// What another account puts belongs to the bucket's owner, who pays for the request and sees the event.
	w.put(analyst, b, "public/new", []byte("theirs"))
	if got := w.get(owner, b, "public/new"); got != "theirs" {
		t.Errorf("the owner reads %q", got)
	}
	if got := w.events(servicetest.Retail, trail.Data); !slices.Equal(got[len(got)-3:], []string{"GetObject", "PutObject", "GetObject"}) {
		t.Errorf("the owner's trail ends in %q", got)
	}
	if got := w.bill(servicetest.Risk); len(got) != 0 {
		t.Errorf("the reader pays %q", got)
	}
	if got := w.bill(servicetest.Retail); !slices.Contains(got, "PutObject Requests-Tier1 1") || !slices.Contains(got, "GetObject Requests-Tier2 1") {
		t.Errorf("the owner pays %q", got)
	}
	// A copy needs both ends.
	mine := w.bucket(analyst, "analysis")
	if _, err := analyst.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: &mine, Key: aws.String("c"), CopySource: aws.String("shared/public/k")}); err != nil {
		t.Error(err)
	}
	_, err = analyst.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: &mine, Key: aws.String("c"), CopySource: aws.String("shared/private/k")})
	refused(t, "copying what may not be read", err, "AccessDenied", 403)
	_, err = analyst.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: &b, Key: aws.String("private/c"), CopySource: aws.String("analysis/c")})
	refused(t, "copying to where may not be written", err, "AccessDenied", 403)

	if _, err := owner.DeleteBucketPolicy(ctx, &awss3.DeleteBucketPolicyInput{Bucket: &b}); err != nil {
		t.Error(err)
	}
	refused(t, "after the policy", get(analyst, "public/k"), "AccessDenied", 403)
}

func TestBucketPolicyIsRead(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b := w.bucket(p, "policies")
	for name, text := range map[string]string{
		"no JSON":         `{`,
		"nothing":         ``,
		"no principal":    allow("s3:GetObject", "arn:aws:s3:::policies/*"),
		"another bucket":  bucketPolicy("*", "s3:GetObject", "arn:aws:s3:::policies2/*"),
		"no resource":     `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}]}`,
		"unknown element": `{"Version":"2012-10-17","Statement":[],"Foo":1}`,
	} {
		_, err := p.PutBucketPolicy(t.Context(), &awss3.PutBucketPolicyInput{Bucket: &b, Policy: &text})
		refused(t, name, err, "MalformedPolicy", 400)
	}
	large := bucketPolicy(strings.Repeat("1", 21<<10), "s3:GetObject", "arn:aws:s3:::policies/*")
	_, err := p.PutBucketPolicy(t.Context(), &awss3.PutBucketPolicyInput{Bucket: &b, Policy: &large})
	refused(t, "a large one", err, "PolicyTooLarge", 400)
	// A deny holds for the owner as well.
	text := statement("Deny", "s3:DeleteObject", `,"Principal":"*"`, "arn:aws:s3:::policies/*")
	if _, err := p.PutBucketPolicy(t.Context(), &awss3.PutBucketPolicyInput{Bucket: &b, Policy: &text}); err != nil {
		t.Fatal(err)
	}
	_, err = p.DeleteObject(t.Context(), &awss3.DeleteObjectInput{Bucket: &b, Key: aws.String("k")})
	refused(t, "a denied delete", err, "AccessDenied", 403)
}

func TestExpectedOwner(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx, other := w.bucket(p, "owners"), t.Context(), aws.String(servicetest.Risk)
	_, err := p.PutObject(ctx, &awss3.PutObjectInput{Bucket: &b, Key: aws.String("k"), Body: bytes.NewReader([]byte("v")), ExpectedBucketOwner: aws.String(servicetest.Retail)})
	if err != nil {
		t.Error(err)
	}
	state := w.state()
	_, err = p.PutObject(ctx, &awss3.PutObjectInput{Bucket: &b, Key: aws.String("k"), Body: bytes.NewReader([]byte("x")), ExpectedBucketOwner: other})
	refused(t, "put", err, "AccessDenied", 403)
	_, err = p.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: aws.String("k"), ExpectedBucketOwner: other})
	refused(t, "get", err, "AccessDenied", 403)
	_, err = p.ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: &b, ExpectedBucketOwner: other})
	refused(t, "list", err, "AccessDenied", 403)
	_, err = p.DeleteBucket(ctx, &awss3.DeleteBucketInput{Bucket: &b, ExpectedBucketOwner: other})
	refused(t, "delete bucket", err, "AccessDenied", 403)
	if w.state() != state {
		t.Error("something was left")
	}
}
