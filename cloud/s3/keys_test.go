package s3_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"pgregory.net/rapid"

	"interlaken/service/servicetest"
)

var awkward = []string{
	" ", "a b", " lead and trail ", "a+b", "a=b&c=d", "ü/ö/日本語", "😀", "a//b", "/lead", "//", "trail/", ".", "..", "../up", "a/../b", "a/./b",
	"a%2Fb", "100%", "?query", "#fragment", "a;b:c@d,e$f!g*h'i(j)k", `quote"back\slash`, "<xml>&amp;", "~tilde_-.", "a\tb", "NUL", "uploads",
	"%", "+", "=", strings.Repeat("k", 1024),
}

func TestAwkwardKeys(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(p, "awkward"), t.Context()
	for i, key := range awkward {
		client := []*awss3.Client{p.Client, p.secure}[i%2]
		_, err := client.PutObject(ctx, &awss3.PutObjectInput{Bucket: &b, Key: &key, Body: strings.NewReader(key)})
		if err != nil {
			t.Errorf("put %q: %v", key, err)
		}
	}
	for _, key := range awkward {
		if got := w.get(p, b, key); got != key {
			t.Errorf("%q has the content %q", key, got)
		}
	}
	want := slices.Clone(awkward)
	slices.Sort(want)
	for _, encoding := range []types.EncodingType{"", types.EncodingTypeUrl} {
		out, err := p.ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: &b, EncodingType: encoding})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, o := range out.Contents {
			key := *o.Key
			if encoding != "" {
				if key, err = url.PathUnescape(key); err != nil {
					t.Errorf("%q is not percent-encoded", *o.Key)
				}
			}
			got = append(got, key)
		}
		if !slices.Equal(got, want) {
			t.Errorf("encoding %q: listed %q, want %q", encoding, got, want)
		}
	}
	_, err := p.PutObject(ctx, &awss3.PutObjectInput{Bucket: &b, Key: aws.String(strings.Repeat("k", 1025)), Body: strings.NewReader("")})
	refused(t, "a long key", err, "KeyTooLongError", 400)
	for _, key := range awkward {
		if _, err := p.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: &b, Key: &key}); err != nil {
			t.Errorf("delete %q: %v", key, err)
		}
	}
	if left := w.fileList(); len(left) != 0 {
		t.Errorf("left: %q", left)
	}
}

// page is one page of a listing, names in the order in which they stand in the bucket.
type page struct {
	keys, prefixes []string
	next           string
}

// model lists a slice of keys as S3's documentation says, the slow way.
func model(keys []string, prefix, delimiter, after string, size int) page {
	var p page
	last, seen := "", ""
	for _, key := range keys {
		if !strings.HasPrefix(key, prefix) {
			continue
		}
		name, rolled := key, false
		if i := strings.Index(key[len(prefix):], delimiter); delimiter != "" && i >= 0 {
			name, rolled = key[:len(prefix)+i+len(delimiter)], true
		}
		if name <= after && (rolled || key <= after) || rolled && strings.HasPrefix(after, name) || rolled && name == seen {
			continue
		}
		if len(p.keys)+len(p.prefixes) == size {
			if size > 0 {
				p.next = last
			}
			return p
		}
		if rolled {
			p.prefixes, seen = append(p.prefixes, name), name
		} else {
			p.keys = append(p.keys, name)
		}
		last = name
	}
	return p
}

