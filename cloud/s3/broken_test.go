package s3_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"interlaken/cloud/s3"
	"interlaken/fault"
	"interlaken/service/servicetest"
	"interlaken/trail"
)

// hand makes a PUT as the door hands it on: the body as given, whatever was announced.
func (w *world) hand(p person, key string, body io.Reader, length int64, header map[string]string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("PUT", "/broken/"+key, io.NopCloser(body))
	r.ContentLength = length
	for name, text := range header {
		r.Header.Set(name, text)
	}
	recorder := httptest.NewRecorder()
	w.objects.ServeS3(recorder, r, p.session, "request")
	return recorder
}

func TestBrokenUploadsLeaveNothing(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b := w.bucket(p, "broken")
	w.put(p, b, "k", []byte("v"))
	state := w.state()
	sum := md5.Sum([]byte("other"))
	wrong := base64.StdEncoding.EncodeToString(sum[:])
	for name, c := range map[string]struct {
		body   io.Reader
		length int64
		header map[string]string
		code   string
		status int
	}{
		"ends early":       {strings.NewReader("abc"), 10, nil, "IncompleteBody", 400},
		"goes on":          {strings.NewReader("abcdef"), 3, nil, "IncompleteBody", 400},
		"connection lost":  {io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(io.ErrUnexpectedEOF)), 10, nil, "IncompleteBody", 400},
		"signature":        {iotest.ErrReader(fault.New(fault.BadSignature, "No.")), 10, nil, "SignatureDoesNotMatch", 403},
		"late signature":   {io.MultiReader(strings.NewReader("0123456789"), iotest.ErrReader(fault.New(fault.BadSignature, "No."))), 10, nil, "SignatureDoesNotMatch", 403},
		"payload hash":     {iotest.ErrReader(fault.New("XAmzContentSHA256Mismatch", "No.")), 10, nil, "XAmzContentSHA256Mismatch", 400},
		"unknown length":   {strings.NewReader("abc"), -1, nil, "MissingContentLength", 411},
		"wrong MD5":        {strings.NewReader("abc"), 3, map[string]string{"Content-MD5": wrong}, "BadDigest", 400},
		"no MD5":           {strings.NewReader("abc"), 3, map[string]string{"Content-MD5": "abc"}, "InvalidDigest", 400},
		"wrong CRC":        {strings.NewReader("abc"), 3, map[string]string{"X-Amz-Checksum-Crc32": "AAAAAA=="}, "BadDigest", 400},
		"wrong SHA":        {strings.NewReader("abc"), 3, map[string]string{"X-Amz-Checksum-Sha256": base64.StdEncoding.EncodeToString(make([]byte, 32))}, "BadDigest", 400},
		"no CRC":           {strings.NewReader("abc"), 3, map[string]string{"X-Amz-Checksum-Crc32": "AAAA"}, "InvalidRequest", 400},
		"two checksums":    {strings.NewReader("abc"), 3, map[string]string{"X-Amz-Checksum-Crc32": "AAAAAA==", "X-Amz-Checksum-Crc32c": "AAAAAA=="}, "InvalidRequest", 400},
		"unknown checksum": {strings.NewReader("abc"), 3, map[string]string{"X-Amz-Checksum-Foo": "AAAA"}, "InvalidRequest", 400},
		"much metadata":    {strings.NewReader("abc"), 3, map[string]string{"X-Amz-Meta-M": strings.Repeat("m", 2100)}, "MetadataTooLarge", 400},
	} {
		for _, key := range []string{"k", "new"} {
			recorder := w.hand(p, key, c.body, c.length, c.header)
			if text := recorder.Body.String(); recorder.Code != c.status && key == "k" || !strings.Contains(text, "<Error><Code>") {
				t.Errorf("%s: %d %s", name, recorder.Code, text)
			} else if key == "k" && !strings.Contains(text, "<Code>"+c.code+"</Code>") {
				t.Errorf("%s: %s, want %s", name, text, c.code)
			}
			if w.state() != state {
				t.Fatalf("%s left something", name)
			}
		}
	}
	if events := strings.Join(w.events(servicetest.Retail, trail.Data), ", "); !strings.Contains(events, "PutObject IncompleteBody") || !strings.Contains(events, "PutObject BadDigest") {
		t.Errorf("the trail has %s", events)
	}
	// What the connection itself does: the client announces ten bytes, sends three and goes.
	connection, err := net.Dial("tcp", w.plain.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequest("PUT", w.plain.URL+"/broken/k", strings.NewReader("0123456789"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	if err := signer.SignHTTP(t.Context(), p.key, r, "UNSIGNED-PAYLOAD", "s3", region, time.Now()); err != nil {
		t.Fatal(err)
	}
	r.Body = io.NopCloser(strings.NewReader("012"))
	_ = r.Write(connection) // the transport notices that the body is short
	if err := connection.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(connection), r)
	if err == nil {
		text, _ := io.ReadAll(response.Body)
		if response.StatusCode != 400 || !strings.Contains(string(text), "IncompleteBody") {
			t.Errorf("%d %s", response.StatusCode, text)
		}
	}
	_ = connection.Close()
	if w.state() != state {
		t.Error("a broken connection left something")
	}
	if got := w.get(p, b, "k"); got != "v" {
		t.Errorf("the object has %q", got)
	}
}

// chunked frames content as aws-chunked with signatures, in chunks of so many bytes.
func (w *world) chunked(p person, address string, content []byte, size int) *http.Request {
	w.t.Helper()
	const kind = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
	r, err := http.NewRequest("PUT", address, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("X-Amz-Content-Sha256", kind)
	r.Header.Set("X-Amz-Decoded-Content-Length", fmt.Sprint(len(content)))
	r.Header.Set("Content-Encoding", "aws-chunked")
	now := time.Now()
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	if err := signer.SignHTTP(w.t.Context(), p.key, r, kind, "s3", region, now); err != nil {
		w.t.Fatal(err)
	}
	_, seed, _ := strings.Cut(r.Header.Get("Authorization"), "Signature=")
	first, err := hex.DecodeString(seed)
	if err != nil {
		w.t.Fatal(err)
	}
	chain := v4.NewStreamSigner(p.key, "s3", region, first)
	var body bytes.Buffer
	for rest := content; ; {
		piece := rest[:min(size, len(rest))]
		rest = rest[len(piece):]
		signature, err := chain.GetSignature(w.t.Context(), nil, piece, now)
		if err != nil {
			w.t.Fatal(err)
		}
		fmt.Fprintf(&body, "%x;chunk-signature=%s\r\n%s\r\n", len(piece), hex.EncodeToString(signature), piece)
		if len(piece) == 0 {
			break
		}
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body.Bytes())), int64(body.Len())
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body.Bytes())), nil }
	return r
}

