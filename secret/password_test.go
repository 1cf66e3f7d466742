package secret_test

import (
	"strings"
	"testing"

	"interlaken/secret"
)

// cheap makes a hash in a millisecond.
var cheap = secret.PasswordCost{MemoryKiB: 64, Passes: 1, Lanes: 1}

var salt = []byte("sixteen bytes of")

func TestPassword(t *testing.T) {
	right := secret.NewText("correct horse battery")
	kept := secret.HashPassword(right, salt, cheap)
	if !strings.HasPrefix(kept, "$argon2id$v=19$m=64,t=1,p=1$") || strings.Contains(kept, right.Reveal()) {
		t.Fatalf("kept as %s", kept)
	}
	if other := secret.HashPassword(right, []byte("sixteen others…!"), cheap); other == kept {
		t.Error("the salt does not count")
	}
	for _, c := range []struct {
		password     string
		cost         secret.PasswordCost
		is, outdated bool
	}{
		{right.Reveal(), cheap, true, false},
		{right.Reveal(), secret.PasswordCost{MemoryKiB: 128, Passes: 1, Lanes: 1}, true, true},
		{right.Reveal(), secret.PasswordCost{}, true, true},
		{"correct horse batterY", cheap, false, false},
		{right.Reveal() + " ", cheap, false, false},
		{"", cheap, false, false},
	} {
		is, outdated, err := secret.IsPassword(secret.NewText(c.password), kept, c.cost)
		if err != nil || is != c.is || outdated != c.outdated {
			t.Errorf("%q at %+v: %v, outdated %v, %v", c.password, c.cost, is, outdated, err)
		}
	}
}

// The vector is the reference implementation's (test.c of the Argon2 project: argon2id, version 0x13, t=2, m=2^8, p=1).
func TestPasswordIsArgon2id(t *testing.T) {
	const reference = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
	ours := secret.HashPassword(secret.NewText("password"), []byte("somesalt"), secret.PasswordCost{MemoryKiB: 256, Passes: 2, Lanes: 1})
	if ours != reference {
		t.Errorf("%s, want %s", ours, reference)
	}
}

func TestNoPassword(t *testing.T) {
	kept := secret.NoPassword(make([]byte, secret.NoPasswordBytes), cheap)
	for _, password := range []string{"", "x", string(make([]byte, 32))} {
		if is, _, err := secret.IsPassword(secret.NewText(password), kept, cheap); is || err != nil {
			t.Errorf("%q: %v, %v", password, is, err)
		}
	}
}

func TestPasswordForms(t *testing.T) {
	good := secret.HashPassword(secret.NewText("x"), salt, cheap)
	for name, kept := range map[string]string{
		"empty": "", "a word": "password", "another algorithm": strings.Replace(good, "argon2id", "argon2i", 1),
		"another version": strings.Replace(good, "v=19", "v=16", 1), "all memory": strings.Replace(good, "m=64", "m=4294967295", 1),
		"no memory": strings.Replace(good, "m=64", "m=0", 1), "no pass": strings.Replace(good, "t=1", "t=0", 1),
		"no lane": strings.Replace(good, "p=1", "p=0", 1), "cut": good[:len(good)-4], "no hash": good[:strings.LastIndex(good, "$")+1],
		"a short salt": strings.Replace(good, "$c2l4dGVlbiBieXRlcyBvZg$", "$c29tZXNhbHQ$", 1),
	} {
		if is, _, err := secret.IsPassword(secret.NewText("x"), kept, cheap); is || err == nil {
			t.Errorf("%s: is %v, %v", name, is, err)
		}
	}
}
