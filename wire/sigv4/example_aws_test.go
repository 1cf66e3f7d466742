package sigv4_test

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"interlaken/fault"
	"interlaken/secret"
	"interlaken/wire/sigv4"
)

// The examples of the AWS documentation: IAM User Guide "Signature calculation example" (the ListUsers request) and
// Amazon S3 API Reference "Authenticating requests: using the Authorization header", "… query parameters", "Signature
// calculations for the Authorization header: transferring payload in multiple chunks" and "… with trailing headers".
const (
	iamSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
	s3Secret  = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
	emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	s3Scope   = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request"
)

var s3Day = time.Date(2013, 5, 24, 0, 0, 0, 0, time.UTC)

// received reads a request as a server does.
func received(t testing.TB, text string) *http.Request {
	t.Helper()
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(strings.ReplaceAll(text, "\n", "\r\n"))))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// always knows every key by one secret.
func always(text string) sigv4.Lookup {
	return func(*sigv4.Authorization) (secret.Text, error) { return secret.NewText(text), nil }
}

func verify(r *http.Request, body []byte, service, secretText string, now time.Time) (*sigv4.Verified, error) {
	a, err := sigv4.Parse(r)
	if err != nil {
		return nil, err
	}
	return sigv4.Verify(r, body, a, sigv4.Target{Service: service, Region: "us-east-1"}, always(secretText), now)
}

