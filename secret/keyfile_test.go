package secret_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"interlaken/secret"
)

// TestKeyFile: a key is made once, for its owner alone, and the next one takes its place whole.
func TestKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys", "root.key")
	if _, err := secret.LoadRootKey(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("loading what is not there: %v", err)
	}
	first, err := secret.LoadOrCreateRootKey(path)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := secret.LoadOrCreateRootKey(path); err != nil || again.Derive("x") != first.Derive("x") {
		t.Errorf("loading it again: another key, or %v", err)
	}
	if _, err := secret.CreateRootKey(path); !errors.Is(err, os.ErrExist) {
		t.Errorf("creating it again: %v", err)
	}
	next, err := secret.CreateRootKey(secret.NextRootKey(path))
	if err != nil || next.Derive("x") == first.Derive("x") {
		t.Fatalf("the next key is the present one, or %v", err)
	}
	if err := secret.PromoteRootKey(path); err != nil {
		t.Fatal(err)
	}
	if now, err := secret.LoadRootKey(path); err != nil || now.Derive("x") != next.Derive("x") {
		t.Errorf("after the promotion: another key, or %v", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("the file: %v, %v", info, err)
	}
	for range 2 { // there is none the second time
		if err := secret.DiscardNextRootKey(path); err != nil {
			t.Error(err)
		}
	}
	if err := secret.PromoteRootKey(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("promoting what is not there: %v", err)
	}
}
