package sqlite

import (
	"context"
	"database/sql/driver"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"interlaken/fault"
	"interlaken/store"
)

func wantRefused(t *testing.T, err error, code fault.Code, words ...string) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Fatalf("error is %v, want %s", err, code)
	}
	text := fault.Public(err)
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%q does not say %q", text, w)
		}
	}
	if !strings.HasSuffix(text, ".") || strings.Contains(text, ". ") {
		t.Errorf("%q is not one sentence", text)
	}
}

func TestFolderIsLocked(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	s := openTemporary(t, Config{Dir: dir})
	_, err := Open(context.Background(), Config{Dir: dir})
	wantRefused(t, err, fault.Conflict, dir, "in use by process", "choose another folder")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	openTemporary(t, Config{Dir: dir})
}

func TestModes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "store")
	s := openTemporary(t, Config{Dir: dir})
	if err := write(s, "a", nil); err != nil {
		t.Fatal(err)
	}
	names := []string{}
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		want := os.FileMode(0o600)
		if info.IsDir() {
			want = 0o700
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %04o, want %04o", path, info.Mode().Perm(), want)
		}
		names = append(names, info.Name())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"store.db", "store.db-wal", "store.db-shm", "lock"} {
		if !slices.Contains(names, name) {
			t.Errorf("there is no %s in %q", name, names)
		}
	}
}

func TestFolders(t *testing.T) {
	parent := t.TempDir()
	empty := filepath.Join(parent, "empty")
	used := filepath.Join(parent, "used")
	for _, dir := range []string{empty, used} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(used, "file")
	if err := os.WriteFile(file, []byte("no database, whatever the reader of it believes"), 0o600); err != nil {
		t.Fatal(err)
	}
	openTemporary(t, Config{Dir: empty})
	if info, err := os.Stat(empty); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("an empty folder: %v, %v", info.Mode(), err)
	}
	_, err := Open(context.Background(), Config{Dir: used})
	wantRefused(t, err, fault.Validation, used, "0755", "0700")
	_, err = Open(context.Background(), Config{Dir: filepath.Join(file, "sub")})
	wantRefused(t, err, fault.Unavailable, "cannot be made")
	_, err = Open(context.Background(), Config{})
	wantRefused(t, err, fault.Validation, "no folder")

	damaged := filepath.Join(parent, "damaged")
	if err := os.Mkdir(damaged, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file, filepath.Join(damaged, fileName)); err != nil {
		t.Fatal(err)
	}
	_, err = Open(context.Background(), Config{Dir: damaged})
	wantRefused(t, err, fault.Unavailable, "cannot be opened")
	// The refusal has let go of the lock.
	_, err = Open(context.Background(), Config{Dir: damaged})
	wantRefused(t, err, fault.Unavailable, "cannot be opened")
}

func TestMigrations(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	first, err := files.ReadFile("migrations/0001_records.sql")
	if err != nil {
		t.Fatal(err)
	}
	one := fstest.MapFS{"0001_records.sql": {Data: first}}
	two := fstest.MapFS{"0001_records.sql": {Data: first}, "0002_note.sql": {Data: []byte("CREATE TABLE note (text TEXT) STRICT; INSERT INTO note VALUES ('moved');")}}
	broken := fstest.MapFS{"0001_records.sql": {Data: first}, "0002_note.sql": {Data: []byte("CREATE TABLE note (text TEXT) STRICT; INSERT INTO nothing VALUES (1);")}}
	gap := fstest.MapFS{"0001_records.sql": {Data: first}, "0003_note.sql": {Data: []byte("SELECT 1")}}

	s := openTemporary(t, Config{Dir: dir, migrations: one})
	if err := write(s, "a", []byte("kept")); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)

	_, err = Open(context.Background(), Config{Dir: dir, migrations: gap})
	wantRefused(t, err, fault.Internal, "migration 2 is missing")
	_, err = Open(context.Background(), Config{Dir: dir, migrations: broken})
	wantRefused(t, err, fault.Unavailable, "schema 2", "unchanged")
	s = openTemporary(t, Config{Dir: dir, migrations: one})
	wantKept(t, s)
	closeStore(t, s)

	s = openTemporary(t, Config{Dir: dir, migrations: two})
	wantKept(t, s)
	var note string
	err = s.writer.query(func(row []driver.Value) error { note, _ = row[0].(string); return nil }, "SELECT text FROM note")
	if err != nil || note != "moved" {
		t.Errorf("after the second migration: %q, %v", note, err)
	}
	closeStore(t, s)

	_, err = Open(context.Background(), Config{Dir: dir, migrations: one})
	wantRefused(t, err, fault.Unsupported, "newer version", "schema 2", "up to 1")

	// The copy is a whole store of the older schema.
	copied := filepath.Join(t.TempDir(), "copied")
	if err := os.Mkdir(copied, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, fileName+".schema-1")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the copy: %v, %v", info, err)
	}
	if err := os.Rename(path, filepath.Join(copied, fileName)); err != nil {
		t.Fatal(err)
	}
	wantKept(t, openTemporary(t, Config{Dir: copied, migrations: one}))
}

func TestAnotherProgramsFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	s := openTemporary(t, Config{Dir: dir})
	if err := s.writer.script("PRAGMA application_id = 7"); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	_, err := Open(context.Background(), Config{Dir: dir})
	wantRefused(t, err, fault.Conflict, "another program")
}

// TestCompact: what was deleted is in no file any more, and what was not is.
func TestCompact(t *testing.T) {
	for _, compacted := range []bool{false, true} {
		dir := filepath.Join(t.TempDir(), "store")
		s := openTemporary(t, Config{Dir: dir})
		for key, value := range map[string]string{"a": "kept", "b": "deleted"} {
			if err := write(s, key, []byte(value)); err != nil {
				t.Fatal(err)
			}
		}
		err := s.Update(context.Background(), func(tx store.Tx) error { return tx.Delete("table", store.Key("b"), store.Any) })
		if err != nil {
			t.Fatal(err)
		}
		if compacted {
			if err := s.Compact(); err != nil {
				t.Fatal(err)
			}
		}
		wantKept(t, s)
		closeStore(t, s)
		found := false
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil || len(files) < 2 {
			t.Fatalf("%d files, %v", len(files), err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found = found || strings.Contains(string(text), "deleted")
		}
		if found == compacted {
			t.Errorf("compacted: %v; what was deleted is in a file: %v", compacted, found)
		}
		if err := s.Compact(); !fault.Is(err, fault.Unavailable) {
			t.Errorf("a closed store: %v", err)
		}
	}
}

func wantKept(t *testing.T, s *Store) {
	t.Helper()
	err := s.View(context.Background(), func(r store.Reader) error {
		record, err := r.Get("table", store.Key("a"))
		if err == nil && string(record.Value) != "kept" {
			t.Errorf("the record is %q", record.Value)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func closeStore(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
