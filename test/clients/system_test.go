package clients

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"interlaken/app"
	"interlaken/test/system"
)

const (
	hubAccount  = "111111111111"
	dataAccount = "222222222222"
)

// newSystem starts a system with an account that owns data, until the test ends, and returns the environment in which a
// client finds it: nothing of the machine's own configuration gets through, no other keys, no proxy, no other endpoint.
func newSystem(t *testing.T) []string {
	t.Helper()
	accounts := []app.Account{{ID: hubAccount, Name: "hub"}, {ID: dataAccount, Name: "data"}}
	opened := system.Start(t, accounts, app.Hub{Account: hubAccount, AnyRoleB: true})
	key := opened.Keys[dataAccount]

	home := t.TempDir()
	config := filepath.Join(home, "config")
	of := func(key system.Key) string {
		return fmt.Sprintf("region = %s\naws_access_key_id = %s\naws_secret_access_key = %s\n", system.Region, key.ID, key.Secret.Reveal())
	}
	profile := "[default]\n" + of(key) + "[profile v4]\n" + of(key) + "s3 =\n  signature_version = s3v4\n[profile hub]\n" + of(opened.Keys[hubAccount])
	if err := os.WriteFile(config, []byte(profile), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{
		"HOME=" + home, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TMPDIR=" + home, "AWS_PAGER=",
		"AWS_ENDPOINT_URL=" + opened.Endpoint(), "AWS_CONFIG_FILE=" + config, "AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull,
		"HUB_ACCOUNT=" + hubAccount, "DATA_ACCOUNT=" + dataAccount,
		"AWS_EC2_METADATA_DISABLED=true", "AWS_PROGRAM=" + absolute(t, awsProgram), "DBT_PROGRAM=" + absolute(t, dbtProgram),
	}
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	full, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return full
}
