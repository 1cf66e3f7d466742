package spice

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"interlaken/hub"
	"interlaken/secret"
)

func newRoot(t *testing.T, seed byte) secret.RootKey {
	t.Helper()
	root, err := secret.RootKeyFromBytes(bytes.Repeat([]byte{seed}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// shelf is a vault and the versions that are loaded of it.
type shelf struct {
	*loaded
	t *testing.T
}

func newShelf(t *testing.T, memoryBytes int64) shelf {
	t.Helper()
	v, err := newVault(filepath.Join(t.TempDir(), "spice"), newRoot(t, 1), true)
	if err != nil {
		t.Fatal(err)
	}
	s, err := newSpace(t.TempDir(), memoryBytes)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.close(); err != nil {
			t.Error(err)
		}
	})
	return shelf{&loaded{vault: v, space: s, versions: map[string]*version{}}, t}
}

// set makes a set whose one version has files of these contents.
func (s shelf) set(id string, contents ...string) hub.Set {
	s.t.Helper()
	set := hub.Set{DataSetID: id, Folder: "folder-" + id, Version: &hub.SetVersion{ID: "version-" + id}}
	var err error
	if set.Key, err = s.vault.makeKey(set.Folder); err != nil {
		s.t.Fatal(err)
	}
	for n, content := range contents {
		f, err := s.vault.create(set, set.Version.ID, strconv.Itoa(n))
		if err != nil {
			s.t.Fatal(err)
		}
		if _, err := f.Write([]byte(content)); err != nil {
			s.t.Fatal(err)
		}
		if err := f.finish(); err != nil {
			s.t.Fatal(err)
		}
		set.Version.Files = append(set.Version.Files, hub.SetFile{Name: strconv.Itoa(n), SizeBytes: int64(len(content))})
	}
	return set
}

// read opens a set and returns its content, and where it lies.
func (s shelf) read(set hub.Set) (content string, paths []string, load string, release func()) {
	s.t.Helper()
	files, load, release, err := s.open(s.t.Context(), set)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, f := range files {
		plain, err := os.ReadFile(f.Path)
		if err != nil {
			s.t.Fatal(err)
		}
		content, paths = content+string(plain), append(paths, f.Path)
	}
	return content, paths, load, release
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
