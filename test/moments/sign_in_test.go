package moments

import (
	"encoding/json"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// signIn is how people come in outside the demo: a one-time code, the first administrator, a user who is registered with
// the AWS CLI, and that user's invitation in a browser.
func signIn(t *testing.T) {
	m := newMachine(t)
	configuration := filepath.Join(m.home, "interlaken.json")
	text := `{"accounts": [{"id": "111111111111", "name": "hub"}], "hub": {"account": "111111111111"}}`
	if err := os.WriteFile(configuration, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	object := filepath.Join(m.home, "page.html")
	if err := os.WriteFile(object, []byte(`<p id="said">nothing ran</p><script>document.getElementById("said").textContent = "it ran"</script>`), 0o600); err != nil {
		t.Fatal(err)
	}
	address := freeAddress(t)
	server := m.start("serve", "--config", configuration, "--listen", address)
	server.await("interlaken claim 111111111111 ")
	out, _ := server.printed()
	code := claims(t, out[len(out)-1:], address)["111111111111"]
	m.freshShell("echo '" + code + "' | " + program + " claim 111111111111 --endpoint-url http://" + address + " 2>&1")

	as := "export AWS_CONFIG_FILE=" + m.home + "/.interlaken/config AWS_PROFILE=admin-111111111111 AWS_SHARED_CREDENTIALS_FILE=/dev/null && "
	aws := as + awsProgram(t)
	var registered struct{ UserInvitationUrl string }
	said := m.freshShell(aws + " quicksight register-user --aws-account-id 111111111111 --namespace default --identity-type QUICKSIGHT" +
		" --user-role ADMIN --user-name lea --email lea@example.com")
	if err := json.Unmarshal([]byte(said), &registered); err != nil || registered.UserInvitationUrl == "" {
		t.Fatalf("%v in %s", err, said)
	}
	m.freshShell(aws + " s3 mb s3://pages && " + aws[len(as):] + " s3 cp " + object + " s3://pages/a.html --content-type text/html")
	presigned := m.freshShell(aws + " s3 presign s3://pages/a.html")
	if got := m.browser("sign_in.mjs", "ADDRESS="+registered.UserInvitationUrl, "OBJECT="+presigned); got != "signed in twice\n" {
		t.Errorf("sign_in.mjs says %q", got)
	}
	server.signal(syscall.SIGINT)
	if code := server.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
