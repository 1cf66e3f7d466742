package s3_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"interlaken/cloud/s3"
	"interlaken/service/servicetest"
)

// lifecycle puts rules, and expire acts on them once some days have passed.
func (w *world) lifecycle(p person, bucket string, rules ...types.LifecycleRule) error {
	_, err := p.PutBucketLifecycleConfiguration(w.t.Context(), &awss3.PutBucketLifecycleConfigurationInput{
		Bucket: &bucket, LifecycleConfiguration: &types.BucketLifecycleConfiguration{Rules: rules},
	})
	return err
}

func (w *world) expire(t *testing.T, days int) {
	t.Helper()
	w.Clock.Advance(time.Duration(days) * 24 * time.Hour)
	if err := s3.NewExpirer(w.objects, time.Hour, func(err error) { t.Error(err) }).Expire(t.Context()); err != nil {
		t.Fatal(err)
	}
	// Clients sign with the machine's time.
	w.Clock.Advance(-time.Duration(days) * 24 * time.Hour)
}

func (w *world) keys(p person, bucket string) []string {
	w.t.Helper()
	out, err := p.ListObjectsV2(w.t.Context(), &awss3.ListObjectsV2Input{Bucket: &bucket})
	if err != nil {
		w.t.Fatal(err)
	}
	keys := []string{}
	for _, o := range out.Contents {
		keys = append(keys, *o.Key)
	}
	return keys
}

func TestExpiration(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(p, "expiring"), t.Context()
	w.put(p, w.bucket(p, "staying"), "results/a", []byte("v"))
	for _, key := range []string{"results/a", "results/b", "other/a", "tagged"} {
		w.put(p, b, key, []byte("v"))
	}
	w.put(p, b, "large", make([]byte, 2000))
	if _, err := p.PutObjectTagging(ctx, &awss3.PutObjectTaggingInput{Bucket: &b, Key: aws.String("tagged"), Tagging: tags("keep", "week", "x", "y")}); err != nil {
		t.Fatal(err)
	}
	rules := []types.LifecycleRule{
		expireAfter("results/", 3),
		{
			ID: aws.String("tags"), Status: types.ExpirationStatusEnabled, Expiration: &types.LifecycleExpiration{Days: aws.Int32(7)},
			Filter: &types.LifecycleRuleFilter{And: &types.LifecycleRuleAndOperator{Prefix: aws.String("t"), Tags: tags("keep", "week", "x", "y").TagSet}},
		},
		{
			ID: aws.String("size"), Status: types.ExpirationStatusEnabled, Expiration: &types.LifecycleExpiration{Days: aws.Int32(9)},
			Filter: &types.LifecycleRuleFilter{ObjectSizeGreaterThan: aws.Int64(1000)},
		},
		{ID: aws.String("off"), Status: types.ExpirationStatusDisabled, Prefix: aws.String(""), Expiration: &types.LifecycleExpiration{Days: aws.Int32(1)}},
	}
	if err := w.lifecycle(p, b, rules...); err != nil {
		t.Fatal(err)
	}
	got, err := p.GetBucketLifecycleConfiguration(ctx, &awss3.GetBucketLifecycleConfigurationInput{Bucket: &b})
	if err != nil || len(got.Rules) != 4 || *got.Rules[0].Filter.Prefix != "results/" || *got.Rules[0].Expiration.Days != 3 || *got.Rules[0].ID != "below results/" ||
		text(got.Rules[1].Filter.And.Tags) != "keep=week x=y" || *got.Rules[2].Filter.ObjectSizeGreaterThan != 1000 || *got.Rules[3].Prefix != "" ||
		got.TransitionDefaultMinimumObjectSize != types.TransitionDefaultMinimumObjectSizeAllStorageClasses128k {
		t.Fatalf("the rules are %+v, %v", got, err)
	}
	head, err := p.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: &b, Key: aws.String("results/a")})
	midnight := w.Clock.Now().UTC().AddDate(0, 0, 4).Truncate(24 * time.Hour).Format("Mon, 02 Jan 2006 15:04:05 GMT")
	if want := `expiry-date="` + midnight + `", rule-id="below results/"`; err != nil || aws.ToString(head.Expiration) != want {
		t.Errorf("expiration %v, want %s, %v", aws.ToString(head.Expiration), want, err)
	}
	events := len(w.events(servicetest.Retail, "Data"))
	for _, step := range []struct {
		days int
		left string
	}{
		{2, "large other/a results/a results/b tagged"}, {5, "large other/a tagged"}, {9, "large other/a"}, {11, "other/a"}, {1000, "other/a"},
	} {
		w.expire(t, step.days)
		if left := strings.Join(w.keys(p, b), " "); left != step.left {
			t.Errorf("after %d days: %s, want %s", step.days, left, step.left)
		}
	}
	// Expiring leaves no event and no file, and looks at no other bucket: each list above is one event.
	if n := len(w.events(servicetest.Retail, "Data")) - events; n != 5 {
		t.Errorf("%d events", n)
	}
	if got := w.keys(p, "staying"); len(got) != 1 {
		t.Errorf("the other bucket has %q", got)
	}
	if n := len(w.fileList()); n != 2 {
		t.Errorf("%d files, want 2", n)
	}
	if _, err := p.DeleteBucketLifecycle(ctx, &awss3.DeleteBucketLifecycleInput{Bucket: &b}); err != nil {
		t.Fatal(err)
	}
	_, err = p.GetBucketLifecycleConfiguration(ctx, &awss3.GetBucketLifecycleConfigurationInput{Bucket: &b})
	refused(t, "no rules", err, "NoSuchLifecycleConfiguration", 404)
}

