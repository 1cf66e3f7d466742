package spice

import (
	"bufio"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/secret"
	"interlaken/store"
)

// vault is the folder of the sets: one folder a set, in it the file with one half of the set's key and a folder for each
// version. All else that lies there is sealed. The other half of the key is in the store, sealed under the root key: a set
// is destroyed with either, and neither a copy of the folder nor one of the store is enough to read it.
type vault struct {
	folder   string
	sealer   *secret.Sealer
	volatile bool // leave out every wait for the disk
}

const (
	keyFile     = "key"
	halfBytes   = 32
	sealPurpose = "hub spice set key"
)

func newVault(folder string, root secret.RootKey, volatile bool) (*vault, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("the folder of in-memory sets: %w", err)
	}
	return &vault{folder, secret.NewSealer(root, sealPurpose), volatile}, nil
}

// makeKey makes both halves of a new set's key: the file, and what the store keeps.
func (v *vault) makeKey(folder string) (sealed []byte, err error) {
	halves := make([]byte, 2*halfBytes)
	if _, err := rand.Read(halves); err != nil {
		return nil, err
	}
	path := filepath.Join(v.folder, folder)
	if err := os.Mkdir(path, 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(path, keyFile), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = f.Write(halves[:halfBytes])
	err = errors.Join(err, v.sync(f), f.Close(), v.syncFolder(path), v.syncFolder(v.folder))
	return v.sealer.Seal(halves[halfBytes:], []byte(folder)), err
}

// Reseal seals what the store has of every set's key under the next root key.
func Reseal(tx store.Tx, present, next secret.RootKey) error {
	sets, err := hub.Sets(tx, "", "")
	if err != nil {
		return err
	}
	old, sealer := secret.NewSealer(present, sealPurpose), secret.NewSealer(next, sealPurpose)
	for _, s := range sets {
		half, err := old.Open(s.Key, []byte(s.Folder))
		if err != nil {
			return fault.Wrap(err, fault.Internal, "The key of the in-memory set of data set %s cannot be read with the present root key.", s.DataSetID)
		}
		s.Key = sealer.Seal(half, []byte(s.Folder))
		if err := hub.PutSet(tx, s); err != nil {
			return err
		}
	}
	return nil
}

// key puts the halves of a set's key together.
func (v *vault) key(set hub.Set) (secret.RootKey, error) {
	inFile, err := os.ReadFile(filepath.Join(v.folder, set.Folder, keyFile))
	if err != nil {
		return secret.RootKey{}, err
	}
	inStore, err := v.sealer.Open(set.Key, []byte(set.Folder))
	if err != nil {
		return secret.RootKey{}, err
	}
	if len(inFile) != halfBytes || len(inStore) != halfBytes {
		return secret.RootKey{}, errors.New("the key of an in-memory set is not whole")
	}
	subtle.XORBytes(inStore, inStore, inFile)
	return secret.RootKeyFromBytes(inStore)
}

func streamName(folder, version, file string) string { return folder + "/" + version + "/" + file }

// create begins a file of a version, whose folder it makes where it is not there.
func (v *vault) create(set hub.Set, version, file string) (*sealedFile, error) {
	key, err := v.key(set)
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(v.folder, set.Folder, version)
	// Not the set's folder: that is gone when the set was destroyed meanwhile.
	if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(folder, file), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	out := bufio.NewWriterSize(f, 1<<20)
	sealed, err := secret.SealStream(out, key, streamName(set.Folder, version, file))
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &sealedFile{vault: v, file: f, out: out, sealed: sealed}, nil
}

// sealedFile is a file that is being written; what is counted is plain.
type sealedFile struct {
	vault  *vault
	file   *os.File
	out    *bufio.Writer
	sealed io.WriteCloser
	bytes  int64
}

func (s *sealedFile) Write(p []byte) (int, error) {
	n, err := s.sealed.Write(p)
	s.bytes += int64(n)
	return n, err
}

// finish makes the file whole and durable.
func (s *sealedFile) finish() error {
	return errors.Join(s.sealed.Close(), s.out.Flush(), s.vault.sync(s.file), s.file.Close())
}

// abandon closes a file that nobody will read.
func (s *sealedFile) abandon() { _ = s.file.Close() } // the version's folder goes with whoever gave up

// settle makes the names of a version's files durable.
func (v *vault) settle(set hub.Set, version string) error {
	folder := filepath.Join(v.folder, set.Folder)
	return errors.Join(v.syncFolder(filepath.Join(folder, version)), v.syncFolder(folder))
}

// open reads a file of a version in plain.
func (v *vault) open(set hub.Set, version, file string) (io.Reader, io.Closer, error) {
	key, err := v.key(set)
	if err != nil {
		return nil, nil, err
	}
	f, err := os.Open(filepath.Join(v.folder, set.Folder, version, file))
	if err != nil {
		return nil, nil, err
	}
	plain, err := secret.OpenStream(f, key, streamName(set.Folder, version, file))
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return plain, f, nil
}

// drop removes a version.
func (v *vault) drop(folder, version string) error {
	return os.RemoveAll(filepath.Join(v.folder, folder, version))
}

// destroy removes a set: its key first, so that what a crash leaves of the files cannot be read. The key is written over
// before it goes, for file systems that write in place.
func (v *vault) destroy(folder string) error {
	path := filepath.Join(v.folder, folder)
	if f, err := os.OpenFile(filepath.Join(path, keyFile), os.O_WRONLY, 0); err == nil {
		_, err = f.Write(make([]byte, halfBytes))
		if err = errors.Join(err, v.sync(f), f.Close()); err != nil {
			return errors.Join(err, os.RemoveAll(path))
		}
	}
	return os.RemoveAll(path)
}

// sweep removes what no set of the store has: sets that were deleted, versions that were never finished or have been
// followed. Nothing may be written meanwhile.
func (v *vault) sweep(r store.Reader) error {
	entries, err := os.ReadDir(v.folder)
	if err != nil {
		return err
	}
	sets, err := hub.Sets(r, "", "")
	if err != nil {
		return err
	}
	current := map[string]string{}
	for _, s := range sets {
		current[s.Folder] = ""
		if s.Version != nil {
			current[s.Folder] = s.Version.ID
		}
	}
	for _, e := range entries {
		version, known := current[e.Name()]
		if !known {
			if err := v.destroy(e.Name()); err != nil {
				return err
			}
			continue
		}
		versions, err := os.ReadDir(filepath.Join(v.folder, e.Name()))
		if err != nil {
			return err
		}
		for _, f := range versions {
			if f.Name() == keyFile || f.Name() == version {
				continue
			}
			if err := v.drop(e.Name(), f.Name()); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *vault) sync(f *os.File) error {
	if v.volatile {
		return nil
	}
	return f.Sync()
}

func (v *vault) syncFolder(path string) error {
	if v.volatile {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
