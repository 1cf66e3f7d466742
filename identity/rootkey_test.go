package identity_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"interlaken/fault"
	"interlaken/identity"
	"interlaken/secret"
	"interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/store/storetest"
)

func rootKey(t *testing.T, text string) secret.RootKey {
	t.Helper()
	root, err := secret.RootKeyFromBytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// TestRotate: after a rotation the new root key opens the access keys and the old one nothing; sessions have ended.
func TestRotate(t *testing.T) {
	k := servicetest.New(t)
	first, second := rootKey(t, "servicetest: thirty-two bytes..."), rootKey(t, "another root key of 32 bytes....")
	ana := k.User(servicetest.Hub, "ana").Principal.AccessKeyID
	ben := k.User(servicetest.Retail, "ben").Principal.AccessKeyID
	session, err := k.Directory.NewSession(identity.SessionRequest{
		Role: k.Role(servicetest.Retail, "analyst", `{}`), SessionName: "ana", Duration: time.Hour,
	})
	if err != nil {
		t.Fatal(err)
	}
	look := func(d *identity.Directory, key, token string) (c identity.Credential, err error) {
		k.View(func(r store.Reader) error { c, err = d.Credential(r, key, token); return nil })
		return c, err
	}
	under := func(root secret.RootKey) (fits bool) {
		k.View(func(r store.Reader) (err error) { fits, err = identity.IsSealedUnder(r, root); return err })
		return fits
	}

	if !under(first) || under(second) {
		t.Error("without a key check the access keys do not tell the root key")
	}
	k.Update(func(tx store.Tx) error { return identity.Bind(tx, first) })
	if !under(first) || under(second) {
		t.Error("the key check does not tell the root key")
	}
	before := map[string]identity.Credential{}
	for _, key := range []string{ana, ben} {
		if before[key], err = look(k.Directory, key, ""); err != nil {
			t.Fatal(err)
		}
	}
	k.Update(func(tx store.Tx) error {
		n, err := k.Directory.Rotate(tx, second)
		if n != 2 {
			t.Errorf("%d keys were sealed anew, want 2", n)
		}
		return err
	})
	if under(first) || !under(second) {
		t.Error("the key check is not the new root key's")
	}
	rotated := identity.NewDirectory(second, k.Clock, k.IDs)
	for key, was := range before {
		if is, err := look(rotated, key, ""); err != nil || is.Principal.ARN != was.Principal.ARN || !is.Secret.Equal(was.Secret) {
			t.Errorf("%s under the new root key: %+v, %v", key, is.Principal, err)
		}
		if _, err := look(k.Directory, key, ""); !fault.Is(err, fault.Internal) {
			t.Errorf("%s under the old root key: %v", key, err)
		}
	}
	if _, err := look(rotated, session.AccessKeyID, session.Token.Reveal()); !fault.Is(err, fault.UnknownKey) {
		t.Errorf("a session made before: %v", err)
	}
}

// TestRotateChangesAllOrNothing: a directory with another root key cannot seal anew, and leaves everything as it was.
func TestRotateChangesAllOrNothing(t *testing.T) {
	k := servicetest.New(t)
	first, second := rootKey(t, "servicetest: thirty-two bytes..."), rootKey(t, "another root key of 32 bytes....")
	ana := k.User(servicetest.Hub, "ana").Principal.AccessKeyID
	k.Update(func(tx store.Tx) error { return identity.Bind(tx, first) })
	before := storetest.Dump(t, k.Store)
	err := k.Store.Update(t.Context(), func(tx store.Tx) error {
		_, err := identity.NewDirectory(second, k.Clock, k.IDs).Rotate(tx, second)
		return err
	})
	if want := "The access key " + ana + " cannot be read with the present root key."; err == nil || fault.Public(err) != want {
		t.Errorf("error = %v, want %s", err, want)
	}
	if diff := cmp.Diff(before, storetest.Dump(t, k.Store)); diff != "" {
		t.Errorf("changed (-before +after):\n%s", diff)
	}
}

// TestBind: what holds nothing sealed takes any root key, and keeps the first.
func TestBind(t *testing.T) {
	k := servicetest.New(t)
	first, second := rootKey(t, "servicetest: thirty-two bytes..."), rootKey(t, "another root key of 32 bytes....")
	sealed := func() (is bool) {
		k.View(func(r store.Reader) (err error) { is, err = identity.IsSealed(r); return err })
		return is
	}
	if sealed() {
		t.Error("a store without secrets is bound to a root key")
	}
	k.Update(func(tx store.Tx) error { return identity.Bind(tx, first) })
	k.Update(func(tx store.Tx) error { return identity.Bind(tx, second) })
	k.View(func(r store.Reader) error {
		for root, want := range map[secret.RootKey]bool{first: true, second: false} {
			if fits, err := identity.IsSealedUnder(r, root); err != nil || fits != want {
				t.Errorf("fits = %v, %v, want %v", fits, err, want)
			}
		}
		return nil
	})
	if !sealed() {
		t.Error("a store with a key check is bound to no root key")
	}
}
