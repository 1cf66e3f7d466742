package app_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"interlaken/app"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/secret"
	"interlaken/store"
	"interlaken/store/storetest"
)

const (
	hubAccount  = "111111111111"
	deletedKeys = 30
)

// sealed is a data folder with an administrator's access key in it, and a session's credentials.
type sealed struct {
	t       *testing.T
	folder  string
	config  app.Config
	options app.Options
	key     string
	plain   secret.Text
	session identity.Session
	// texts are the sealed secrets as they stood in the store's records, those of keys that were deleted too.
	texts []string
}

// newSealed makes one. change may change how.
func newSealed(t *testing.T, change func(*sealed)) *sealed {
	t.Helper()
	d := &sealed{t: t, folder: t.TempDir(), config: app.Default()}
	d.config.Data, d.config.RootKey, d.config.Volatile = filepath.Join(d.folder, "data"), filepath.Join(d.folder, "root.key"), true
	d.config.Accounts, d.config.Engine.InProcess = []app.Account{{ID: hubAccount, Name: "hub"}}, true
	if change != nil {
		change(d)
	}
	d.use(func(s *app.System) {
		var err error
		if d.key, d.plain, _, err = s.CreateAccount(t.Context(), hubAccount, "hub"); err != nil {
			t.Fatal(err)
		}
		var role identity.Role
		var gone []identity.AccessKey
		err = s.Mesh().Store().Update(t.Context(), func(tx store.Tx) (err error) {
			for i := range deletedKeys {
				user := fmt.Sprintf("gone-%d", i)
				if _, err := s.Mesh().Directory().CreateUser(tx, identity.IAMUser{Account: hubAccount, Name: user, Path: "/"}); err != nil {
					return err
				}
				key, _, err := s.Mesh().Directory().CreateAccessKey(tx, hubAccount, user)
				if err != nil {
					return err
				}
				gone = append(gone, key)
			}
			role, err = s.Mesh().Directory().CreateRole(tx, identity.Role{Account: hubAccount, Name: "analyst", Path: "/"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		d.session, err = s.Mesh().Directory().NewSession(identity.SessionRequest{Role: role, SessionName: "ana", Duration: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		d.texts = sealedTexts(t, s)
		err = s.Mesh().Store().Update(t.Context(), func(tx store.Tx) error {
			for _, key := range gone {
				if err := s.Mesh().Directory().DeleteAccessKey(tx, hubAccount, key.User, key.ID); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	return d
}

func sealedTexts(t *testing.T, s *app.System) (all []string) {
	t.Helper()
	for _, record := range storetest.Dump(t, s.Mesh().Store())["identity.access-key"] {
		found := regexp.MustCompile(`"sealed":"([^"]+)"`).FindStringSubmatch(record)
		if found == nil {
			t.Fatal("an access key without a sealed secret")
		}
		all = append(all, found[1])
	}
	return all
}

func (d *sealed) use(body func(*app.System)) {
	d.t.Helper()
	s, err := app.Open(d.t.Context(), d.config, d.options)
	if err != nil {
		d.t.Fatal(err)
	}
	body(s)
	if err := s.Close(context.WithoutCancel(d.t.Context())); err != nil {
		d.t.Fatal(err)
	}
}

// opens sees to it that the access key works, and the session if it should.
func (d *sealed) opens(session bool) {
	d.t.Helper()
	d.use(func(s *app.System) {
		err := s.Mesh().Store().View(d.t.Context(), func(r store.Reader) error {
			if c, err := s.Mesh().Directory().Credential(r, d.key, ""); err != nil || !c.Secret.Equal(d.plain) {
				d.t.Errorf("the access key: %+v, %v", c.Principal, err)
			}
			_, err := s.Mesh().Directory().Credential(r, d.session.AccessKeyID, d.session.Token.Reveal())
			if session && err != nil || !session && !fault.Is(err, fault.UnknownKey) {
				d.t.Errorf("the session: %v, and it should work: %v", err, session)
			}
			return nil
		})
		if err != nil {
			d.t.Error(err)
		}
	})
}

// refused sees to it that nothing starts.
func (d *sealed) refused(says string) {
	d.t.Helper()
	s, err := app.Open(d.t.Context(), d.config, d.options)
	if err == nil {
		d.t.Errorf("it started; it should say %s", says)
		d.t.Error(s.Close(context.WithoutCancel(d.t.Context())))
		return
	}
	if got := strings.ReplaceAll(err.Error(), d.folder, "DIR"); got != says {
		d.t.Errorf("says %s\n want %s", got, says)
	}
}

func (d *sealed) rotate() {
	d.t.Helper()
	done, err := app.RotateKey(d.t.Context(), d.config, d.options)
	if want := (app.Rotation{AccessKeys: 1, RootKey: d.config.RootKey}); err != nil || done != want {
		d.t.Fatalf("rotation = %+v, %v, want %+v", done, err, want)
	}
	d.noNext()
}

// notRotated sees to it that a rotation is refused.
func (d *sealed) notRotated(says string) {
	d.t.Helper()
	_, err := app.RotateKey(d.t.Context(), d.config, d.options)
	if err == nil || strings.ReplaceAll(err.Error(), d.folder, "DIR") != says {
		d.t.Errorf("says %v\n want %s", err, says)
	}
	d.noNext()
}

func (d *sealed) noNext() {
	d.t.Helper()
	if _, err := os.Stat(secret.NextRootKey(d.config.RootKey)); !os.IsNotExist(err) {
		d.t.Errorf("the next key's file: %v", err)
	}
}

func (d *sealed) read(path string) []byte {
	d.t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatal(err)
	}
	return text
}

func (d *sealed) write(path string, text []byte) {
	d.t.Helper()
	if err := os.WriteFile(path, text, 0o600); err != nil {
		d.t.Fatal(err)
	}
}

// TestRotateKey: access keys go on working and sessions end; the old key opens nothing any more, neither through the
// program nor in what is left in the files.
func TestRotateKey(t *testing.T) {
	d := newSealed(t, nil)
	d.opens(true)
	old := d.read(d.config.RootKey)
	d.rotate()
	d.opens(false)
	if info, err := os.Stat(d.config.RootKey); err != nil || info.Mode() != 0o600 {
		t.Errorf("the key file: %v, %v", info, err)
	}
	files := 0
	err := filepath.WalkDir(d.config.Data, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		files++
		for _, text := range d.texts {
			if bytes.Contains(d.read(path), []byte(text)) {
				t.Errorf("%s holds a secret as it was sealed under the old key", path)
			}
		}
		return nil
	})
	if err != nil || files < 2 || len(d.texts) != 1+deletedKeys {
		t.Errorf("%d files, %d sealed secrets, %v", files, len(d.texts), err)
	}
	current := d.read(d.config.RootKey)
	d.write(d.config.RootKey, old)
	d.refused("the root key DIR/root.key is not the one this data was sealed with")
	d.write(d.config.RootKey, current)
	d.rotate() // and once more
	d.opens(false)
}

// TestRotationThatWasBrokenOff: whenever the machine stops, the next start finds the key that counts.
func TestRotationThatWasBrokenOff(t *testing.T) {
	for name, text := range map[string]string{"whole": "", "half written": "c2hvcnQ"} {
		t.Run("before the transaction, the next key "+name, func(t *testing.T) {
			d := newSealed(t, nil)
			if text == "" {
				if _, err := secret.CreateRootKey(secret.NextRootKey(d.config.RootKey)); err != nil {
					t.Fatal(err)
				}
			} else {
				d.write(secret.NextRootKey(d.config.RootKey), []byte(text))
			}
			d.opens(true)
			d.noNext()
			d.rotate()
			d.opens(false)
		})
	}
	t.Run("after the transaction", func(t *testing.T) {
		for _, next := range []func(*sealed){func(d *sealed) { d.opens(false) }, (*sealed).rotate} {
			d := newSealed(t, nil)
			old := d.read(d.config.RootKey)
			d.rotate()
			current := d.read(d.config.RootKey)
			d.write(secret.NextRootKey(d.config.RootKey), current)
			d.write(d.config.RootKey, old)
			next(d)
			d.noNext()
			d.opens(false)
		}
	})
	t.Run("neither key is the data's", func(t *testing.T) {
		d := newSealed(t, nil)
		for _, path := range []string{d.config.RootKey, secret.NextRootKey(d.config.RootKey)} {
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
			if _, err := secret.CreateRootKey(path); err != nil {
				t.Fatal(err)
			}
		}
		d.refused("the root key DIR/root.key is not the one this data was sealed with")
		d.read(secret.NextRootKey(d.config.RootKey)) // nothing was touched
	})
}

// TestWrongRootKeyIsRefusedAtStart: and a lost one is not replaced by one that opens nothing.
func TestWrongRootKeyIsRefusedAtStart(t *testing.T) {
	d := newSealed(t, nil)
	kept := d.read(d.config.RootKey)
	if err := os.Remove(d.config.RootKey); err != nil {
		t.Fatal(err)
	}
	d.refused("there is no root key DIR/root.key, and this data was sealed with one: put it back")
	if _, err := os.Stat(d.config.RootKey); !os.IsNotExist(err) {
		t.Errorf("the key file: %v", err)
	}
	d.options.RootKey = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	d.refused("the root key in INTERLAKEN_ROOT_KEY is not the one this data was sealed with")
	d.options.RootKey = strings.TrimSpace(string(kept))
	d.opens(true)

	// Data of the time before key checks is told by its access keys.
	d.use(func(s *app.System) {
		err := s.Mesh().Store().Update(t.Context(), func(tx store.Tx) error {
			return tx.Delete("identity.root-key-check", store.Key("present"), store.Any)
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	d.options.RootKey = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	d.refused("the root key in INTERLAKEN_ROOT_KEY is not the one this data was sealed with")
	d.options.RootKey = strings.TrimSpace(string(kept))
	d.opens(true)
}

// TestRotateKeyOfTheEnvironment: the new key is written to a file that was not there.
func TestRotateKeyOfTheEnvironment(t *testing.T) {
	const given = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	d := newSealed(t, func(d *sealed) { d.options.RootKey = given })
	d.write(d.config.RootKey, []byte("something else"))
	d.notRotated("DIR/root.key is there already: name another file for the key that follows the one in INTERLAKEN_ROOT_KEY")
	if got := string(d.read(d.config.RootKey)); got != "something else" {
		t.Errorf("the file is now %q", got)
	}
	d.config.RootKey = filepath.Join(d.folder, "keys", "new.key")
	d.rotate()
	d.refused("the root key in INTERLAKEN_ROOT_KEY is not the one this data was sealed with")
	d.options.RootKey = ""
	d.opens(false)

	// Broken off before the renaming: the file is not there yet, the next one is.
	if err := os.Rename(d.config.RootKey, secret.NextRootKey(d.config.RootKey)); err != nil {
		t.Fatal(err)
	}
	d.opens(false)
	d.noNext()
}

// TestRotationsThatAreRefused leave everything as it was.
func TestRotationsThatAreRefused(t *testing.T) {
	d := newSealed(t, nil)
	d.use(func(*app.System) {
		_, err := app.RotateKey(t.Context(), d.config, d.options)
		_, opened := app.Open(t.Context(), d.config, d.options)
		if err == nil || opened == nil || err.Error() != opened.Error() || !strings.Contains(err.Error(), "is in use by process") {
			t.Errorf("beside a running system: %v\n a second system: %v", err, opened)
		}
	})
	d.opens(true)

	link := filepath.Join(d.folder, "link.key")
	if err := os.Symlink(d.config.RootKey, link); err != nil {
		t.Fatal(err)
	}
	d.config.RootKey = link
	d.notRotated("the root key DIR/link.key is not a file but leads to one: name that one, since it is to be replaced")
	d.opens(true)

	d.config.RootKey = filepath.Join(d.folder, "other.key")
	d.notRotated("there is no root key DIR/other.key, and this data was sealed with one: put it back")
	d.config.Data = filepath.Join(d.folder, "nowhere")
	d.notRotated("there is no data in DIR/nowhere, so there is no root key to rotate")
	if _, err := os.Stat(d.config.Data); !os.IsNotExist(err) {
		t.Errorf("the folder: %v", err)
	}
}