func TestSignedChunks(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b := w.bucket(p, "chunks")
	content := noise(3, 200_000)
	if response, text := w.send(w.chunked(p, w.plain.URL+"/chunks/k", content, 64<<10)); response.StatusCode != 200 {
		t.Fatalf("%d %s", response.StatusCode, text)
	}
	if got := w.get(p, b, "k"); got != string(content) {
		t.Errorf("%d bytes came back", len(got))
	}
	state := w.state()
	r := w.chunked(p, w.plain.URL+"/chunks/k", content, 64<<10)
	forged, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	forged[len(forged)/2] ^= 1
	r.Body, r.GetBody = io.NopCloser(bytes.NewReader(forged)), nil
	if response, text := w.send(r); response.StatusCode != 403 || !strings.Contains(text, "SignatureDoesNotMatch") {
		t.Errorf("a forged chunk: %d %s", response.StatusCode, text)
	}
	if w.state() != state {
		t.Error("a forged chunk left something")
	}
	wrong := sha256.Sum256([]byte("other"))
	r, err = http.NewRequest("PUT", w.plain.URL+"/chunks/k", strings.NewReader("content"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Amz-Content-Sha256", hex.EncodeToString(wrong[:]))
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	if err := signer.SignHTTP(t.Context(), p.key, r, hex.EncodeToString(wrong[:]), "s3", region, time.Now()); err != nil {
		t.Fatal(err)
	}
	if response, text := w.send(r); response.StatusCode != 400 || !strings.Contains(text, "XAmzContentSHA256Mismatch") {
		t.Errorf("another payload: %d %s", response.StatusCode, text)
	}
	if w.state() != state {
		t.Error("another payload left something")
	}
}

func TestSweepAfterCrash(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx := w.bucket(p, "crash"), t.Context()
	w.put(p, b, "k", []byte("v"))
	upload, err := p.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: &b, Key: aws.String("u")})
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.UploadPart(ctx, &awss3.UploadPartInput{
		Bucket: &b, Key: aws.String("u"), UploadId: upload.UploadId, PartNumber: aws.Int32(1), Body: strings.NewReader("part"),
	})
	if err != nil {
		t.Fatal(err)
	}
	state := w.state()
	// What a crash leaves: a file half written, one complete whose transaction never was, one whose record is gone.
	half, err := w.objects.Stage()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := half.Write([]byte("ha")); err != nil {
		t.Fatal(err)
	}
	whole, err := w.objects.Stage()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := whole.Write([]byte("whole")); err != nil {
		t.Fatal(err)
	}
	if err := whole.Close(); err != nil {
		t.Fatal(err)
	}
	if n := len(w.fileList()); n != 4 {
		t.Fatalf("%d files, want 4", n)
	}
	again, err := s3.New(ctx, s3.Config{Mesh: w.Mesh, Dir: w.dir, Volatile: true})
	if err != nil {
		t.Fatal(err)
	}
	if w.state() != state {
		t.Errorf("after the sweep: %s\nbefore: %s", w.state(), state)
	}
	if got := w.get(p, b, "k"); got != "v" {
		t.Errorf("the object has %q", got)
	}
	if again.Service().Wire.ID != "s3" {
		t.Error("no service")
	}
	// A folder that is somebody else's is not emptied.
	other := t.TempDir()
	for _, name := range []string{"letter.txt", "ab/letter.txt", "ab/cd345678-1234-1234-1234-123456789012"} {
		if err := os.MkdirAll(filepath.Join(other, "ab"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(other, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := s3.New(ctx, s3.Config{Mesh: w.Mesh, Dir: other, Volatile: true}); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(other, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCallerGoesAway(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	w.bucket(p, "broken")
	state := w.state()
	ctx, cancel := context.WithCancel(t.Context())
	r := httptest.NewRequest("PUT", "/broken/k", io.NopCloser(iotest.ErrReader(context.Canceled))).WithContext(ctx)
	r.ContentLength = 10
	cancel()
	recorder := httptest.NewRecorder()
	w.objects.ServeS3(recorder, r, p.session, "request")
	if recorder.Code < 400 || w.state() != state {
		t.Errorf("%d %s", recorder.Code, recorder.Body)
	}
}
