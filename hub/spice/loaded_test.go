package spice

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/secret"
	"interlaken/store"
	"interlaken/store/sqlite"
)

// TestTheLongestUnusedIsEvicted: two of three sets have room; one that is used stays.
func TestTheLongestUnusedIsEvicted(t *testing.T) {
	s := newShelf(t, 25)
	if s.space.memory == "" {
		t.Skip("this machine has no file system in memory")
	}
	a, b, c := s.set("a", "aaaaa", "AAAAA"), s.set("b", "bbbbbbbbbb"), s.set("c", "cccccccccc")
	content, inA, loadA, release := s.read(a)
	if content != "aaaaaAAAAA" || !strings.HasPrefix(inA[0], s.space.memory) {
		t.Fatalf("%q at %v", content, inA)
	}
	release()
	_, inB, _, releaseB := s.read(b)
	_, _, again, release := s.read(a)
	if again != loadA {
		t.Errorf("a set that is there was loaded again: %s, then %s", loadA, again)
	}
	release()
	releaseB()
	_, _, _, release = s.read(c)
	release()
	if isThere(inB[0]) || !isThere(inA[0]) || !isThere(inA[1]) {
		t.Errorf("after a third one: the longest unused is there: %t, the other %t", isThere(inB[0]), isThere(inA[0]))
	}
	_, inA, _, releaseA := s.read(a)
	_, inC, _, releaseC := s.read(c)
	_, inB, _, releaseB = s.read(b) // both others are used
	if !isThere(inA[0]) || !isThere(inC[0]) || !strings.HasPrefix(inB[0], s.space.disk) {
		t.Errorf("with both others in use it lies at %v", inB)
	}
	releaseA()
	releaseC()
	releaseB()
	if isThere(inB[0]) {
		t.Error("what had no room in memory stays on the disk")
	}
	if s.space.used > 25 {
		t.Errorf("%d bytes in memory", s.space.used)
	}
}

// Those who ask for a set at once wait for one loading.
func TestManyReadersLoadOnce(t *testing.T) {
	s := newShelf(t, 1000)
	a := s.set("a", "content")
	loads := make([]string, 20)
	var group sync.WaitGroup
	for n := range loads {
		group.Go(func() {
			_, load, release, err := s.open(t.Context(), a)
			if err != nil {
				t.Error(err)
				return
			}
			loads[n] = load
			release()
		})
	}
	group.Wait()
	for _, load := range loads {
		if load != loads[0] || load == "" {
			t.Errorf("loads %v", loads)
		}
	}
}

// TestARetiredVersionStaysForItsReaders: it goes with the last of them.
func TestARetiredVersionStaysForItsReaders(t *testing.T) {
	s := newShelf(t, 1000)
	a := s.set("a", "content")
	_, paths, _, release := s.read(a)
	s.retire(a.Version.ID)
	if !isThere(paths[0]) {
		t.Error("it went while it was read")
	}
	release()
	if isThere(paths[0]) || s.space.used != 0 {
		t.Errorf("it stays: %t, %d bytes", isThere(paths[0]), s.space.used)
	}
}

// TestNeitherHalfOfTheKeyOpensASet: without the file, without the record, with another set's, with another root key.
func TestNeitherHalfOfTheKeyOpensASet(t *testing.T) {
	s := newShelf(t, 1000)
	a, b := s.set("a", "content"), s.set("b", "other")
	refused := func(what string, set hub.Set) {
		t.Helper()
		if files, _, release, err := s.open(t.Context(), set); err == nil {
			release()
			t.Errorf("%s: it opens as %v", what, files)
		}
	}
	mixed := a
	mixed.Key = b.Key
	refused("with the other set's half in the store", mixed)
	file := filepath.Join(s.vault.folder, a.Folder, keyFile)
	half, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, bytes.Repeat([]byte{0}, halfBytes), 0o600); err != nil {
		t.Fatal(err)
	}
	refused("with the file written over", a)
	if err := os.WriteFile(file, half, 0o600); err != nil {
		t.Fatal(err)
	}
	s.vault.sealer = secret.NewSealer(newRoot(t, 2), sealPurpose)
	refused("with another root key", a)
	s.vault.sealer = secret.NewSealer(newRoot(t, 1), sealPurpose)
	if content, _, _, release := s.read(a); content != "content" {
		t.Errorf("with both halves again: %q", content)
	} else {
		release()
	}
	if err := s.vault.destroy(a.Folder); err != nil || isThere(filepath.Join(s.vault.folder, a.Folder)) {
		t.Errorf("destroyed: %v", err)
	}
}

