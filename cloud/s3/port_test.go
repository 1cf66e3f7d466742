package s3_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"interlaken/cloud/s3"
	"interlaken/fault"
	"interlaken/service"
	"interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/trail"
)

// through runs a transaction of a job that goes on for a caller as Athena.
func (w *world) through(session service.Session, body func(*service.Call) error) error {
	return w.Mesh.Transaction(w.t.Context(), session, "request", func(c *service.Call) error {
		c.Run = "run-1"
		return body(c.Through("athena.amazonaws.com"))
	})
}

func TestPort(t *testing.T) {
	w := newWorld(t)
	owner := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b := w.bucket(owner, "port")
	for _, key := range []string{"t/a", "t/b", "t/c", "u/a"} {
		w.put(owner, b, key, []byte("content of "+key))
	}
	role := w.Role(servicetest.Retail, "analysts", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}`,
		statement("Allow", "s3:ListBucket", `,"Condition":{"StringLike":{"s3:prefix":"t/*"}}`, "arn:aws:s3:::port"),
		statement("Allow", "s3:GetObject", `,"Condition":{"StringEquals":{"aws:CalledViaLast":"athena.amazonaws.com"}}`, "arn:aws:s3:::port/t/*"),
		allow("s3:PutObject s3:GetObject", "arn:aws:s3:::port/results/*"), allow("s3:GetBucketLocation", "arn:aws:s3:::port"))
	session := w.Session(role, "rita", "")
	before := len(w.events(servicetest.Retail, trail.Data))

	var files []s3.File
	err := w.through(session, func(c *service.Call) error {
		listed, err := w.objects.List(c, b, "t/")
		if err != nil {
			return err
		}
		var keys []string
		for _, o := range listed {
			keys = append(keys, o.Key)
			if o.Size != int64(len("content of t/a")) || o.Version == "" || len(o.ETag) != 32 || o.Modified.IsZero() {
				t.Errorf("listed %+v", o)
			}
		}
		if !slices.Equal(keys, []string{"t/a", "t/b", "t/c"}) {
			t.Errorf("listed %q", keys)
		}
		if where, err := w.objects.Location(c, b, servicetest.Retail); where != region || err != nil {
			t.Errorf("location %q, %v", where, err)
		}
		files, err = w.objects.Read(c, b, keys)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// One event has all the objects.
	events := w.lastEvents(servicetest.Retail, trail.Data, 2)
	if len(w.events(servicetest.Retail, trail.Data)) != before+2 {
		t.Errorf("events %q", w.events(servicetest.Retail, trail.Data))
	}
	read := events[1]
	var arns []string
	for _, r := range read.Resources {
		arns = append(arns, r.ARN)
	}
	if read.EventName != "GetObject" || !read.ReadOnly || read.UserIdentity.InvokedBy != "athena.amazonaws.com" || read.Run != "run-1" ||
		read.SourceIPAddress != "athena.amazonaws.com" ||
		!slices.Equal(arns, []string{"arn:aws:s3:::port", "arn:aws:s3:::port/t/a", "arn:aws:s3:::port/t/b", "arn:aws:s3:::port/t/c"}) {
		t.Errorf("the event is %+v", read)
	}
	if got := w.bill(servicetest.Retail); !slices.Contains(got, "GetObject Requests-Tier2 2") || !slices.Contains(got, "ListObjectsV2 Requests-Tier1 1") {
		t.Errorf("the bill is %q", got)
	}

	// A version that is held outlives its key.
	ctx := t.Context()
	w.put(owner, b, "t/a", []byte("newer"))
	if _, err := owner.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: &b, Key: aws.String("t/b")}); err != nil {
		t.Fatal(err)
	}
	for i, f := range files {
		content, err := os.ReadFile(f.Path)
		if err != nil || string(content) != "content of "+f.Key || f.SizeBytes != int64(len(content)) {
			t.Errorf("file %d has %q, %v", i, content, err)
		}
		f.Release()
		f.Release()
		if _, err := os.Stat(f.Path); errors.Is(err, os.ErrNotExist) != (f.Key != "t/c") {
			t.Errorf("after release %s: %v", f.Key, err)
		}
	}

	// Refusals are typed, leave their event and hold nothing.
	err = w.through(session, func(c *service.Call) error {
		if _, err := w.objects.List(c, b, "u/"); !fault.Is(err, fault.AccessDenied) {
			t.Errorf("another prefix: %v", err)
		}
		if _, err := w.objects.Read(c, b, []string{"t/a", "u/a"}); !fault.Is(err, fault.AccessDenied) || !strings.Contains(err.Error(), "arn:aws:s3:::port/u/a") {
			t.Errorf("another key: %v", err)
		}
		if _, err := w.objects.List(c, "nowhere", ""); !fault.Is(err, "NoSuchBucket") {
			t.Errorf("no bucket: %v", err)
		}
		if _, err := w.objects.Location(c, b, servicetest.Risk); !fault.Is(err, fault.AccessDenied) {
			t.Errorf("another owner: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var refusals []string
	for _, e := range w.lastEvents(servicetest.Retail, trail.Data, 3) {
		refusals = append(refusals, e.EventName+" "+e.ErrorCode)
	}
	if !slices.Equal(refusals, []string{"ListObjectsV2 AccessDenied", "GetObject AccessDenied", "ListObjectsV2 NoSuchBucket"}) {
		t.Errorf("the last events are %q", refusals)
	}
	// The same role without the service in between may not read.
	err = w.Mesh.Transaction(ctx, session, "request", func(c *service.Call) error {
		_, err := w.objects.Read(c, b, []string{"t/a"})
		return err
	})
	if !fault.Is(err, fault.AccessDenied) {
		t.Errorf("a direct read: %v", err)
	}
}

func TestPortWrites(t *testing.T) {
	w := newWorld(t)
	owner := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b := w.bucket(owner, "results")
	state := w.state()
	stage := func(content string) *s3.Staged {
		staged, err := w.objects.Stage()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(staged, strings.NewReader(content)); err != nil {
			t.Fatal(err)
		}
		if err := staged.Close(); err != nil {
			t.Fatal(err)
		}
		return staged
	}
	failed := errors.New("the query fails")
	staged := stage("rolled back")
	err := w.through(owner.session, func(c *service.Call) error {
		if err := w.objects.Put(c, b, "q.csv", staged, s3.PutOptions{}); err != nil {
			t.Error(err)
		}
		return failed
	})
	staged.Discard()
	if !errors.Is(err, failed) || w.state() != state {
		t.Errorf("a failed transaction left something: %v", err)
	}
	nobody := w.person(servicetest.Retail, "nora")
	staged = stage("refused")
	err = w.through(nobody.session, func(c *service.Call) error {
		if err := w.objects.Put(c, b, "q.csv", staged, s3.PutOptions{}); !fault.Is(err, fault.AccessDenied) {
			t.Errorf("put by nobody: %v", err)
		}
		return nil
	})
	staged.Discard()
	if err != nil || w.state() != state {
		t.Errorf("a refused put left something: %v", err)
	}
	staged = stage("another owner's")
	err = w.through(owner.session, func(c *service.Call) error {
		return w.objects.Put(c, b, "q.csv", staged, s3.PutOptions{ExpectedBucketOwner: servicetest.Risk})
	})
	staged.Discard()
	if !fault.Is(err, fault.AccessDenied) || w.state() != state {
		t.Errorf("another owner: %v", err)
	}

	staged = stage("rows")
	if staged.Size() != 4 || hex.EncodeToString(staged.MD5()) != "df347a373b8f92aa0ae3dd920a5ec2f6" {
		t.Errorf("staged %d bytes, %x", staged.Size(), staged.MD5())
	}
	err = w.through(owner.session, func(c *service.Call) error {
		return w.objects.Put(c, b, "q.csv", staged, s3.PutOptions{ContentType: "text/csv", ExpectedBucketOwner: servicetest.Retail})
	})
	staged.Discard() // it stays
	if err != nil {
		t.Fatal(err)
	}
	if got := w.get(owner, b, "q.csv"); got != "rows" {
		t.Errorf("read %q", got)
	}
	var body io.ReadSeekCloser
	var object s3.Object
	err = w.through(owner.session, func(c *service.Call) (err error) {
		body, object, err = w.objects.Open(c, b, "q.csv")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := owner.DeleteObject(t.Context(), &awss3.DeleteObjectInput{Bucket: &b, Key: aws.String("q.csv")}); err != nil {
		t.Fatal(err)
	}
	if _, err := body.Seek(2, io.SeekStart); err != nil {
		t.Error(err)
	}
	content, err := io.ReadAll(body)
	if err != nil || !bytes.Equal(content, []byte("ws")) || object.Size != 4 || object.Key != "q.csv" {
		t.Errorf("read %q of %+v, %v", content, object, err)
	}
	if err := body.Close(); err != nil {
		t.Error(err)
	}
	if files := w.fileList(); len(files) != 0 {
		t.Errorf("left: %q", files)
	}
	err = w.through(owner.session, func(c *service.Call) error {
		if _, _, err := w.objects.Open(c, b, "q.csv"); !fault.Is(err, "NoSuchKey") {
			t.Errorf("no key: %v", err)
		}
		return w.objects.CreateBucket(c, "made-by-athena")
	})
	if err != nil {
		t.Error(err)
	}
	if _, err := owner.HeadBucket(t.Context(), &awss3.HeadBucketInput{Bucket: aws.String("made-by-athena")}); err != nil {
		t.Error(err)
	}
}

// lastEvents are an account's last events of a category, the last at the end.
func (w *world) lastEvents(account, category string, n int) []trail.Event {
	w.t.Helper()
	var all []trail.Event
	w.View(func(r store.Reader) error {
		entries, _, err := trail.Lookup(r, account, trail.Query{Category: category, Size: n})
		for _, e := range slices.Backward(entries) {
			all = append(all, e.Event)
		}
		return err
	})
	return all
}

func TestPortListsMany(t *testing.T) {
	w := newWorld(t)
	owner := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b := w.bucket(owner, "many")
	for _, folder := range []string{"t/a/", "t/b/", "t/b/inner/", "t/c/", "u/"} {
		for i := range 30 {
			w.put(owner, b, fmt.Sprintf("%s%02d", folder, i), []byte("x"))
		}
	}
	role := w.Role(servicetest.Retail, "analysts", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}`,
		statement("Allow", "s3:ListBucket", `,"Condition":{"StringLike":{"s3:prefix":"t/*"}}`, "arn:aws:s3:::many"), allow("s3:GetObject", "arn:aws:s3:::many/*"))
	session := w.Session(role, "rita", "")
	before := len(w.events(servicetest.Retail, trail.Data))
	err := w.through(session, func(c *service.Call) error {
		prefixes := []string{"t/c/", "t/b/", "t/nothing/", "t/b/inner/", "t/a/2", "t/c/", "t/z/"}
		found, err := w.objects.ListMany(c, b, prefixes)
		if err != nil {
			return err
		}
		for i, prefix := range prefixes {
			alone, err := w.objects.List(c, b, prefix)
			if err != nil || !slices.Equal(found[i], alone) {
				t.Errorf("%s: %d objects, and %d alone, %v", prefix, len(found[i]), len(alone), err)
			}
		}
		// Far from each other and in any order, with objects between that nobody wants.
		files, err := w.objects.Read(c, b, []string{"u/29", "t/a/00", "t/c/15", "t/a/00"})
		if err != nil {
			return err
		}
		var keys []string
		for _, f := range files {
			keys = append(keys, f.Key)
			f.Release()
		}
		if !slices.Equal(keys, []string{"u/29", "t/a/00", "t/c/15", "t/a/00"}) {
			t.Errorf("read %q", keys)
		}
		if _, err := w.objects.Read(c, b, []string{"t/a/00", "t/a/gone"}); !fault.Is(err, fault.AccessDenied) {
			t.Errorf("a key that is not there, for one who may not list it: %v", err)
		}
		if _, err := w.objects.ListMany(c, b, []string{"t/a/", "u/", "t/b/"}); !fault.Is(err, fault.AccessDenied) {
			t.Errorf("one prefix of three is not granted: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(w.events(servicetest.Retail, trail.Data)) - before; n != 1+7+1+1+1 {
		t.Errorf("%d events", n)
	}
	if got := w.bill(servicetest.Retail); !slices.Contains(got, "ListObjectsV2 Requests-Tier1 6") {
		t.Errorf("the bill is %q", got)
	}
}
