package s3_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"interlaken/cloud/s3"
	"interlaken/service"
	"interlaken/service/servicetest"
)

func (w *world) versioning(p person, bucket string, status types.BucketVersioningStatus) {
	w.t.Helper()
	_, err := p.PutBucketVersioning(w.t.Context(), &awss3.PutBucketVersioningInput{
		Bucket: &bucket, VersioningConfiguration: &types.VersioningConfiguration{Status: status},
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// remove deletes a key, or one version of it.
func (w *world) remove(p person, bucket, key, version string) *awss3.DeleteObjectOutput {
	w.t.Helper()
	in := &awss3.DeleteObjectInput{Bucket: &bucket, Key: &key}
	if version != "" {
		in.VersionId = &version
	}
	out, err := p.DeleteObject(w.t.Context(), in)
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

func (w *world) getVersion(p person, bucket, key, version string) string {
	w.t.Helper()
	out, err := p.GetObject(w.t.Context(), &awss3.GetObjectInput{Bucket: &bucket, Key: &key, VersionId: &version})
	if err != nil {
		w.t.Fatalf("get %s of %s: %v", version, key, err)
	}
	defer out.Body.Close()
	content, err := io.ReadAll(out.Body)
	if err != nil || aws.ToString(out.VersionId) != version {
		w.t.Errorf("version %s answers as %v, %v", version, aws.ToString(out.VersionId), err)
	}
	return string(content)
}

// shown is a list of versions in its order, each as key, size (x for a delete marker), * for the newest and 0 for null.
func shown(out *awss3.ListObjectVersionsOutput) []string {
	var all []string
	for _, v := range out.Versions {
		all = append(all, fmt.Sprintf("%s %d%s%s", *v.Key, *v.Size, newest(v.IsLatest), null(v.VersionId)))
	}
	for _, m := range out.DeleteMarkers {
		all = append(all, fmt.Sprintf("%s x%s%s", *m.Key, newest(m.IsLatest), null(m.VersionId)))
	}
	for _, p := range out.CommonPrefixes {
		all = append(all, *p.Prefix)
	}
	return all
}

func newest(is *bool) string {
	if *is {
		return "*"
	}
	return ""
}

func null(id *string) string {
	if *id == "null" {
		return "0"
	}
	return ""
}

func TestVersions(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(p, "versions"), t.Context()
	list := func() []string {
		out, err := p.ListObjectVersions(ctx, &awss3.ListObjectVersionsInput{Bucket: &b})
		if err != nil {
			t.Fatal(err)
		}
		return shown(out)
	}
	want := func(what string, entries ...string) {
		t.Helper()
		if got := list(); !slices.Equal(got, entries) {
			t.Errorf("%s: %q, want %q", what, got, entries)
		}
	}
	if put := w.put(p, b, "k", []byte("1")); put.VersionId != nil {
		t.Errorf("a bucket without versions answers with version %s", *put.VersionId)
	}
	want("before versions", "k 1*0")
	w.versioning(p, b, types.BucketVersioningStatusEnabled)
	second := w.put(p, b, "k", []byte("22")).VersionId
	third := w.put(p, b, "k", []byte("333")).VersionId
	if second == nil || third == nil || *second == *third || len(*second) != 32 {
		t.Fatalf("the versions are %v and %v", second, third)
	}
	want("three versions", "k 3*", "k 2", "k 10")
	for version, content := range map[string]string{"null": "1", *second: "22", *third: "333"} {
		if got := w.getVersion(p, b, "k", version); got != content {
			t.Errorf("version %s is %q, want %q", version, got, content)
		}
	}
	head, err := p.HeadObject(ctx, &awss3.HeadObjectInput{Bucket: &b, Key: aws.String("k"), VersionId: second})
	if err != nil || *head.ContentLength != 2 || *head.VersionId != *second {
		t.Errorf("head: %+v, %v", head, err)
	}

	// Deleting leaves a marker, and nothing is lost.
	marker := w.remove(p, b, "k", "")
	if !aws.ToBool(marker.DeleteMarker) || aws.ToString(marker.VersionId) == "" {
		t.Errorf("deleting answers %+v", marker)
	}
	want("deleted", "k 3", "k 2", "k 10", "k x*")
	_, err = p.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: aws.String("k")})
	refused(t, "get of a deleted key", err, "NoSuchKey", 404)
	var response *smithyhttp.ResponseError
	if !errors.As(err, &response) || response.Response.Header.Get("X-Amz-Delete-Marker") != "true" ||
		response.Response.Header.Get("X-Amz-Version-Id") != *marker.VersionId {
		t.Errorf("the answer does not tell of the marker: %v", err)
	}
	_, err = p.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: aws.String("k"), VersionId: marker.VersionId})
	refused(t, "get of a marker", err, "MethodNotAllowed", 405)
	objects, err := p.ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: &b})
	if err != nil || *objects.KeyCount != 0 {
		t.Errorf("the deleted key is listed: %+v, %v", objects, err)
	}
	_, err = p.DeleteBucket(ctx, &awss3.DeleteBucketInput{Bucket: &b})
	refused(t, "a bucket with versions", err, "BucketNotEmpty", 409)

	// Deleting the marker brings the version before it back, deleting that one the one before.
	if gone := w.remove(p, b, "k", *marker.VersionId); !aws.ToBool(gone.DeleteMarker) || *gone.VersionId != *marker.VersionId {
		t.Errorf("deleting a marker answers %+v", gone)
	}
	if got := w.get(p, b, "k"); got != "333" {
		t.Errorf("after the marker: %q", got)
	}
	if gone := w.remove(p, b, "k", *third); gone.DeleteMarker != nil || *gone.VersionId != *third {
		t.Errorf("deleting a version answers %+v", gone)
	}
	want("the third deleted", "k 2*", "k 10")
	if got := w.get(p, b, "k"); got != "22" {
		t.Errorf("after the third: %q", got)
	}
	if n := len(w.fileList()); n != 2 {
		t.Errorf("%d files, want 2", n)
	}
	_, err = p.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: aws.String("k"), VersionId: third})
	refused(t, "a version that is gone", err, "NoSuchVersion", 404)
	w.remove(p, b, "k", *third) // again is no error
	for _, id := range []string{"abc", "nul", *third + "x"} {
		_, err = p.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: aws.String("k"), VersionId: &id})
		refused(t, id, err, "InvalidArgument", 400)
	}

	// An earlier version is copied over its own key.
	copied, err := p.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: &b, Key: aws.String("k"), CopySource: aws.String(b + "/k?versionId=null")})
	if err != nil || copied.VersionId == nil {
		t.Fatalf("copy: %+v, %v", copied, err)
	}
	want("copied", "k 1*", "k 2", "k 10")

	// Suspended, a bucket writes the null version, in place of the one before.
	w.versioning(p, b, types.BucketVersioningStatusSuspended)
	w.put(p, b, "k", []byte("4444"))
	want("suspended", "k 4*0", "k 1", "k 2")
	w.put(p, b, "k", []byte("55555"))
	want("suspended, again", "k 5*0", "k 1", "k 2")
	if gone := w.remove(p, b, "k", ""); *gone.VersionId != "null" || !aws.ToBool(gone.DeleteMarker) {
		t.Errorf("deleting while suspended answers %+v", gone)
	}
	want("a null marker", "k 1", "k 2", "k x*0")
	if n := len(w.fileList()); n != 2 {
		t.Errorf("%d files, want 2", n)
	}
	status, err := p.GetBucketVersioning(ctx, &awss3.GetBucketVersioningInput{Bucket: &b})
	if err != nil || status.Status != types.BucketVersioningStatusSuspended {
		t.Errorf("versioning: %+v, %v", status, err)
	}

	// All of it goes in one request, and a second look at the folder finds nothing that nobody names.
	all, err := p.ListObjectVersions(ctx, &awss3.ListObjectVersionsInput{Bucket: &b})
	if err != nil {
		t.Fatal(err)
	}
	var asked []types.ObjectIdentifier
	for _, v := range all.Versions {
		asked = append(asked, types.ObjectIdentifier{Key: v.Key, VersionId: v.VersionId})
	}
	for _, m := range all.DeleteMarkers {
		asked = append(asked, types.ObjectIdentifier{Key: m.Key, VersionId: m.VersionId})
	}
	deleted, err := p.DeleteObjects(ctx, &awss3.DeleteObjectsInput{Bucket: &b, Delete: &types.Delete{Objects: asked}})
	if err != nil || len(deleted.Deleted) != 3 || len(deleted.Errors) != 0 {
		t.Fatalf("delete: %+v, %v", deleted, err)
	}
	for _, d := range deleted.Deleted {
		if is := *d.VersionId == "null"; aws.ToBool(d.DeleteMarker) != is || is && *d.DeleteMarkerVersionId != "null" {
			t.Errorf("deleted: %+v", d)
		}
	}
	want("all deleted")
	if files := w.fileList(); len(files) != 0 {
		t.Errorf("files are left: %q", files)
	}
	if _, err := p.DeleteBucket(ctx, &awss3.DeleteBucketInput{Bucket: &b}); err != nil {
		t.Error(err)
	}
}