// TestTheRootKeyIsRotated: sets open under the next one, and under the former no more.
func TestTheRootKeyIsRotated(t *testing.T) {
	s := newShelf(t, 1000)
	kept, err := sqlite.Open(t.Context(), sqlite.Config{Dir: filepath.Join(t.TempDir(), "store"), Volatile: true})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	a := s.set("a", "content")
	a.Account, a.Region = "111111111111", "us-east-1"
	next := newRoot(t, 2)
	if err := kept.Update(t.Context(), func(tx store.Tx) error {
		if err := hub.PutSet(tx, a); err != nil {
			return err
		}
		return Reseal(tx, newRoot(t, 1), next)
	}); err != nil {
		t.Fatal(err)
	}
	if err := kept.View(t.Context(), func(r store.Reader) (err error) { a, err = hub.GetSet(r, a.Account, a.Region, "a"); return err }); err != nil {
		t.Fatal(err)
	}
	if _, err := s.vault.key(a); err == nil {
		t.Error("it opens under the former root key")
	}
	s.vault.sealer = secret.NewSealer(next, sealPurpose)
	if content, _, _, release := s.read(a); content != "content" {
		t.Errorf("%q", content)
	} else {
		release()
	}
}

// TestWhatACrashLeavesIsSwept: sets that nobody knows and versions that are not current; nothing else.
func TestWhatACrashLeavesIsSwept(t *testing.T) {
	s := newShelf(t, 1000)
	kept, err := sqlite.Open(t.Context(), sqlite.Config{Dir: filepath.Join(t.TempDir(), "store"), Volatile: true})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	a, b := s.set("a", "content"), s.set("b", "other")
	a.Account, a.Region = "111111111111", "us-east-1"
	if err := kept.Update(t.Context(), func(tx store.Tx) error { return hub.PutSet(tx, a) }); err != nil {
		t.Fatal(err)
	}
	unfinished, err := s.vault.create(a, "unfinished", "0")
	if err != nil {
		t.Fatal(err)
	}
	unfinished.abandon()
	if err := kept.View(t.Context(), s.vault.sweep); err != nil {
		t.Fatal(err)
	}
	if content, _, _, release := s.read(a); content != "content" {
		t.Errorf("%q", content)
	} else {
		release()
	}
	for _, path := range []string{filepath.Join(b.Folder), filepath.Join(a.Folder, "unfinished")} {
		if isThere(filepath.Join(s.vault.folder, path)) {
			t.Errorf("%s is there", path)
		}
	}
}

// TestPlainFilesOfADeadProcessGo: of a living one they stay.
func TestPlainFilesOfADeadProcessGo(t *testing.T) {
	disk := t.TempDir()
	dead := filepath.Join(disk, spacePattern+"dead")
	if err := os.MkdirAll(filepath.Join(dead, "r1"), 0o700); err != nil {
		t.Fatal(err)
	}
	living, err := newSpace(disk, 10)
	if err != nil {
		t.Fatal(err)
	}
	defer living.close()
	if isThere(dead) {
		t.Error("a dead process' folder is there")
	}
	other, err := newSpace(disk, 10)
	if err != nil {
		t.Fatal(err)
	}
	if !isThere(living.disk) {
		t.Error("a living process' folder is gone")
	}
	if err := other.close(); err != nil {
		t.Fatal(err)
	}
}

// TestDroppedValuesAreSealedToo: they are read back as they were kept.
func TestDroppedValuesAreSealedToo(t *testing.T) {
	s := newShelf(t, 1000)
	a := s.set("a", "content")
	service := &Service{vault: s.vault}
	if _, err := service.Dropped(a); !fault.Is(err, fault.NotFound) {
		t.Errorf("of a set without any: %v", err)
	}
	f, err := s.vault.create(a, a.Version.ID, droppedFile)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("{\"n\":\"x\"}\n{\"n\":\"y\",\"day\":\"z\"}\n")); err != nil {
		t.Fatal(err)
	}
	if err := f.finish(); err != nil {
		t.Fatal(err)
	}
	got, err := service.Dropped(a)
	if err != nil || len(got) != 2 || got[0]["n"] != "x" || got[1]["day"] != "z" {
		t.Errorf("%v, %v", got, err)
	}
	sealed, err := os.ReadFile(filepath.Join(s.vault.folder, a.Folder, a.Version.ID, droppedFile))
	if err != nil || bytes.Contains(sealed, []byte("day")) {
		t.Errorf("they lie in plain: %q, %v", sealed, err)
	}
}
