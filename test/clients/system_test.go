package clients

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"

	"interlaken/app"
)

const (
	hubAccount  = "111111111111"
	dataAccount = "222222222222"
	region      = "us-east-1"
)

// newSystem starts a system with an account that owns data, until the test ends, and returns the environment in which a
// client finds it: nothing of the machine's own configuration gets through, no other keys, no proxy, no other endpoint.
func newSystem(t *testing.T) []string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := app.Default()
	c.Listen, c.Region = listener.Addr().String(), region
	c.Data = filepath.Join(t.TempDir(), "data")
	c.Accounts = []app.Account{{ID: hubAccount, Name: "hub"}, {ID: dataAccount, Name: "data"}}
	c.Hub = app.Hub{Account: hubAccount}
	c.Volatile = true
	opened, err := app.Open(t.Context(), c, app.Options{Report: func(err error) { t.Errorf("the system reports: %v", err) }})
	if err != nil {
		t.Fatal(err)
	}
	serving, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- opened.Serve(serving, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("serving ended: %v", err)
		}
		if err := opened.Close(context.Background()); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	id, text, created, err := opened.CreateAccount(t.Context(), dataAccount, "data")
	if err != nil || !created {
		t.Fatalf("administrator of %s: created %t, %v", dataAccount, created, err)
	}

	home := t.TempDir()
	config := filepath.Join(home, "config")
	keys := fmt.Sprintf("region = %s\naws_access_key_id = %s\naws_secret_access_key = %s\n", region, id, text.Reveal())
	profile := "[default]\n" + keys + "[profile v4]\n" + keys + "s3 =\n  signature_version = s3v4\n"
	if err := os.WriteFile(config, []byte(profile), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{
		"HOME=" + home, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TMPDIR=" + home, "AWS_PAGER=",
		"AWS_ENDPOINT_URL=" + opened.Endpoint(), "AWS_CONFIG_FILE=" + config, "AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull,
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