func TestDocumentedExamples(t *testing.T) {
	signedS3 := func(headers, signature string) string {
		return "Authorization: AWS4-HMAC-SHA256 Credential=" + s3Scope + ",SignedHeaders=" + headers + ",Signature=" + signature + "\n\n"
	}
	for _, c := range []struct {
		name, service, secret, request string
		now                            time.Time
	}{
		{
			"list users", "iam", iamSecret, "GET /?Action=ListUsers&Version=2010-05-08 HTTP/1.1\n" +
				"Host: iam.amazonaws.com\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\nX-Amz-Date: 20150830T123600Z\n" +
				"Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, " +
				"SignedHeaders=content-type;host;x-amz-date, " +
				"Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7\n\n",
			time.Date(2015, 8, 30, 12, 40, 0, 0, time.UTC),
		},
		{"get object", "s3", s3Secret, "GET /test.txt HTTP/1.1\nHost: examplebucket.s3.amazonaws.com\nRange: bytes=0-9\n" +
			"x-amz-content-sha256: " + emptyHash + "\nx-amz-date: 20130524T000000Z\n" +
			signedS3("host;range;x-amz-content-sha256;x-amz-date", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"), s3Day},
		{"put object", "s3", s3Secret, "PUT /test%24file.text HTTP/1.1\nHost: examplebucket.s3.amazonaws.com\n" +
			"Date: Fri, 24 May 2013 00:00:00 GMT\nContent-Length: 21\nx-amz-date: 20130524T000000Z\nx-amz-storage-class: REDUCED_REDUNDANCY\n" +
			"x-amz-content-sha256: 44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072\n" +
			signedS3("date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class", "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd") +
			"Welcome to Amazon S3.", s3Day},
		{"bucket lifecycle", "s3", s3Secret, "GET /?lifecycle HTTP/1.1\nHost: examplebucket.s3.amazonaws.com\n" +
			"x-amz-date: 20130524T000000Z\nx-amz-content-sha256: " + emptyHash + "\n" +
			signedS3("host;x-amz-content-sha256;x-amz-date", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"), s3Day},
		{"list objects", "s3", s3Secret, "GET /?max-keys=2&prefix=J HTTP/1.1\nHost: examplebucket.s3.amazonaws.com\n" +
			"x-amz-date: 20130524T000000Z\nx-amz-content-sha256: " + emptyHash + "\n" +
			signedS3("host;x-amz-content-sha256;x-amz-date", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"), s3Day},
		{"presigned", "s3", s3Secret, "GET /test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + strings.ReplaceAll(s3Scope, "/", "%2F") +
			"&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host" +
			"&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404 HTTP/1.1\n" +
			"Host: examplebucket.s3.amazonaws.com\n\n", s3Day.Add(23 * time.Hour)},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := received(t, c.request)
			v, err := verify(r, nil, c.service, c.secret, c.now)
			if err != nil {
				t.Fatal(err)
			}
			forwarded, err := v.Forward(r)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadAll(forwarded.Body); err != nil {
				t.Errorf("body: %v", err)
			}
			if sigv4.Signed(forwarded) {
				t.Error("the forwarded request still carries a signature")
			}
			if _, err := verify(r, nil, c.service, c.secret+"x", c.now); !fault.Is(err, fault.BadSignature) {
				t.Errorf("another secret: %v", err)
			}
		})
	}
}

const (
	chunkedHead = "PUT /examplebucket/chunkObject.txt HTTP/1.1\nHost: s3.amazonaws.com\nx-amz-date: 20130524T000000Z\n" +
		"x-amz-storage-class: REDUCED_REDUNDANCY\nContent-Encoding: aws-chunked\nx-amz-decoded-content-length: 66560\n"
	signedChunks = chunkedHead + "Content-Length: 66824\nx-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD\n" +
		"Authorization: AWS4-HMAC-SHA256 Credential=" + s3Scope + ",SignedHeaders=content-encoding;content-length;host;" +
		"x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class," +
		"Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9\n\n"
	signedTrailer = chunkedHead + "x-amz-trailer: x-amz-checksum-crc32c\nTransfer-Encoding: identity\n" +
		"x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER\n" +
		"Authorization: AWS4-HMAC-SHA256 Credential=" + s3Scope + ",SignedHeaders=content-encoding;host;" +
		"x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer," +
		"Signature=106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e\n\n"
)

var (
	chunkedBody = "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n" +
		strings.Repeat("a", 65536) + "\r\n400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n" +
		strings.Repeat("a", 1024) + "\r\n0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n"
	trailerBody = "10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n" +
		strings.Repeat("a", 65536) + "\r\n400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n" +
		strings.Repeat("a", 1024) + "\r\n0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n" +
		"x-amz-checksum-crc32c:sOO8/Q==\r\n" +
		"x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n"
)

// stream verifies a head and reads the body behind it through read.
func stream(t testing.TB, head, body string, read func(io.Reader) ([]byte, error)) ([]byte, error) {
	t.Helper()
	r := received(t, strings.Replace(head, "Transfer-Encoding: identity\n", "", 1))
	r.Body = io.NopCloser(strings.NewReader(body))
	v, err := verify(r, nil, "s3", s3Secret, s3Day)
	if err != nil {
		t.Fatal(err)
	}
	forwarded, err := v.Forward(r)
	if err != nil {
		return nil, err
	}
	if got := forwarded.Header.Get("Content-Encoding"); got != "" || forwarded.ContentLength != 66560 {
		t.Errorf("forwarded with Content-Encoding %q and length %d", got, forwarded.ContentLength)
	}
	return read(forwarded.Body)
}

func TestDocumentedStreams(t *testing.T) {
	want := bytes.Repeat([]byte("a"), 66560)
	exactly := func(r io.Reader) ([]byte, error) {
		p := make([]byte, 66560)
		_, err := io.ReadFull(r, p)
		return p, err
	}
	bytewise := func(r io.Reader) ([]byte, error) { return io.ReadAll(iotest.OneByteReader(r)) }
	for _, c := range []struct{ name, head, body string }{
		{"chunks", signedChunks, chunkedBody}, {"trailer", signedTrailer, trailerBody},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, read := range []func(io.Reader) ([]byte, error){io.ReadAll, exactly, bytewise} {
				if got, err := stream(t, c.head, c.body, read); err != nil || !bytes.Equal(got, want) {
					t.Fatalf("%d bytes, %v", len(got), err)
				}
			}
			for name, broken := range map[string]string{
				"data":            strings.Replace(c.body, "aaa\r\n400;", "aab\r\n400;", 1),
				"last data":       strings.Replace(c.body, "a\r\n0;", "b\r\n0;", 1),
				"chunk signature": strings.Replace(c.body, "400;chunk-signature=", "400;chunk-signature=f", 1),
				"no signature":    strings.Replace(c.body, ";chunk-signature=", ";", 1),
				"last signature":  strings.Replace(c.body, "0;chunk-signature=2ca2", "0;chunk-signature=3ca2", 1) + "x",
				"size":            strings.Replace(c.body, "10000;", "10001;", 1),
				"huge size":       strings.Replace(c.body, "10000;", "7fffffffffffffff;", 1),
				"negative size":   strings.Replace(c.body, "10000;", "-1;", 1),
				"cut":             c.body[:len(c.body)-30],
				"cut in data":     c.body[:70000-5000],
				"more":            c.body + "0;x\r\n",
				"long line":       strings.Replace(c.body, "10000;", strings.Repeat("0", 5000)+"10000;", 1),
				"chunk left out":  c.body[strings.Index(c.body, "400;"):],
				"nothing":         "",
			} {
				for _, read := range []func(io.Reader) ([]byte, error){io.ReadAll, exactly} {
					if _, err := stream(t, c.head, broken, read); err == nil || errors.Is(err, io.ErrUnexpectedEOF) {
						t.Errorf("%s: %v", name, err)
					}
				}
			}
		})
	}
	for name, broken := range map[string]string{
		"checksum":          strings.Replace(trailerBody, "sOO8/Q==", "sOO8/A==", 1),
		"trailer signature": strings.Replace(trailerBody, "signature:d8", "signature:d9", 1),
		"no trailer":        trailerBody[:strings.Index(trailerBody, "x-amz-checksum")] + "\r\n",
		"unsigned trailer":  trailerBody[:strings.Index(trailerBody, "x-amz-trailer-signature")] + "\r\n",
		"second trailer":    strings.Replace(trailerBody, "x-amz-trailer-signature", "x-amz-checksum-sha1:x\r\nx-amz-trailer-signature", 1),
	} {
		if _, err := stream(t, signedTrailer, broken, exactly); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