func TestListingAgainstModel(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	ctx := t.Context()
	text := rapid.StringOfN(rapid.SampledFrom([]rune("ab/ü")), 1, 5, -1)
	start := rapid.StringOfN(rapid.SampledFrom([]rune("ab/ü")), 0, 3, -1)
	buckets := 0
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfNDistinct(text, 0, 12, rapid.ID[string]).Draw(t, "keys")
		sort.Strings(keys)
		buckets++
		b := fmt.Sprintf("model-%d", buckets)
		if _, err := p.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: &b}); err != nil {
			t.Fatal(err)
		}
		for _, key := range keys {
			if _, err := p.PutObject(ctx, &awss3.PutObjectInput{Bucket: &b, Key: &key, Body: strings.NewReader("")}); err != nil {
				t.Fatal(err)
			}
		}
		prefix, delimiter := start.Draw(t, "prefix"), rapid.SampledFrom([]string{"", "/", "a", "//"}).Draw(t, "delimiter")
		after, size := start.Draw(t, "after"), rapid.IntRange(0, 4).Draw(t, "size")
		in := awss3.ListObjectsV2Input{Bucket: &b, Prefix: &prefix, Delimiter: &delimiter, StartAfter: &after, MaxKeys: aws.Int32(int32(size))}
		v1 := awss3.ListObjectsInput{Bucket: &b, Prefix: &prefix, Delimiter: &delimiter, Marker: &after, MaxKeys: aws.Int32(int32(size))}
		for {
			want := model(keys, prefix, delimiter, after, size)
			out, err := p.ListObjectsV2(ctx, &in)
			if err != nil {
				t.Fatal(err)
			}
			one, err := p.ListObjects(ctx, &v1)
			if err != nil {
				t.Fatal(err)
			}
			got := page{next: want.next}
			got1 := page{next: want.next}
			for _, o := range out.Contents {
				got.keys = append(got.keys, *o.Key)
			}
			for _, c := range out.CommonPrefixes {
				got.prefixes = append(got.prefixes, *c.Prefix)
			}
			for _, o := range one.Contents {
				got1.keys = append(got1.keys, *o.Key)
			}
			for _, c := range one.CommonPrefixes {
				got1.prefixes = append(got1.prefixes, *c.Prefix)
			}
			for version, g := range []page{got1, got} {
				if !slices.Equal(g.keys, want.keys) || !slices.Equal(g.prefixes, want.prefixes) {
					t.Fatalf("version %d: %q prefix %q delimiter %q after %q size %d: %q %q, want %q %q",
						version+1, keys, prefix, delimiter, after, size, g.keys, g.prefixes, want.keys, want.prefixes)
				}
			}
			if *out.IsTruncated != (want.next != "") || *one.IsTruncated != *out.IsTruncated || int(*out.KeyCount) != len(want.keys)+len(want.prefixes) {
				t.Fatalf("truncated %v, %d keys; want next %q", *out.IsTruncated, *out.KeyCount, want.next)
			}
			if want.next == "" {
				return
			}
			if delimiter != "" && aws.ToString(one.NextMarker) != want.next {
				t.Fatalf("next marker %q, want %q", aws.ToString(one.NextMarker), want.next)
			}
			after = want.next
			in.ContinuationToken, v1.Marker = out.NextContinuationToken, &after
		}
	})
}

func TestPageLimits(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(p, "pages"), t.Context()
	for i := range 1005 {
		w.put(p, b, fmt.Sprintf("k%04d", i), nil)
	}
	out, err := p.ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: &b, MaxKeys: aws.Int32(5000)})
	if err != nil || len(out.Contents) != 1000 || !*out.IsTruncated || *out.MaxKeys != 1000 {
		t.Fatalf("%d keys of at most %d, %v", len(out.Contents), *out.MaxKeys, err)
	}
	out, err = p.ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: &b, ContinuationToken: out.NextContinuationToken, FetchOwner: aws.Bool(true)})
	if err != nil || len(out.Contents) != 5 || *out.IsTruncated || *out.Contents[0].Key != "k1000" || len(*out.Contents[0].Owner.ID) != 64 {
		t.Fatalf("%d keys, %v", len(out.Contents), err)
	}
	_, err = p.ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: &b, ContinuationToken: aws.String("***")})
	refused(t, "a wrong token", err, "InvalidArgument", 400)
}

// signed sends a request as it stands, with its payload unsigned, as some clients do over TLS.
func (w *world) signed(p person, method, address string, body io.Reader, header map[string]string) (*http.Response, string) {
	w.t.Helper()
	r, err := http.NewRequest(method, address, body)
	if err != nil {
		w.t.Fatal(err)
	}
	for name, text := range header {
		r.Header.Set(name, text)
	}
	r.Header.Set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
	if host := header["Host"]; host != "" {
		r.Host = host
		r.Header.Del("Host")
	}
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	if err := signer.SignHTTP(w.t.Context(), p.key, r, "UNSIGNED-PAYLOAD", "s3", region, time.Now()); err != nil {
		w.t.Fatal(err)
	}
	return w.send(r)
}

func (w *world) send(r *http.Request) (*http.Response, string) {
	w.t.Helper()
	response, err := w.plain.Client().Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response, string(text)
}