// Pages of every size come to the same list, also when what was listed is deleted between them.
func TestVersionPages(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(p, "pages"), t.Context()
	w.put(p, b, "a/1", []byte("1"))
	w.put(p, b, "only", []byte("1"))
	w.versioning(p, b, types.BucketVersioningStatusEnabled)
	for _, key := range []string{"a/1", "a/2", "b", "b", "b", "c/ü?&", "d"} {
		w.put(p, b, key, []byte("12"))
	}
	w.remove(p, b, "a/2", "")
	w.remove(p, b, "d", "")
	w.remove(p, b, "d", "")
	read := func(in awss3.ListObjectVersionsInput, between func(*awss3.ListObjectVersionsOutput)) (all []string) {
		t.Helper()
		in.Bucket = &b
		pages := awss3.NewListObjectVersionsPaginator(p.Client, &in)
		for pages.HasMorePages() {
			out, err := pages.NextPage(ctx)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, shown(out)...)
			if between != nil {
				between(out)
			}
		}
		slices.Sort(all)
		return all
	}
	whole := []string{
		"a/1 10", "a/1 2*", "a/2 2", "a/2 x*", "b 2", "b 2", "b 2*", "c/ü?& 2*", "d 2", "d x", "d x*", "only 1*0",
	}
	for size := int32(1); size <= 13; size++ {
		if got := read(awss3.ListObjectVersionsInput{MaxKeys: &size}, nil); !slices.Equal(got, whole) {
			t.Errorf("pages of %d: %q, want %q", size, got, whole)
		}
		rolled := []string{"a/", "b 2", "b 2", "b 2*", "c/", "d 2", "d x", "d x*", "only 1*0"}
		if got := read(awss3.ListObjectVersionsInput{MaxKeys: &size, Delimiter: aws.String("/")}, nil); !slices.Equal(got, rolled) {
			t.Errorf("pages of %d with a delimiter: %q, want %q", size, got, rolled)
		}
		if got := read(awss3.ListObjectVersionsInput{MaxKeys: &size, Prefix: aws.String("a/")}, nil); !slices.Equal(got, whole[:4]) {
			t.Errorf("pages of %d below a/: %q, want %q", size, got, whole[:4])
		}
	}
	_, err := p.ListObjectVersions(ctx, &awss3.ListObjectVersionsInput{Bucket: &b, VersionIdMarker: aws.String("null")})
	refused(t, "a version without a key", err, "InvalidArgument", 400)
	read(awss3.ListObjectVersionsInput{MaxKeys: aws.Int32(2)}, func(out *awss3.ListObjectVersionsOutput) {
		for _, v := range out.Versions {
			w.remove(p, b, *v.Key, *v.VersionId)
		}
		for _, m := range out.DeleteMarkers {
			w.remove(p, b, *m.Key, *m.VersionId)
		}
	})
	if got := read(awss3.ListObjectVersionsInput{}, nil); len(got) != 0 {
		t.Errorf("deleting page by page left %q", got)
	}
	if files := w.fileList(); len(files) != 0 {
		t.Errorf("files are left: %q", files)
	}
}

