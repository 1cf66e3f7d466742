package sigv4_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"interlaken/fault"
	"interlaken/secret"
	"interlaken/wire/sigv4"
)

// TestRules goes through SECURITY S3: each change of a well-signed request, and the fault it must end in.
func TestRules(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	signed := func(service, region string, at time.Time) *http.Request {
		r, err := http.NewRequest("POST", "https://api.example.com/", strings.NewReader("body"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Amz-Target", "AmazonAthena.GetQueryResults")
		if service == "s3" {
			r.Header.Set("X-Amz-Content-Sha256", sigv4.UnsignedPayload)
		}
		sigv4.Sign(r, []byte("body"), sigv4.Credentials{AccessKeyID: "AKIDEXAMPLE", Secret: secret.NewText("s")}, region, service, at)
		return r
	}
	add := func(name, value string) func(r *http.Request) {
		return func(r *http.Request) { r.Header.Add(name, value) }
	}
	authorization := func(old, replacement string) func(r *http.Request) {
		return func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), old, replacement, 1))
		}
	}
	for _, c := range []struct {
		name   string
		r      *http.Request
		change func(r *http.Request)
		want   fault.Code
		text   string
	}{
		{"nothing", signed("athena", "us-east-1", now), func(*http.Request) {}, "", ""},
		{"user agent added", signed("athena", "us-east-1", now), add("X-Amz-User-Agent", "x"), "", ""},
		{"other header added", signed("athena", "us-east-1", now), add("X-Other", "x"), "", ""},
		{
			"unsigned x-amz header", signed("athena", "us-east-1", now), add("X-Amz-Source-Account", "1"), fault.BadSignature,
			"'x-amz-source-account' must be a 'SignedHeader' in the AWS Authorization.",
		},
		{
			"host not signed", signed("athena", "us-east-1", now), authorization("host;", ""), fault.BadSignature,
			"'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
		},
		{
			"target changed", signed("athena", "us-east-1", now), func(r *http.Request) { r.Header.Set("X-Amz-Target", "x") }, fault.BadSignature,
			"The request signature we calculated does not match",
		},
		{"second target", signed("athena", "us-east-1", now), add("X-Amz-Target", "x"), fault.BadSignature, "does not match"},
		{
			"other service", signed("glue", "us-east-1", now), func(*http.Request) {}, fault.BadSignature,
			"Credential should be scoped to correct service: 'athena'.",
		},
		{
			"other region", signed("athena", "eu-west-1", now), func(*http.Request) {}, fault.BadSignature,
			"Credential should be scoped to a valid region.",
		},
		{
			"six minutes old", signed("athena", "us-east-1", now.Add(-6*time.Minute)), func(*http.Request) {}, fault.SignatureExpired,
			"Signature expired: 20260102T025805Z is now earlier than 20260102T025905Z (20260102T030405Z - 5 min.)",
		},
		{
			"six minutes early", signed("athena", "us-east-1", now.Add(6*time.Minute)), func(*http.Request) {}, fault.SignatureExpired,
			"Signature not yet current: 20260102T031005Z is still later than 20260102T030905Z (20260102T030405Z + 5 min.)",
		},
		{"five minutes old", signed("athena", "us-east-1", now.Add(-5*time.Minute)), func(*http.Request) {}, "", ""},
		{
			"no signature", signed("athena", "us-east-1", now), func(r *http.Request) { r.Header.Del("Authorization") }, fault.MissingToken,
			"Request is missing Authentication Token",
		},
		{
			"two signatures", signed("athena", "us-east-1", now), func(r *http.Request) { r.URL.RawQuery = "X-Amz-Signature=x" },
			fault.IncompleteSignature, "Only one auth mechanism allowed",
		},
		{"two headers", signed("athena", "us-east-1", now), add("Authorization", "x"), fault.IncompleteSignature, "Only one auth mechanism allowed"},
		{
			"older kind beside it", signed("athena", "us-east-1", now), func(r *http.Request) { r.URL.RawQuery = "AWSAccessKeyId=a&Signature=b" },
			fault.IncompleteSignature, "Only one auth mechanism allowed",
		},
		{
			"older kind", signed("athena", "us-east-1", now), func(r *http.Request) { r.Header.Set("Authorization", "AWS AKID:x") },
			fault.IncompleteSignature, "Unsupported AWS 'algorithm'",
		},
		{
			"no credential", signed("athena", "us-east-1", now), authorization("Credential=", "Other="), fault.IncompleteSignature,
			"Authorization header requires 'Credential' parameter.",
		},
		{
			"no date", signed("athena", "us-east-1", now), func(r *http.Request) { r.Header.Del("X-Amz-Date") }, fault.IncompleteSignature,
			"Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
		},
		{"two dates", signed("athena", "us-east-1", now), add("X-Amz-Date", "x"), fault.IncompleteSignature, "more than once"},
		{"short scope", signed("athena", "us-east-1", now), authorization("/athena/", "/"), fault.IncompleteSignature, "exactly 5"},
		{"other terminator", signed("athena", "us-east-1", now), authorization("aws4_request", "aws5_request"), fault.BadSignature, "terminator"},
		{"other day", signed("athena", "us-east-1", now), authorization("/20260102/", "/20260101/"), fault.BadSignature, "Date in Credential scope"},
		{"short signature", signed("athena", "us-east-1", now), authorization("Signature=", "Signature=00"), fault.IncompleteSignature, "64"},
		{"unordered headers", signed("athena", "us-east-1", now), authorization("host;x-amz-date", "x-amz-date;host"), fault.IncompleteSignature, "in order"},
		{"unsigned payload", signed("athena", "us-east-1", now), func(r *http.Request) {
			r.Header.Set("X-Amz-Content-Sha256", sigv4.UnsignedPayload)
			sigv4.Sign(r, []byte("body"), sigv4.Credentials{AccessKeyID: "AKIDEXAMPLE", Secret: secret.NewText("s")}, "us-east-1", "athena", now)
		}, fault.BadSignature, "does not match"},
		{"broken query", signed("athena", "us-east-1", now), func(r *http.Request) { r.URL.RawQuery = "a;b=%zz" }, fault.IncompleteSignature, "cannot be parsed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.change(c.r)
			_, err := verify(c.r, []byte("body"), "athena", "s", now)
			if fault.CodeOf(err) != c.want || err != nil && !strings.Contains(fault.Public(err), c.text) {
				t.Errorf("%v, want %s: %s", err, c.want, c.text)
			}
		})
	}
}