func TestVirtualHosts(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	w.bucket(p, "virtual.host")
	w.put(p, "virtual.host", "virtual.host/k", []byte("v"))
	for _, host := range []string{
		"virtual.host.s3.interlaken.test:9000", "virtual.host.s3.us-east-1.amazonaws.com", "virtual.host.s3.amazonaws.com", "VIRTUAL.HOST.s3.interlaken.test",
	} {
		response, text := w.signed(p, "GET", w.plain.URL+"/virtual.host/k", nil, map[string]string{"Host": host})
		if response.StatusCode != 200 || text != "v" {
			t.Errorf("%s: %d %s", host, response.StatusCode, text)
		}
	}
	response, text := w.signed(p, "GET", w.plain.URL+"/virtual.host/virtual.host/k", nil, map[string]string{"Host": "s3.us-east-1.amazonaws.com"})
	if response.StatusCode != 200 || text != "v" {
		t.Errorf("path style: %d %s", response.StatusCode, text)
	}
}

func TestPresigned(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(p, "presigned"), t.Context()
	key := aws.String("a b+c=d/ü")
	presign := awss3.NewPresignClient(p.Client)
	put, err := presign.PresignPutObject(ctx, &awss3.PutObjectInput{Bucket: &b, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequest(put.Method, put.URL, strings.NewReader("by url"))
	if err != nil {
		t.Fatal(err)
	}
	if response, text := w.send(r); response.StatusCode != 200 {
		t.Fatalf("put: %d %s", response.StatusCode, text)
	}
	get, err := presign.PresignGetObject(ctx, &awss3.GetObjectInput{
		Bucket: &b, Key: key, ResponseContentType: aws.String("text/x"), ResponseContentDisposition: aws.String("inline"),
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err = http.NewRequest(get.Method, get.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, text := w.send(r)
	if response.StatusCode != 200 || text != "by url" || response.Header.Get("Content-Type") != "text/x" || response.Header.Get("Content-Disposition") != "inline" {
		t.Errorf("get: %d %q %v", response.StatusCode, text, response.Header)
	}
	// Without a signature nobody is asked who it is.
	r, err = http.NewRequest("GET", w.plain.URL+"/presigned/x", nil)
	if err != nil {
		t.Fatal(err)
	}
	if response, _ := w.send(r); response.StatusCode != 403 {
		t.Errorf("anonymous: %d", response.StatusCode)
	}
}

func TestErrorsAreXML(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	w.bucket(p, "errors")
	response, text := w.signed(p, "GET", w.plain.URL+"/errors/none%3C%26", nil, nil)
	want := "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Resource>/errors/none&lt;&amp;</Resource><Key>none&lt;&amp;</Key><RequestId>"
	if response.StatusCode != 404 || !strings.Contains(text, want) || response.Header.Get("Content-Type") != "application/xml" {
		t.Errorf("%d %s", response.StatusCode, text)
	}
	if id := response.Header.Get("X-Amz-Request-Id"); id == "" || !strings.Contains(text, id) {
		t.Errorf("request id %q in %s", id, text)
	}
	response, text = w.signed(p, "HEAD", w.plain.URL+"/errors/none", nil, nil)
	if response.StatusCode != 404 || text != "" {
		t.Errorf("HEAD: %d %s", response.StatusCode, text)
	}
	response, text = w.signed(p, "PATCH", w.plain.URL+"/errors/none", nil, nil)
	if response.StatusCode != 405 || !strings.Contains(text, "<Code>MethodNotAllowed</Code>") {
		t.Errorf("PATCH: %d %s", response.StatusCode, text)
	}
	recorder := httptest.NewRecorder()
	w.objects.ServeS3(recorder, httptest.NewRequest("GET", "/errors/%ff", nil), p.session, "request")
	if text := recorder.Body.String(); recorder.Code != 400 || !strings.Contains(text, "<Code>InvalidURI</Code>") {
		t.Errorf("not UTF-8: %d %s", recorder.Code, text)
	}
	response, text = w.signed(p, "DELETE", w.plain.URL+"/errors?location", nil, nil)
	if response.StatusCode != 501 {
		t.Errorf("a sub-resource with another method: %d %s", response.StatusCode, text)
	}
	if _, err := p.HeadBucket(t.Context(), &awss3.HeadBucketInput{Bucket: aws.String("errors")}); err != nil {
		t.Errorf("the bucket is gone: %v", err)
	}
}
