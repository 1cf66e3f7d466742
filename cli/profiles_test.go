package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interlaken/secret"
)

func TestProfilesAreKeptForTheirOwnerAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "aws", "config")
	f, err := readProfiles(path)
	if err != nil || len(f.profiles) != 0 {
		t.Fatalf("a file that is not there: %+v, %v", f, err)
	}
	f.set(profile{"admin", "AKIA1", secret.NewText("first/+=")})
	f.set(profile{"ana", "AKIA2", secret.NewText("second")})
	f.set(profile{"admin", "AKIA3", secret.NewText("third")})
	if err := f.write("us-east-1", "http://127.0.0.1:8400"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".draft-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	again, err := readProfiles(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]profile{"admin": {"admin", "AKIA3", secret.NewText("third")}, "ana": {"ana", "AKIA2", secret.NewText("second")}} {
		if got, ok := again.get(name); !ok || got.name != want.name || got.accessKeyID != want.accessKeyID || !got.secret.Equal(want.secret) {
			t.Errorf("%s: %+v, %t", name, got, ok)
		}
	}
	if _, ok := again.get("ben"); ok {
		t.Error("ben has no key")
	}
	c := &command{environment: []string{"AWS_CONFIG_FILE=" + path}}
	names, err := c.profiles()
	if diff := cmp.Diff([]string{"admin", "ana"}, names); diff != "" || err != nil {
		t.Errorf("profiles (-want +got):\n%s%v", diff, err)
	}
}

func TestDamagedProfilesHaveNoKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(path, []byte("aws_access_key_id = stray\n[profile a]\naws_access_key_id = AKIA1\n[profile b]\nnonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := readProfiles(path)
	if _, ok := f.get("a"); ok || err != nil {
		t.Errorf("a key without its secret was taken: %v", err)
	}
}

func TestSettingsAreReadStrictly(t *testing.T) {
	for text, want := range map[string]string{
		`{"ConsumerRoleGrants": [{"Principals": ["*"], "Roles": ["*"]}]}`: "",
		`{"ConsumerRoleGrant": []}`:                                       `- is not the JSON of hub settings: json: unknown field "ConsumerRoleGrant"`,
		`{"ConsumerRoleGrants": []} {}`:                                   "- has more than one JSON value in it",
		``:                                                                "- is not the JSON of hub settings: EOF",
	} {
		c := &command{in: strings.NewReader(text)}
		got := ""
		if _, err := c.readSettings("-"); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
