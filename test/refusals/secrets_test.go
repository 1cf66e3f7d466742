package refusals_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	qstypes "github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"interlaken/app"
	"interlaken/id"
	"interlaken/store"
	"interlaken/store/storetest"
	"interlaken/wire/interlaken"
)

const (
	secretBytes = 30 // of a secret key, which is written as 40 characters of base 64
	streamBytes = 1 << 20
	idSeed      = 20261102
)

// stream is every random byte that a system draws identifiers and secrets from, so that each secret it ever made can be
// told, also those that it made for itself: the service's key, the credentials of leases.
type stream struct {
	bytes  []byte
	places map[[8]byte][]int
}

func newStream(seed uint64) *stream {
	s := &stream{bytes: id.Seeded(seed).Bytes(streamBytes), places: map[[8]byte][]int{}}
	for i := range len(s.bytes) - secretBytes {
		prefix := [8]byte(s.bytes[i:])
		s.places[prefix] = append(s.places[prefix], i)
	}
	return s
}

// made reports whether text decodes to a secret of the stream.
func (s *stream) made(text []byte) bool {
	var plain [secretBytes]byte
	if n, err := base64.StdEncoding.Decode(plain[:], text); err != nil || n != secretBytes {
		return false
	}
	for _, at := range s.places[[8]byte(plain[:])] {
		if bytes.Equal(s.bytes[at:at+secretBytes], plain[:]) {
			return true
		}
	}
	return false
}

var (
	encoded   = regexp.MustCompile(`[A-Za-z0-9+/]{40,}={0,2}`)
	temporary = regexp.MustCompile(`ASIA[A-Z2-7]{16}`)
)

// hunt looks for secrets in a text: 40 characters that decode to random bytes that were drawn, wherever they begin.
func (s *stream) hunt(where string, text []byte) (found []string) {
	for _, span := range encoded.FindAllIndex(text, -1) {
		for at := span[0]; at+40 <= span[1]; at++ {
			if s.made(text[at : at+40]) {
				found = append(found, fmt.Sprintf("%s holds a secret key at %d", where, at))
			}
		}
	}
	return found
}