// TestPresignedRules makes links with a wrong signature: each is refused for what its name says, before the signature
// is looked at, or for the signature.
func TestPresignedRules(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	link := func(service, extra string) *http.Request {
		r, err := http.NewRequest("GET", "https://api.example.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20260102%2Fus-east-1%2F"+
			service+"%2Faws4_request&X-Amz-Date=20260102T030000Z&X-Amz-SignedHeaders=host&X-Amz-Signature="+strings.Repeat("0", 64)+extra, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, c := range []struct {
		name, service, extra string
		now                  time.Time
		want                 fault.Code
		text                 string
	}{
		{"athena", "athena", "", now, fault.BadSignature, "Presigned requests are accepted for S3 and for GetCallerIdentity only."},
		{"assume role", "sts", "&Action=AssumeRole", now, fault.BadSignature, "Presigned requests are accepted"},
		{"two actions", "sts", "&Action=GetCallerIdentity&Action=AssumeRole", now, fault.BadSignature, "Presigned requests are accepted"},
		{"identity", "sts", "&Action=GetCallerIdentity", now, fault.BadSignature, "does not match"},
		{"identity after 900 s", "sts", "&Action=GetCallerIdentity", now.Add(15 * time.Minute), fault.SignatureExpired, "Signature expired"},
		{"object in time", "s3", "&X-Amz-Expires=300", now, fault.BadSignature, "does not match"},
		{"object too late", "s3", "&X-Amz-Expires=60", now, fault.AccessDenied, "Request has expired"},
		{"from the future", "s3", "&X-Amz-Expires=60", now.Add(-time.Hour), fault.SignatureExpired, "The difference between"},
		{"longer than a week", "s3", "&X-Amz-Expires=604801", now, fault.IncompleteSignature, "604800"},
		{"negative", "s3", "&X-Amz-Expires=-1", now, fault.IncompleteSignature, "604800"},
		{"twice", "s3", "&X-Amz-Expires=1&X-Amz-Expires=600", now, fault.IncompleteSignature, "more than once"},
		{"misspelt", "s3", "&x-amz-expires=600", now, fault.IncompleteSignature, "misspelt"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := verify(link(c.service, c.extra), nil, c.service, "s", c.now)
			if fault.CodeOf(err) != c.want || !strings.Contains(fault.Public(err), c.text) {
				t.Errorf("%v, want %s: %s", err, c.want, c.text)
			}
		})
	}
}

func TestHashedBody(t *testing.T) {
	r := received(t, "PUT /test%24file.text HTTP/1.1\nHost: examplebucket.s3.amazonaws.com\n"+
		"Date: Fri, 24 May 2013 00:00:00 GMT\nContent-Length: 21\nx-amz-date: 20130524T000000Z\nx-amz-storage-class: REDUCED_REDUNDANCY\n"+
		"x-amz-content-sha256: 44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072\n"+
		"Authorization: AWS4-HMAC-SHA256 Credential="+s3Scope+",SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,"+
		"Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd\n\nWelcome to Amazon S4.")
	v, err := verify(r, nil, "s3", s3Secret, s3Day)
	if err != nil {
		t.Fatal(err)
	}
	forwarded, err := v.Forward(r)
	if err != nil {
		t.Fatal(err)
	}
	// A reader that knows the length and never asks for the end must notice too.
	if _, err := io.ReadFull(forwarded.Body, make([]byte, 21)); !fault.Is(err, "XAmzContentSHA256Mismatch") {
		t.Errorf("a changed body: %v", err)
	}
	empty := r.Clone(r.Context())
	empty.Body, empty.ContentLength = http.NoBody, 0
	if _, err := v.Forward(empty); !fault.Is(err, "XAmzContentSHA256Mismatch") {
		t.Errorf("a missing body: %v", err)
	}
}

// FuzzStream feeds arbitrary framing: it must end, in an error or in exactly the bytes that were signed.
func FuzzStream(f *testing.F) {
	f.Add([]byte(trailerBody))
	f.Add([]byte("0;chunk-signature=x\r\n\r\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := stream(t, signedTrailer, string(body), io.ReadAll)
		if err == nil && !bytes.Equal(got, bytes.Repeat([]byte("a"), 66560)) {
			t.Errorf("accepted %d other bytes", len(got))
		}
		if len(got) > 66560 || errors.Is(err, io.ErrNoProgress) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("AWS4-HMAC-SHA256 Credential="+s3Scope+",SignedHeaders=host,Signature="+strings.Repeat("0", 64), "X-Amz-Date=20130524T000000Z")
	f.Fuzz(func(t *testing.T, header, query string) {
		r := &http.Request{Method: "GET", URL: mustURL(query), Host: "h", Header: http.Header{"Authorization": {header}, "X-Amz-Date": {"20130524T000000Z"}}}
		if a, err := sigv4.Parse(r); err == nil && (a.AccessKeyID == "" || len(a.Signature) != 64) {
			t.Errorf("%+v", a)
		}
	})
}

func mustURL(query string) *url.URL { return &url.URL{Path: "/", RawQuery: query} }
