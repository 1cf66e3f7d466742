package s3_test

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"pgregory.net/rapid"

	"interlaken/service/servicetest"
)

// modelVersion is a version of a key as the guide tells of it: content, or a delete marker.
type modelVersion struct {
	id, content string
	marker      bool
}

// modelBucket is a bucket with versions, as simple as can be: all versions of each key, the newest first.
type modelBucket struct {
	status types.BucketVersioningStatus
	keys   map[string][]modelVersion
}

// put adds a version, in place of the null version where the bucket writes that.
func (m *modelBucket) put(key string, v modelVersion) {
	if m.status != types.BucketVersioningStatusEnabled {
		v.id = "null"
		m.drop(key, v.id)
	}
	m.keys[key] = slices.Insert(m.keys[key], 0, v)
}

func (m *modelBucket) drop(key, id string) {
	m.keys[key] = slices.DeleteFunc(m.keys[key], func(v modelVersion) bool { return v.id == id })
}

// Any order of puts, deletions, deletions of versions and changes of versioning leaves what a simple model has: the same
// versions in the same order, the same current objects with the same content, and a file for each.
func TestVersionsAgainstModel(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	ctx := t.Context()
	buckets := 0
	// One check is dozens of requests.
	checks := flag.Lookup("rapid.checks").Value
	before := checks.String()
	if err := checks.Set("25"); err != nil {
		t.Fatal(err)
	}
	defer checks.Set(before)
	rapid.Check(t, func(t *rapid.T) {
		buckets++
		b := fmt.Sprintf("model-%d", buckets)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		_, err := p.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: &b})
		must(err)
		m := &modelBucket{keys: map[string][]modelVersion{}}
		for step := range rapid.IntRange(1, 14).Draw(t, "steps") {
			key := rapid.SampledFrom([]string{"a", "a/b", "c"}).Draw(t, "key")
			switch rapid.SampledFrom([]string{"put", "put", "delete", "delete version", "versioning"}).Draw(t, "step") {
			case "put":
				content := fmt.Sprint(step)
				out, err := p.PutObject(ctx, &awss3.PutObjectInput{Bucket: &b, Key: &key, Body: strings.NewReader(content)})
				must(err)
				m.put(key, modelVersion{id: aws.ToString(out.VersionId), content: content})
			case "delete":
				out, err := p.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: &b, Key: &key})
				must(err)
				if m.status == "" {
					m.drop(key, "null")
				} else {
					m.put(key, modelVersion{id: aws.ToString(out.VersionId), marker: true})
				}
			case "delete version":
				if len(m.keys[key]) == 0 {
					continue
				}
				id := rapid.SampledFrom(m.keys[key]).Draw(t, "version").id
				_, err := p.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: &b, Key: &key, VersionId: &id})
				must(err)
				m.drop(key, id)
			case "versioning":
				m.status = rapid.SampledFrom([]types.BucketVersioningStatus{types.BucketVersioningStatusEnabled, types.BucketVersioningStatusSuspended}).Draw(t, "status")
				_, err := p.PutBucketVersioning(ctx, &awss3.PutBucketVersioningInput{Bucket: &b, VersioningConfiguration: &types.VersioningConfiguration{Status: m.status}})
				must(err)
			}
		}
		var wantVersions, wantMarkers, wantKeys, gotVersions, gotMarkers, gotKeys []string
		for _, key := range []string{"a", "a/b", "c"} {
			for i, v := range m.keys[key] {
				line := fmt.Sprintf("%s %s %v", key, v.id, i == 0)
				if v.marker {
					wantMarkers = append(wantMarkers, line)
					continue
				}
				wantVersions = append(wantVersions, line)
				if i == 0 {
					wantKeys = append(wantKeys, key)
				}
				out, err := p.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: &key, VersionId: &v.id})
				must(err)
				content, err := io.ReadAll(out.Body)
				must(err)
				if string(content) != v.content {
					t.Fatalf("version %s of %s is %q, want %q", v.id, key, content, v.content)
				}
			}
		}
		list, err := p.ListObjectVersions(ctx, &awss3.ListObjectVersionsInput{Bucket: &b})
		must(err)
		for _, v := range list.Versions {
			gotVersions = append(gotVersions, fmt.Sprintf("%s %s %v", *v.Key, *v.VersionId, *v.IsLatest))
		}
		for _, v := range list.DeleteMarkers {
			gotMarkers = append(gotMarkers, fmt.Sprintf("%s %s %v", *v.Key, *v.VersionId, *v.IsLatest))
		}
		objects, err := p.ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: &b})
		must(err)
		for _, o := range objects.Contents {
			gotKeys = append(gotKeys, *o.Key)
		}
		if !slices.Equal(gotVersions, wantVersions) || !slices.Equal(gotMarkers, wantMarkers) || !slices.Equal(gotKeys, wantKeys) {
			t.Fatalf("versions %q, want %q\nmarkers %q, want %q\nkeys %q, want %q", gotVersions, wantVersions, gotMarkers, wantMarkers, gotKeys, wantKeys)
		}
		for key, all := range m.keys {
			for _, v := range all {
				_, err := p.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: &b, Key: &key, VersionId: &v.id})
				must(err)
			}
		}
		if files := w.fileList(); len(files) != 0 {
			t.Fatalf("files are left: %q", files)
		}
		_, err = p.DeleteBucket(ctx, &awss3.DeleteBucketInput{Bucket: &b})
		must(err)
	})
}