func TestExpirationOfVersions(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(p, "history"), t.Context()
	w.versioning(p, b, types.BucketVersioningStatusEnabled)
	for _, content := range []string{"1", "22", "333", "4444"} {
		w.put(p, b, "k", []byte(content))
	}
	upload, err := p.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: &b, Key: aws.String("u")})
	if err != nil {
		t.Fatal(err)
	}
	all := func() []string {
		out, err := p.ListObjectVersions(ctx, &awss3.ListObjectVersionsInput{Bucket: &b})
		if err != nil {
			t.Fatal(err)
		}
		return shown(out)
	}
	rule := expireAfter("", 10)
	rule.NoncurrentVersionExpiration = &types.NoncurrentVersionExpiration{NoncurrentDays: aws.Int32(2), NewerNoncurrentVersions: aws.Int32(1)}
	rule.AbortIncompleteMultipartUpload = &types.AbortIncompleteMultipartUpload{DaysAfterInitiation: aws.Int32(5)}
	if err := w.lifecycle(p, b, rule); err != nil {
		t.Fatal(err)
	}
	w.expire(t, 4)
	if got := all(); !slices.Equal(got, []string{"k 4*", "k 3"}) {
		t.Errorf("after 4 days: %q", got)
	}
	if _, err := p.ListParts(ctx, &awss3.ListPartsInput{Bucket: &b, Key: aws.String("u"), UploadId: upload.UploadId}); err != nil {
		t.Errorf("the upload has gone too early: %v", err)
	}
	w.expire(t, 11)
	if got := all(); !slices.Equal(got, []string{"k 4", "k 3", "k x*"}) {
		t.Errorf("after 11 days: %q", got)
	}
	_, err = p.ListParts(ctx, &awss3.ListPartsInput{Bucket: &b, Key: aws.String("u"), UploadId: upload.UploadId})
	refused(t, "the upload", err, "NoSuchUpload", 404)

	rule.NoncurrentVersionExpiration.NewerNoncurrentVersions = nil
	if err := w.lifecycle(p, b, rule); err != nil {
		t.Fatal(err)
	}
	w.expire(t, 30)
	if got := all(); !slices.Equal(got, []string{"k x*"}) {
		t.Errorf("after 30 days: %q", got)
	}
	w.expire(t, 60)
	if got := all(); len(got) != 0 || len(w.fileList()) != 0 {
		t.Errorf("after 60 days: %q", got)
	}
}

func TestLifecycleRules(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b := w.bucket(p, "rules")
	state := w.state()
	for _, c := range []struct {
		name, code string
		change     func(*types.LifecycleRule)
	}{
		{"no days", "InvalidArgument", func(r *types.LifecycleRule) { r.Expiration.Days = aws.Int32(0) }},
		{"nothing to do", "InvalidRequest", func(r *types.LifecycleRule) { r.Expiration = nil }},
		{"days and date", "MalformedXML", func(r *types.LifecycleRule) { r.Expiration.Date = aws.Time(servicetest.Start) }},
		{"not at midnight", "InvalidArgument", func(r *types.LifecycleRule) {
			r.Expiration = &types.LifecycleExpiration{Date: aws.Time(time.Date(2030, 1, 2, 3, 0, 0, 0, time.UTC))}
		}},
		{"no filter", "MalformedXML", func(r *types.LifecycleRule) { r.Filter = nil }},
		{"filter and prefix", "MalformedXML", func(r *types.LifecycleRule) { r.Prefix = aws.String("a") }},
		{"two conditions", "MalformedXML", func(r *types.LifecycleRule) { r.Filter.ObjectSizeLessThan = aws.Int64(1) }},
		{"a status", "MalformedXML", func(r *types.LifecycleRule) { r.Status = "On" }},
		{"uploads by tags", "InvalidRequest", func(r *types.LifecycleRule) {
			r.Filter = &types.LifecycleRuleFilter{Tag: &tags("a", "b").TagSet[0]}
			r.AbortIncompleteMultipartUpload = &types.AbortIncompleteMultipartUpload{DaysAfterInitiation: aws.Int32(1)}
		}},
	} {
		rule := expireAfter("p", 1)
		c.change(&rule)
		refused(t, c.name, w.lifecycle(p, b, rule), c.code, 400)
	}
	refused(t, "an id twice", w.lifecycle(p, b, expireAfter("p", 1), expireAfter("p", 2)), "InvalidArgument", 400)
	if w.state() != state {
		t.Error("a refused rule left something")
	}
}
