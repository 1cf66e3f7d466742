package s3_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/service/servicetest"
)

func tags(pairs ...string) *types.Tagging {
	t := &types.Tagging{TagSet: []types.Tag{}}
	for i := 0; i < len(pairs); i += 2 {
		t.TagSet = append(t.TagSet, types.Tag{Key: &pairs[i], Value: &pairs[i+1]})
	}
	return t
}

func text(set []types.Tag) string {
	var all []string
	for _, t := range set {
		all = append(all, *t.Key+"="+*t.Value)
	}
	return strings.Join(all, " ")
}

func (w *world) objectTags(p person, bucket, key string) string {
	w.t.Helper()
	out, err := p.GetObjectTagging(w.t.Context(), &awss3.GetObjectTaggingInput{Bucket: &bucket, Key: &key})
	if err != nil {
		w.t.Fatal(err)
	}
	return text(out.TagSet)
}

func TestObjectTags(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(p, "tags"), t.Context()
	put := func(key, header string) error {
		_, err := p.PutObject(ctx, &awss3.PutObjectInput{Bucket: &b, Key: &key, Body: strings.NewReader("v"), Tagging: &header})
		return err
	}
	if err := put("k", "team=blue%20one&level=3"); err != nil {
		t.Fatal(err)
	}
	if got := w.objectTags(p, b, "k"); got != "level=3 team=blue one" {
		t.Errorf("the tags are %q", got)
	}
	head, err := p.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: &b, Key: aws.String("k")})
	if err != nil || aws.ToInt32(head.TagCount) != 2 {
		t.Errorf("head: %+v, %v", head, err)
	}
	copyTo := func(key string, directive types.TaggingDirective, header *string) {
		t.Helper()
		if _, err := p.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: &b, Key: &key, CopySource: aws.String(b + "/k"), TaggingDirective: directive, Tagging: header}); err != nil {
			t.Fatal(err)
		}
	}
	copyTo("same", "", nil)
	copyTo("other", types.TaggingDirectiveReplace, aws.String("a=b"))
	copyTo("none", types.TaggingDirectiveReplace, nil)
	for key, want := range map[string]string{"same": "level=3 team=blue one", "other": "a=b", "none": ""} {
		if got := w.objectTags(p, b, key); got != want {
			t.Errorf("the copy %s has %q, want %q", key, got, want)
		}
	}
	if _, err := p.PutObjectTagging(ctx, &awss3.PutObjectTaggingInput{Bucket: &b, Key: aws.String("k"), Tagging: tags("only", "")}); err != nil {
		t.Fatal(err)
	}
	if got := w.objectTags(p, b, "k"); got != "only=" {
		t.Errorf("the tags are %q", got)
	}
	if _, err := p.DeleteObjectTagging(ctx, &awss3.DeleteObjectTaggingInput{Bucket: &b, Key: aws.String("k")}); err != nil {
		t.Fatal(err)
	}
	if got := w.objectTags(p, b, "k"); got != "" || w.get(p, b, "k") != "v" {
		t.Errorf("the tags are %q", got)
	}
	upload, err := p.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: &b, Key: aws.String("m"), Tagging: aws.String("by=parts")})
	if err != nil {
		t.Fatal(err)
	}
	part, err := p.UploadPart(ctx, &awss3.UploadPartInput{Bucket: &b, Key: aws.String("m"), UploadId: upload.UploadId, PartNumber: aws.Int32(1), Body: strings.NewReader("x")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.CompleteMultipartUpload(ctx, &awss3.CompleteMultipartUploadInput{
		Bucket: &b, Key: aws.String("m"), UploadId: upload.UploadId,
		MultipartUpload: &types.CompletedMultipartUpload{Parts: []types.CompletedPart{{PartNumber: aws.Int32(1), ETag: part.ETag}}},
	}); err != nil {
		t.Fatal(err)
	}
	if got := w.objectTags(p, b, "m"); got != "by=parts" {
		t.Errorf("the tags of an upload are %q", got)
	}

	state := w.state()
	refused(t, "a header that is none", put("k", "a=b&a=c"), "InvalidArgument", 400)
	refused(t, "a key that is none", put("k", "a%3Cb=c"), "InvalidTag", 400)
	refused(t, "a value that is too long", put("k", "a="+strings.Repeat("v", 257)), "InvalidTag", 400)
	refused(t, "a key of AWS", put("k", "aws%3Ax=y"), "InvalidTag", 400)
	refused(t, "eleven", put("k", "a=&b=&c=&d=&e=&f=&g=&h=&i=&j=&k="), "BadRequest", 400)
	_, err = p.PutObjectTagging(ctx, &awss3.PutObjectTaggingInput{Bucket: &b, Key: aws.String("k"), Tagging: tags("a", "1", "a", "2")})
	refused(t, "a key twice", err, "InvalidTag", 400)
	_, err = p.PutObjectTagging(ctx, &awss3.PutObjectTaggingInput{Bucket: &b, Key: aws.String("nothing"), Tagging: tags("a", "1")})
	refused(t, "no key", err, "NoSuchKey", 404)
	if w.state() != state {
		t.Error("a refused request left something")
	}

	w.versioning(p, b, types.BucketVersioningStatusEnabled)
	w.put(p, b, "k", []byte("second"))
	if _, err := p.PutObjectTagging(ctx, &awss3.PutObjectTaggingInput{Bucket: &b, Key: aws.String("k"), VersionId: aws.String("null"), Tagging: tags("old", "yes")}); err != nil {
		t.Fatal(err)
	}
	old, err := p.GetObjectTagging(ctx, &awss3.GetObjectTaggingInput{Bucket: &b, Key: aws.String("k"), VersionId: aws.String("null")})
	if err != nil || text(old.TagSet) != "old=yes" || aws.ToString(old.VersionId) != "null" {
		t.Errorf("the tags of the version before: %+v, %v", old, err)
	}
	if got := w.objectTags(p, b, "k"); got != "" {
		t.Errorf("the newest version has %q", got)
	}
}

func TestPoliciesLookAtTags(t *testing.T) {
	w := newWorld(t)
	admin := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(admin, "tagged"), t.Context()
	for key, header := range map[string]string{"open": "level=public", "closed": "level=secret", "bare": ""} {
		if _, err := admin.PutObject(ctx, &awss3.PutObjectInput{Bucket: &b, Key: &key, Body: strings.NewReader(key), Tagging: &header}); err != nil {
			t.Fatal(err)
		}
	}
	reader := w.person(servicetest.Retail, "rolf", statement("Allow", "s3:GetObject s3:GetObjectTagging",
		`,"Condition":{"StringEquals":{"s3:ExistingObjectTag/level":"public"}}`, "arn:aws:s3:::tagged/*"))
	if got := w.get(reader, b, "open"); got != "open" {
		t.Errorf("read %q", got)
	}
	if got := w.objectTags(reader, b, "open"); got != "level=public" {
		t.Errorf("the tags are %q", got)
	}
	for _, key := range []string{"closed", "bare", "missing"} {
		_, err := reader.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: &key})
		refused(t, key, err, "AccessDenied", 403)
	}
	// A service that reads many objects at once is held to the tags of each.
	denied := w.person(servicetest.Retail, "dora", servicetest.Everything, statement("Deny", "s3:GetObject",
		`,"Condition":{"StringEquals":{"s3:ExistingObjectTag/level":"secret"}}`, "arn:aws:s3:::tagged/*"))
	read := func(p person, keys ...string) error {
		return w.through(p.session, func(c *service.Call) error {
			files, err := w.objects.Read(c, b, keys)
			for _, f := range files {
				f.Release()
			}
			return err
		})
	}
	if err := read(denied, "open", "bare"); err != nil {
		t.Error(err)
	}
	if err := read(denied, "open", "bare", "closed"); !fault.Is(err, fault.AccessDenied) {
		t.Errorf("a query read what its caller may not: %v", err)
	}
	if err := read(reader, "open"); err != nil {
		t.Error(err)
	}
	if err := read(reader, "open", "bare"); !fault.Is(err, fault.AccessDenied) {
		t.Errorf("a query read what its caller may not: %v", err)
	}

	// Who may put only blue objects may put no others, and needs the right to tag.
	put := func(p person, header *string) error {
		_, err := p.PutObject(ctx, &awss3.PutObjectInput{Bucket: &b, Key: aws.String("new"), Body: strings.NewReader("v"), Tagging: header})
		return err
	}
	blue := `,"Condition":{"StringEquals":{"s3:RequestObjectTag/team":"blue"},"ForAllValues:StringEquals":{"s3:RequestObjectTagKeys":["team"]}}`
	writer := w.person(servicetest.Retail, "wim", statement("Allow", "s3:PutObject s3:PutObjectTagging", blue, "arn:aws:s3:::tagged/*"))
	untagging := w.person(servicetest.Retail, "ute", allow("s3:PutObject s3:GetObject", "arn:aws:s3:::tagged/*"))
	if err := put(writer, aws.String("team=blue")); err != nil {
		t.Error(err)
	}
	refused(t, "red", put(writer, aws.String("team=red")), "AccessDenied", 403)
	refused(t, "a further tag", put(writer, aws.String("team=blue&more=1")), "AccessDenied", 403)
	refused(t, "none", put(writer, nil), "AccessDenied", 403)
	refused(t, "tags without s3:PutObjectTagging", put(untagging, aws.String("team=blue")), "AccessDenied", 403)
	_, err := untagging.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: &b, Key: aws.String("copy"), CopySource: aws.String("tagged/open")})
	refused(t, "a copy of tags", err, "AccessDenied", 403)
	if _, err := untagging.CopyObject(ctx, &awss3.CopyObjectInput{
		Bucket: &b, Key: aws.String("copy"), CopySource: aws.String("tagged/open"), TaggingDirective: types.TaggingDirectiveReplace,
	}); err != nil {
		t.Errorf("a copy without tags: %v", err)
	}
	_, err = writer.PutObjectTagging(ctx, &awss3.PutObjectTaggingInput{Bucket: &b, Key: aws.String("open"), Tagging: tags("team", "red")})
	refused(t, "tagging red", err, "AccessDenied", 403)
}