func TestVersionPermissions(t *testing.T) {
	w := newWorld(t)
	admin := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(admin, "rights"), t.Context()
	w.versioning(admin, b, types.BucketVersioningStatusEnabled)
	first := w.put(admin, b, "k", []byte("1")).VersionId
	w.put(admin, b, "k", []byte("2"))
	reader := w.person(servicetest.Retail, "rolf", allow("s3:GetObject s3:DeleteObject s3:ListBucket", "arn:aws:s3:::rights", "arn:aws:s3:::rights/*"))
	if got := w.get(reader, b, "k"); got != "2" {
		t.Errorf("read %q", got)
	}
	_, err := reader.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: aws.String("k"), VersionId: first})
	refused(t, "GetObjectVersion", err, "AccessDenied", 403)
	_, err = reader.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: &b, Key: aws.String("k"), VersionId: first})
	refused(t, "DeleteObjectVersion", err, "AccessDenied", 403)
	_, err = reader.ListObjectVersions(ctx, &awss3.ListObjectVersionsInput{Bucket: &b})
	refused(t, "ListBucketVersions", err, "AccessDenied", 403)
	_, err = reader.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: &b, Key: aws.String("c"), CopySource: aws.String(b + "/k?versionId=" + *first)})
	refused(t, "copy of a version", err, "AccessDenied", 403)
	out, err := reader.DeleteObjects(ctx, &awss3.DeleteObjectsInput{Bucket: &b, Delete: &types.Delete{Objects: []types.ObjectIdentifier{
		{Key: aws.String("k"), VersionId: first}, {Key: aws.String("k")},
	}}})
	if err != nil || len(out.Errors) != 1 || *out.Errors[0].VersionId != *first || len(out.Deleted) != 1 || !aws.ToBool(out.Deleted[0].DeleteMarker) {
		t.Errorf("DeleteObjects: %+v, %v", out, err)
	}
}

// A query goes on reading the version that it was given while the key is overwritten, deleted, and its version removed.
func TestVersionsAreHeld(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b := w.bucket(p, "held")
	w.versioning(p, b, types.BucketVersioningStatusEnabled)
	first := w.put(p, b, "k", []byte("first")).VersionId
	var held s3.File
	err := w.through(p.session, func(c *service.Call) error {
		files, err := w.objects.Read(c, b, []string{"k"})
		if err == nil {
			held = files[0]
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w.put(p, b, "k", []byte("second"))
	w.remove(p, b, "k", "")
	w.remove(p, b, "k", *first)
	if content, err := os.ReadFile(held.Path); err != nil || string(content) != "first" {
		t.Errorf("the held version is %q, %v", content, err)
	}
	held.Release()
	if got := strings.Join(w.fileList(), "\n"); strings.Contains(got, held.Version) {
		t.Errorf("the file stayed: %s", got)
	}
}
