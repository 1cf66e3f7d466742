package s3_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"interlaken/service/servicetest"
	"interlaken/trail"
)

// A tool that looks at a bucket as a whole, as Terraform does, gets of each configuration what a new bucket of AWS has.
func TestNewBucket(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(p, "new"), t.Context()
	codes := map[string]string{
		"GetBucketTagging": "NoSuchTagSet", "GetBucketLifecycleConfiguration": "NoSuchLifecycleConfiguration",
		"GetBucketPolicyStatus": "NoSuchBucketPolicy", "GetBucketCors": "NoSuchCORSConfiguration",
		"GetBucketReplication": "ReplicationConfigurationNotFoundError", "GetBucketWebsite": "NoSuchWebsiteConfiguration",
		"GetObjectLockConfiguration": "ObjectLockConfigurationNotFoundError",
	}
	for _, c := range attempts(ctx, &b, aws.String("k")) {
		if code, ok := codes[c.name]; ok {
			refused(t, c.name, c.do(p.Client), code, 404)
			delete(codes, c.name)
		}
	}
	if len(codes) > 0 {
		t.Errorf("not tried: %v", codes)
	}
	access, err := p.GetPublicAccessBlock(ctx, &awss3.GetPublicAccessBlockInput{Bucket: &b})
	if err != nil || !*access.PublicAccessBlockConfiguration.BlockPublicPolicy || !*access.PublicAccessBlockConfiguration.RestrictPublicBuckets ||
		!*access.PublicAccessBlockConfiguration.BlockPublicAcls || !*access.PublicAccessBlockConfiguration.IgnorePublicAcls {
		t.Errorf("public access block: %+v, %v", access, err)
	}
	ownership, err := p.GetBucketOwnershipControls(ctx, &awss3.GetBucketOwnershipControlsInput{Bucket: &b})
	if err != nil || len(ownership.OwnershipControls.Rules) != 1 || ownership.OwnershipControls.Rules[0].ObjectOwnership != types.ObjectOwnershipBucketOwnerEnforced {
		t.Errorf("ownership: %+v, %v", ownership, err)
	}
	encryption, err := p.GetBucketEncryption(ctx, &awss3.GetBucketEncryptionInput{Bucket: &b})
	if err != nil || encryption.ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.SSEAlgorithm != types.ServerSideEncryptionAes256 {
		t.Errorf("encryption: %+v, %v", encryption, err)
	}
	payer, err := p.GetBucketRequestPayment(ctx, &awss3.GetBucketRequestPaymentInput{Bucket: &b})
	if err != nil || payer.Payer != types.PayerBucketOwner {
		t.Errorf("payer: %+v, %v", payer, err)
	}
	logging, err := p.GetBucketLogging(ctx, &awss3.GetBucketLoggingInput{Bucket: &b})
	if err != nil || logging.LoggingEnabled != nil {
		t.Errorf("logging: %+v, %v", logging, err)
	}
	w.put(p, b, "k", []byte("v"))
	list, err := p.GetBucketAcl(ctx, &awss3.GetBucketAclInput{Bucket: &b})
	if err != nil || len(list.Grants) != 1 {
		t.Fatalf("list: %+v, %v", list, err)
	}
	if g := list.Grants[0]; g.Permission != types.PermissionFullControl || g.Grantee.Type != types.TypeCanonicalUser || *g.Grantee.ID != *list.Owner.ID || len(*list.Owner.ID) != 64 {
		t.Errorf("grant: %+v", g)
	}
	attributes, err := p.GetObjectAttributes(ctx, &awss3.GetObjectAttributesInput{
		Bucket: &b, Key: aws.String("k"), ObjectAttributes: types.ObjectAttributes("").Values(),
	})
	if err != nil || *attributes.ETag != "9e3669d19b675bd57058fd4664205d2a" || *attributes.ObjectSize != 1 || attributes.StorageClass != types.StorageClassStandard ||
		attributes.Checksum.ChecksumCRC64NVME == nil || attributes.Checksum.ChecksumType != types.ChecksumTypeFullObject || attributes.LastModified == nil {
		t.Errorf("attributes: %+v %s, %v", attributes.Checksum, *attributes.ETag, err)
	}
}