// texts are all files of a folder, by name.
func texts(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		all[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// SECURITY S4: after users, keys, sessions, data sources and queries, no secret that was handed out lies anywhere.
func TestNoSecretIsKept(t *testing.T) {
	drawn := newStream(idSeed)
	var reported bytes.Buffer
	w := newWorld(t, func(_ *app.Config, o *app.Options) {
		o.IDs = id.Seeded(idSeed)
		o.Report = func(err error) { fmt.Fprintln(&reported, err) }
	})
	ann := w.consumer()
	run, err := w.run(ann, everyRow)
	if err != nil || run.State != interlaken.RunSucceeded {
		t.Fatalf("the run: %+v, %v", run, err)
	}
	end := w.atTheEnd()
	w.count(end, january)
	w.count(w.admins[retail], everyRow)
	w.bucket(hub, "hub-data", map[string]string{"a": "1\n"})
	forged := ann.sign(json11(), 0)
	forged.Header.Set("Authorization", spoil(forged.Header.Get("Authorization")))
	if err := w.send(forged); err == nil {
		t.Error("a tampered signature was taken")
	}
	if err := errorOf(end.sts().GetCallerIdentity(context.Background(), &sts.GetCallerIdentityInput{})); err != nil {
		t.Fatal(err)
	}

	// A person of the web: the invitation, the password, the session's id and its page token.
	code := w.invite("lea", qstypes.UserRoleReader)
	lea := &browser{w: w, site: "same-origin"}
	const password = "eleven purple ladders"
	if got := lea.send("POST", "/web/session", `{"invitation":"`+code+`","password":"`+password+`"}`, asJSON); got.status != 200 {
		t.Fatalf("the invitation: %d %s", got.status, got.text)
	}
	if got := lea.send("POST", "/web/session", `{"user":"`+password+`","password":"`+password+`"}`, asJSON); got.status != 403 {
		t.Errorf("a password in place of a name: %d %s", got.status, got.text)
	}
	if got := lea.send("POST", "/web/session", `{"user":"lea","password":"`+password+`"}`, asJSON); got.status != 200 || len(lea.cookie) < 40 {
		t.Fatalf("the password: %d %s", got.status, got.text)
	}
	if got := lea.send("GET", "/accounts/"+hub+"/dashboards", "", nil); got.status != 200 {
		t.Errorf("a request of the page: %d %s", got.status, got.text)
	}
	people := map[string]string{"an invitation": code, "a password": password, "a session's id": lea.cookie, "a page token": lea.token}

	// What is known to be secret is recognised, and lies within what was drawn.
	known := []person{w.admins[hub], w.admins[retail], ann, end}
	for _, p := range known {
		if planted := []byte(`{"x":"` + p.key.Secret.Reveal() + `"}`); len(drawn.hunt("a text", planted)) != 1 {
			t.Fatal("the hunt does not see a secret key; the test looks for the wrong thing")
		}
	}
	if last := w.Mesh().IDs().Bytes(32); !bytes.Contains(drawn.bytes, last) {
		t.Fatal("more was drawn than the test knows of; raise streamBytes")
	}

	places := texts(t, filepath.Join(w.folder, "data"))
	for table, records := range storetest.Dump(t, w.Mesh().Store()) {
		for key, value := range records {
			places[fmt.Sprintf("table %s record %q", table, key)] = []byte(value)
		}
	}
	places["what was reported"] = reported.Bytes()
	if err := w.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	for path, text := range texts(t, filepath.Join(w.folder, "data")) {
		places[path+" after the end"] = text
	}
	seen := map[string]bool{}
	for where, text := range places {
		for _, found := range drawn.hunt(where, text) {
			t.Error(found)
		}
		for _, p := range known {
			if token := p.key.SessionToken.Reveal(); token != "" && bytes.Contains(text, []byte(token[:64])) {
				t.Errorf("%s holds a session token", where)
			}
		}
		for what, hunted := range people {
			if bytes.Contains(text, []byte(hunted)) {
				t.Errorf("%s holds %s", where, what)
			}
		}
		for _, key := range temporary.FindAll(text, -1) {
			seen[string(key)] = true
		}
	}
	// The ids of temporary keys are in the trail, three of them at least: of both steps and of the lease's.
	if len(seen) < 3 || len(places) < 50 {
		t.Errorf("only %d temporary keys were seen in %d places; the hunt misses where they would be", len(seen), len(places))
	}
}

// No base 64 text that is kept is a session token of a key that is kept beside it: the directory opens none of them.
func TestNoSessionTokenIsKept(t *testing.T) {
	w := newWorld(t, nil)
	ann := w.consumer()
	if run, err := w.run(ann, everyRow); err != nil || run.State != interlaken.RunSucceeded {
		t.Fatalf("the run: %+v, %v", run, err)
	}
	end := w.atTheEnd()
	keys, candidates := map[string]bool{end.key.AccessKeyID: true}, map[string]bool{}
	for _, records := range storetest.Dump(t, w.Mesh().Store()) {
		for _, value := range records {
			for _, key := range temporary.FindAllString(value, -1) {
				keys[key] = true
			}
			for _, text := range encoded.FindAllString(value, -1) {
				if len(text) >= 200 {
					candidates[text] = true
				}
			}
		}
	}
	opens := func(key, token string) (opened bool) {
		err := w.Mesh().Store().View(context.Background(), func(r store.Reader) error {
			_, err := w.Mesh().Directory().Credential(r, key, token)
			opened = err == nil
			return nil
		})
		return opened && err == nil
	}
	if !opens(end.key.AccessKeyID, end.key.SessionToken.Reveal()) || len(keys) < 3 {
		t.Fatalf("the test would not see a token, or knows too few keys: %d", len(keys))
	}
	for key := range keys {
		for text := range candidates {
			if opens(key, text) {
				t.Errorf("the token of %s is kept", key)
			}
		}
	}
}

// The root key lies outside of the data folder and is its owner's alone, as are the folder and everything in it.
func TestWhatIsKeptIsPrivate(t *testing.T) {
	w := newWorld(t, nil)
	ann := w.consumer()
	if run, err := w.run(ann, everyRow); err != nil || run.State != interlaken.RunSucceeded {
		t.Fatalf("the run: %+v, %v", run, err)
	}
	key, err := os.Stat(filepath.Join(w.folder, "root.key"))
	if err != nil || key.Mode().Perm() != 0o600 {
		t.Errorf("the root key: %v, %v", key, err)
	}
	n := 0
	err = filepath.WalkDir(filepath.Join(w.folder, "data"), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		n++
		info, err := d.Info()
		if err != nil {
			return err
		}
		if mode := info.Mode().Perm(); d.IsDir() && mode != 0o700 {
			t.Errorf("%s has mode %04o", path, mode)
		} else if mode&0o077 != 0 {
			t.Errorf("%s has mode %04o", path, mode)
		}
		return nil
	})
	if err != nil || n < 5 {
		t.Errorf("%d files and folders, %v", n, err)
	}
}
