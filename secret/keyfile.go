package secret

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// LoadOrCreateRootKey reads a key file, or makes one where there is none; see LoadRootKey and CreateRootKey.
func LoadOrCreateRootKey(path string) (RootKey, error) {
	root, err := LoadRootKey(path)
	if errors.Is(err, os.ErrNotExist) {
		return CreateRootKey(path)
	}
	return root, err
}

// LoadRootKey reads a key file. A file that others may read is refused: what it protects is to be taken as lost. The
// error is os.ErrNotExist where there is no file.
func LoadRootKey(path string) (RootKey, error) {
	info, err := os.Stat(path)
	if err != nil {
		return RootKey{}, fmt.Errorf("root key: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return RootKey{}, fmt.Errorf("root key %s can be read by others (mode %04o): take the key as known, restore mode 0600 and rotate it", path, info.Mode().Perm())
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return RootKey{}, fmt.Errorf("root key: %w", err)
	}
	return ParseRootKey(strings.TrimSpace(string(text)))
}

// CreateRootKey makes a key and its file, of mode 0600 in a folder of mode 0700. Once it returns, the file outlives a
// crash of the machine. It fails with os.ErrExist where there is a file.
func CreateRootKey(path string) (RootKey, error) {
	key := make([]byte, rootKeyBytes)
	if _, err := rand.Read(key); err != nil {
		return RootKey{}, fmt.Errorf("root key: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return RootKey{}, fmt.Errorf("root key: %w", err)
	}
	// O_EXCL: two processes that start at once must not each go on with a key of their own.
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return RootKey{}, fmt.Errorf("root key: %w", err)
	}
	_, err = f.WriteString(base64.StdEncoding.EncodeToString(key) + "\n")
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = syncFolder(path)
	}
	if err != nil {
		return RootKey{}, fmt.Errorf("root key: %w", err)
	}
	return RootKeyFromBytes(key)
}

// NextRootKey is where the key lies that a rotation is about to put in the place of the one at path.
func NextRootKey(path string) string { return path + ".next" }

// PromoteRootKey puts the file at NextRootKey(path) in the place of the one at path: whoever reads path finds the old
// key or the new one, whole.
func PromoteRootKey(path string) error {
	err := os.Rename(NextRootKey(path), path)
	if err == nil {
		err = syncFolder(path)
	}
	if err != nil {
		return fmt.Errorf("root key: %w", err)
	}
	return nil
}

// DiscardNextRootKey removes the file at NextRootKey(path), if there is one.
func DiscardNextRootKey(path string) error {
	if err := os.Remove(NextRootKey(path)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("root key: %w", err)
	}
	return nil
}

// syncFolder makes the names in a file's folder durable.
func syncFolder(path string) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	err = folder.Sync()
	if closed := folder.Close(); err == nil {
		err = closed
	}
	return err
}