// What is put is got, and gone when it is deleted.
func TestConfigurations(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := "configured", t.Context()
	_, err := p.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: &b, CreateBucketConfiguration: &types.CreateBucketConfiguration{Tags: tags("born", "yes").TagSet}})
	if err != nil {
		t.Fatal(err)
	}
	plain := w.person(servicetest.Retail, "paul", allow("s3:CreateBucket", "arn:aws:s3:::*"))
	_, err = plain.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: aws.String("untagged"), CreateBucketConfiguration: &types.CreateBucketConfiguration{Tags: tags("a", "b").TagSet}})
	refused(t, "tags without s3:TagResource", err, "AccessDenied", 403)
	bucketTags := func() string {
		t.Helper()
		out, err := p.GetBucketTagging(ctx, &awss3.GetBucketTaggingInput{Bucket: &b})
		if err != nil {
			t.Fatal(err)
		}
		return text(out.TagSet)
	}
	if got := bucketTags(); got != "born=yes" {
		t.Errorf("the bucket is born with %q", got)
	}
	if _, err := p.PutBucketTagging(ctx, &awss3.PutBucketTaggingInput{Bucket: &b, Tagging: tags("b", "2", "a", "1")}); err != nil {
		t.Fatal(err)
	}
	if got := bucketTags(); got != "b=2 a=1" {
		t.Errorf("the bucket has %q", got)
	}
	_, err = p.PutBucketTagging(ctx, &awss3.PutBucketTaggingInput{Bucket: &b, Tagging: tags("aws:x", "1")})
	refused(t, "a tag of AWS", err, "InvalidTag", 400)
	run := func(names ...string) {
		t.Helper()
		all := attempts(ctx, &b, aws.String("k"))
		for _, name := range names {
			i := slices.IndexFunc(all, func(a attempt) bool { return a.name == name })
			if err := all[i].do(p.Client); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	run("DeleteBucketTagging", "DeletePublicAccessBlock", "DeleteBucketOwnershipControls", "DeleteBucketEncryption", "DeleteBucketCors", "DeleteBucketLifecycle")
	_, err = p.GetBucketTagging(ctx, &awss3.GetBucketTaggingInput{Bucket: &b})
	refused(t, "tags", err, "NoSuchTagSet", 404)
	_, err = p.GetPublicAccessBlock(ctx, &awss3.GetPublicAccessBlockInput{Bucket: &b})
	refused(t, "public access block", err, "NoSuchPublicAccessBlockConfiguration", 404)
	_, err = p.GetBucketOwnershipControls(ctx, &awss3.GetBucketOwnershipControlsInput{Bucket: &b})
	refused(t, "ownership", err, "OwnershipControlsNotFoundError", 404)
	if _, err := p.PutBucketVersioning(ctx, &awss3.PutBucketVersioningInput{
		Bucket: &b, VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusSuspended},
	}); err != nil {
		t.Error(err)
	}
	last := w.lastEvents(servicetest.Retail, trail.Management, 1)[0]
	if text, err := json.Marshal(last.RequestParameters); err != nil || !strings.Contains(string(text), `"VersioningConfiguration":{"status":"Suspended"}`) {
		t.Errorf("the event shows %s, %v", text, err)
	}
	run("PutPublicAccessBlock", "GetPublicAccessBlock", "PutBucketOwnershipControls", "GetBucketOwnershipControls", "PutBucketEncryption", "GetBucketEncryption")
}

// A public policy is refused while the bucket blocks it, and shuts others out while the bucket restricts it.
func TestPublicAccess(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	stranger := w.person(servicetest.Risk, "remo", servicetest.Everything)
	b, ctx := w.bucket(p, "public"), t.Context()
	w.put(p, b, "k", []byte("v"))
	set := func(document string) error {
		_, err := p.PutBucketPolicy(ctx, &awss3.PutBucketPolicyInput{Bucket: &b, Policy: &document})
		return err
	}
	block := func(policy, restrict bool) {
		t.Helper()
		_, err := p.PutPublicAccessBlock(ctx, &awss3.PutPublicAccessBlockInput{Bucket: &b, PublicAccessBlockConfiguration: &types.PublicAccessBlockConfiguration{
			BlockPublicPolicy: &policy, RestrictPublicBuckets: &restrict,
		}})
		if err != nil {
			t.Fatal(err)
		}
	}
	public := func() bool {
		t.Helper()
		out, err := p.GetBucketPolicyStatus(ctx, &awss3.GetBucketPolicyStatusInput{Bucket: &b})
		if err != nil {
			t.Fatal(err)
		}
		return *out.PolicyStatus.IsPublic
	}
	everybody := bucketPolicy("*", "s3:GetObject", "arn:aws:s3:::public/*")
	refused(t, "a public policy", set(everybody), "AccessDenied", 403)
	fixed := func(condition string) string {
		return statement("Allow", "s3:GetObject", `,"Principal":"*","Condition":`+condition, "arn:aws:s3:::public/*")
	}
	for condition, is := range map[string]bool{
		`{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`:               false,
		`{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","0.0.0.0/0"]}}`: true,
		`{"IpAddress":{"aws:SourceIp":"10.0.0.0/7"}}`:                   true,
		`{"StringEquals":{"aws:PrincipalOrgID":"o-abc"}}`:               false,
		`{"StringLike":{"aws:userid":"AIDA*"}}`:                         true,
		`{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-abc"}}`:       true,
		`{"StringNotEquals":{"aws:SourceAccount":"222222222222"}}`:      true,
		`{"ForAllValues:StringEquals":{"aws:PrincipalOrgID":"o-abc"}}`:  true,
		`{"StringEquals":{"aws:Referer":"x","aws:SourceVpc":"vpc-1"}}`:  false,
		`{"Bool":{"aws:SecureTransport":"true"}}`:                       true,
	} {
		err := set(fixed(condition))
		if is {
			refused(t, condition, err, "AccessDenied", 403)
		} else if err != nil || public() {
			t.Errorf("%s: public %v, %v", condition, err == nil && public(), err)
		}
	}
	block(false, true)
	if err := set(everybody); err != nil || !public() {
		t.Errorf("not blocked: %v", err)
	}
	_, err := stranger.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: aws.String("k")})
	refused(t, "restricted", err, "AccessDenied", 403)
	_, err = stranger.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: aws.String(w.bucket(stranger, "strange")), Key: aws.String("k"), CopySource: aws.String("public/k")})
	refused(t, "copy out of it", err, "AccessDenied", 403)
	if got := w.get(p, b, "k"); got != "v" {
		t.Errorf("the owner reads %q", got)
	}
	block(false, false)
	if got := w.get(stranger, b, "k"); got != "v" {
		t.Errorf("read %q", got)
	}
}
