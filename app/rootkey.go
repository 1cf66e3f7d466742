package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"interlaken/clock"
	"interlaken/hub/spice"
	"interlaken/id"
	"interlaken/identity"
	"interlaken/secret"
	"interlaken/store"
	"interlaken/store/sqlite"
)

func (c *Config) storeFolder() string { return filepath.Join(c.Data, "store") }

// openRootKey returns the root key that a store is bound to: the one that is given in the environment, or else the
// one in the key file. A store that is bound to none yet is bound to it. The caller holds the store's lock.
func openRootKey(ctx context.Context, kept store.Store, path, given string) (root secret.RootKey, err error) {
	if given == "" {
		root, err = settleKeyFile(ctx, kept, path)
	} else {
		root, err = givenRootKey(ctx, kept, given)
	}
	if err != nil {
		return secret.RootKey{}, err
	}
	return root, kept.Update(ctx, func(tx store.Tx) error { return identity.Bind(tx, root) })
}

func givenRootKey(ctx context.Context, kept store.Store, given string) (secret.RootKey, error) {
	root, err := secret.ParseRootKey(given)
	if err != nil {
		return secret.RootKey{}, err
	}
	fits, err := sealedUnder(ctx, kept, root)
	if err == nil && !fits {
		err = errors.New("the root key in INTERLAKEN_ROOT_KEY is not the one this data was sealed with")
	}
	return root, err
}

// settleKeyFile reads the key file and ends what a rotation that was broken off has left. The store decides: if the
// key in the file is its key, the rotation came to nothing and the next key is removed; if the next key is, only the
// file's renaming is missing. If neither is, nothing is touched.
func settleKeyFile(ctx context.Context, kept store.Store, path string) (secret.RootKey, error) {
	var sealed bool
	err := kept.View(ctx, func(r store.Reader) (err error) { sealed, err = identity.IsSealed(r); return err })
	if err != nil {
		return secret.RootKey{}, err
	}
	if !sealed {
		return secret.LoadOrCreateRootKey(path)
	}
	present, unread := secret.LoadRootKey(path)
	if unread != nil && !errors.Is(unread, os.ErrNotExist) {
		return secret.RootKey{}, unread
	}
	if unread == nil {
		if fits, err := sealedUnder(ctx, kept, present); err != nil {
			return secret.RootKey{}, err
		} else if fits {
			return present, secret.DiscardNextRootKey(path)
		}
	}
	// A next key that was not written whole does not matter: nothing was sealed under it.
	if next, err := secret.LoadRootKey(secret.NextRootKey(path)); err == nil {
		if fits, err := sealedUnder(ctx, kept, next); err != nil {
			return secret.RootKey{}, err
		} else if fits {
			return next, secret.PromoteRootKey(path)
		}
	}
	if unread != nil {
		return secret.RootKey{}, fmt.Errorf("there is no root key %s, and this data was sealed with one: put it back", path)
	}
	return secret.RootKey{}, fmt.Errorf("the root key %s is not the one this data was sealed with", path)
}

func sealedUnder(ctx context.Context, kept store.Store, root secret.RootKey) (fits bool, err error) {
	err = kept.View(ctx, func(r store.Reader) error {
		fits, err = identity.IsSealedUnder(r, root)
		return err
	})
	return fits, err
}

// Rotation is what RotateKey did.
type Rotation struct {
	// AccessKeys is how many were sealed anew.
	AccessKeys int `json:"accessKeys"`
	// RootKey is the file with the new root key.
	RootKey string `json:"rootKey"`
}

// RotateKey puts a new root key in the place of the present one and seals everything under it (SECURITY S4). No other
// process may have the data open. The new key is written to c.RootKey: over the present one, or where the present one
// is o.RootKey, to a file that must not be there yet. Access keys go on working; sessions end.
//
// It may be broken off at any moment. The new key lies beside the old one before anything is sealed under it, one
// transaction seals all and says so, and the next start sees from the store which of the two files counts.
func RotateKey(ctx context.Context, c Config, o Options) (done Rotation, err error) {
	if err := c.Complete(); err != nil {
		return Rotation{}, err
	}
	if _, err := os.Stat(c.storeFolder()); errors.Is(err, os.ErrNotExist) {
		return Rotation{}, fmt.Errorf("there is no data in %s, so there is no root key to rotate", c.Data)
	}
	if err := privateFolder(c.Data); err != nil {
		return Rotation{}, err
	}
	kept, err := sqlite.Open(ctx, sqlite.Config{Dir: c.storeFolder(), Volatile: c.Volatile})
	if err != nil {
		return Rotation{}, err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	present, err := openRootKey(ctx, kept, c.RootKey, o.RootKey)
	if err != nil {
		return Rotation{}, err
	}
	if err := replaceable(c.RootKey, o.RootKey != ""); err != nil {
		return Rotation{}, err
	}
	sealed, err := rotate(ctx, kept, present, c.RootKey)
	if err != nil {
		return Rotation{}, err
	}
	if err := kept.Compact(); err != nil {
		return Rotation{}, fmt.Errorf("the new root key is in place, but what the old one opens may still be in the store's free space, so rotate once more: %w", err)
	}
	return Rotation{sealed, c.RootKey}, nil
}

// replaceable refuses a file that a new key cannot take the place of: a link would be replaced, and what it leads to
// would stay; a file that the present key did not come from holds something else.
func replaceable(path string, absent bool) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, os.ErrNotExist) && absent:
		return nil
	case err != nil:
		return fmt.Errorf("root key: %w", err)
	case absent:
		return fmt.Errorf("%s is there already: name another file for the key that follows the one in INTERLAKEN_ROOT_KEY", path)
	case !info.Mode().IsRegular():
		return fmt.Errorf("the root key %s is not a file but leads to one: name that one, since it is to be replaced", path)
	}
	return nil
}

// rotate seals under a new key and puts that into the file at path.
func rotate(ctx context.Context, kept store.Store, present secret.RootKey, path string) (sealed int, err error) {
	if err := secret.DiscardNextRootKey(path); err != nil {
		return 0, err
	}
	next, err := secret.CreateRootKey(secret.NextRootKey(path))
	if err != nil {
		return 0, err
	}
	failed := kept.Update(ctx, func(tx store.Tx) (err error) {
		if sealed, err = identity.NewDirectory(present, clock.System, id.Random()).Rotate(tx, next); err != nil {
			return err
		}
		return spice.Reseal(tx, present, next)
	})
	// The store says which key counts now, and not the error: a commit may be reported as failed and be on the disk. If
	// the store does not say, both files stay for the next start.
	switch moved, err := sealedUnder(context.WithoutCancel(ctx), kept, next); {
	case err != nil:
		return 0, errors.Join(failed, err)
	case moved:
		if err := secret.PromoteRootKey(path); err != nil {
			return 0, fmt.Errorf("all is sealed under the new key, which is still in %s; the next start puts it in place: %w", secret.NextRootKey(path), err)
		}
		return sealed, nil
	}
	return 0, errors.Join(failed, secret.DiscardNextRootKey(path))
}
