package s3_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"interlaken/cloud/s3"
	"interlaken/gateway"
	"interlaken/service"
	"interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/trail"
	"interlaken/usage"
)

const region = "us-east-1"

// world is the object store behind the door, on a socket, with real clients.
type world struct {
	*servicetest.Kit
	t       *testing.T
	objects *s3.Objects
	dir     string
	plain   *httptest.Server
	secure  *httptest.Server
}

func newWorld(t *testing.T, change ...func(*s3.Config)) *world {
	t.Helper()
	w := &world{Kit: servicetest.New(t), t: t, dir: filepath.Join(t.TempDir(), "objects")}
	// Clients sign with the machine's time.
	w.Clock.Advance(time.Since(servicetest.Start))
	config := s3.Config{Mesh: w.Mesh, Dir: w.dir, Volatile: true, Hosts: []string{"s3.interlaken.test:9000"}}
	for _, c := range change {
		c(&config)
	}
	objects, err := s3.New(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	w.objects = objects
	w.Mesh.Register(objects.Service())
	door := gateway.New(gateway.Config{Mesh: w.Mesh, Objects: objects, Region: region})
	w.plain, w.secure = httptest.NewServer(door), httptest.NewTLSServer(door)
	t.Cleanup(w.plain.Close)
	t.Cleanup(w.secure.Close)
	return w
}

// person is a user with a key and the clients that use it.
type person struct {
	*awss3.Client
	secure  *awss3.Client // over TLS, where the SDK sends unsigned payloads with trailers
	key     aws.Credentials
	session service.Session
}

func (w *world) person(account, name string, documents ...string) person {
	w.t.Helper()
	p := person{session: w.User(account, name, documents...)}
	w.Update(func(tx store.Tx) error {
		key, secret, err := w.Directory.CreateAccessKey(tx, account, name)
		p.key = aws.Credentials{AccessKeyID: key.ID, SecretAccessKey: secret.Reveal()}
		return err
	})
	p.Client, p.secure = w.client(p.key, w.plain), w.client(p.key, w.secure)
	return p
}

func (w *world) client(key aws.Credentials, server *httptest.Server) *awss3.Client {
	return awss3.New(awss3.Options{
		Region: region, BaseEndpoint: aws.String(server.URL), UsePathStyle: true, HTTPClient: server.Client(), RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider(key.AccessKeyID, key.SecretAccessKey, ""),
	})
}

// allow is a document with one statement for the actions, on the resources.
func allow(actions string, resources ...string) string {
	return statement("Allow", actions, "", resources...)
}

func statement(effect, actions, more string, resources ...string) string {
	return fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":%q,"Action":["%s"],"Resource":["%s"]%s}]}`,
		effect, strings.Join(strings.Fields(actions), `","`), strings.Join(resources, `","`), more)
}

// bucketPolicy lets principals of another account in.
func bucketPolicy(principal, actions string, resources ...string) string {
	return statement("Allow", actions, fmt.Sprintf(`,"Principal":{"AWS":%q}`, principal), resources...)
}

func (w *world) bucket(p person, name string) string {
	w.t.Helper()
	if _, err := p.CreateBucket(w.t.Context(), &awss3.CreateBucketInput{Bucket: &name}); err != nil {
		w.t.Fatal(err)
	}
	return name
}

func (w *world) put(p person, bucket, key string, content []byte) *awss3.PutObjectOutput {
	w.t.Helper()
	out, err := p.PutObject(w.t.Context(), &awss3.PutObjectInput{Bucket: &bucket, Key: &key, Body: bytes.NewReader(content)})
	if err != nil {
		w.t.Fatalf("put %q: %v", key, err)
	}
	return out
}

func (w *world) get(p person, bucket, key string) string {
	w.t.Helper()
	out, err := p.GetObject(w.t.Context(), &awss3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		w.t.Fatalf("get %q: %v", key, err)
	}
	defer out.Body.Close()
	content, err := io.ReadAll(out.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(content)
}

// refused checks code and status of an error.
func refused(t *testing.T, what string, err error, code string, status int) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: went through, want %s", what, code)
		return
	}
	var api smithy.APIError
	var response *smithyhttp.ResponseError
	if !errors.As(err, &api) || !errors.As(err, &response) {
		t.Errorf("%s: %v, want %s", what, err, code)
		return
	}
	if api.ErrorCode() != code || response.HTTPStatusCode() != status {
		t.Errorf("%s: %s %d (%s), want %s %d", what, api.ErrorCode(), response.HTTPStatusCode(), api.ErrorMessage(), code, status)
	}
}

// state is everything that the service keeps: records and files.
func (w *world) state() string {
	w.t.Helper()
	var lines []string
	w.View(func(r store.Reader) error {
		for _, table := range []string{"s3.bucket", "s3.object", "s3.version", "s3.upload", "s3.part"} {
			for record, err := range r.Scan(table, store.Range{}) {
				if err != nil {
					return err
				}
				lines = append(lines, table+" "+string(record.Value))
			}
		}
		return nil
	})
	return strings.Join(append(lines, w.fileList()...), "\n")
}

// fileList names the files with mode and size.
func (w *world) fileList() []string {
	w.t.Helper()
	var files []string
	err := filepath.WalkDir(w.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			files = append(files, fmt.Sprintf("%s %s %d", entry.Name(), info.Mode(), info.Size()))
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	slices.Sort(files)
	return files
}

// events are an account's events of a category as "name code", the oldest first.
func (w *world) events(account, category string) []string {
	w.t.Helper()
	var all []string
	w.View(func(r store.Reader) error {
		entries, _, err := trail.Lookup(r, account, trail.Query{Category: category, OldestFirst: true, Size: 1000})
		for _, e := range entries {
			all = append(all, strings.TrimSpace(e.Event.EventName+" "+e.Event.ErrorCode))
		}
		return err
	})
	return all
}

// bill are an account's records of usage as operation, type and quantity.
func (w *world) bill(account string) []string {
	w.t.Helper()
	var all []string
	w.View(func(r store.Reader) error {
		for record, err := range usage.Scan(r, usage.Span{Account: account}) {
			if err != nil {
				return err
			}
			all = append(all, fmt.Sprintf("%s %s %d", record.Operation, record.UsageType, record.Quantity))
		}
		return nil
	})
	slices.Sort(all)
	return all
}

func noise(seed uint64, size int) []byte {
	b := make([]byte, size)
	random := rand.NewChaCha8([32]byte{byte(seed)})
	_, _ = random.Read(b)
	return b
}
