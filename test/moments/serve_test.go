package moments

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestServe starts a system of one's own: accounts from a file, first administrators by one-time codes, a clean stop.
func TestServe(t *testing.T) {
	m := newMachine(t)
	configuration := filepath.Join(m.home, "interlaken.json")
	text := `{"accounts": [{"id": "111111111111", "name": "hub"}, {"id": "222222222222", "name": "retail"}], "hub": {"account": "111111111111"}}`
	if err := os.WriteFile(configuration, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	keys := filepath.Join(m.home, ".interlaken", "config")
	address := freeAddress(t)
	arguments := []string{"serve", "--config", configuration, "--listen", address}

	first := m.start(arguments...)
	first.await("interlaken claim 222222222222 ")
	out, _ := first.printed()
	codes := claims(t, out[len(out)-2:], address)
	out = out[:len(out)-2]
	want := fmt.Sprintf("Serving on http://%s, state in %s/.interlaken/data, Ctrl-C stops.\nAccounts: 111111111111 hub, 222222222222 retail.\n"+
		"Nobody is in 2 accounts yet. Within 15 minutes, and once each:", address, m.home)
	if got := strings.Join(out, "\n"); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	claim := func(account, code string) string {
		return m.freshShell("echo '" + code + "' | " + program + " claim " + account + " --endpoint-url http://" + address + " 2>&1")
	}
	for account, code := range codes {
		if got, want := claim(account, code), "Account "+account+" has its first administrator."; !strings.Contains(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	// Once each: the code is nobody's afterwards.
	again := "echo '" + codes["111111111111"] + "' | " + program + " claim 111111111111 --endpoint-url http://" + address + " 2>&1 || true"
	if got, want := m.freshShell(again), "interlaken: this is not the one-time code of account 111111111111, or it is over: it holds once, for 15 minutes"; !strings.Contains(got, want) {
		t.Errorf("a code that was used: %q, want %q", got, want)
	}
	if info, err := os.Stat(keys); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the keys: %v, %v", info, err)
	}
	verify := "AWS_CONFIG_FILE=" + keys + " AWS_SHARED_CREDENTIALS_FILE=/dev/null " + program + " --profile admin-222222222222 trail verify"
	if got := m.freshShell(verify); !strings.HasPrefix(got, "The trail of account 222222222222 is consistent: ") {
		t.Errorf("trail verify: %s", got)
	}
	first.signal(syscall.SIGTERM)
	if code := first.end(); code != 0 {
		t.Errorf("exit code %d after SIGTERM", code)
	}
	if out, _ := first.printed(); out[len(out)-1] != "Stopped; nothing is lost." {
		t.Errorf("the last line is %q", out[len(out)-1])
	}

	before, err := os.ReadFile(keys)
	if err != nil {
		t.Fatal(err)
	}
	second := m.start(arguments...)
	second.await("Accounts: ")
	if out, _ := second.printed(); strings.Contains(strings.Join(out, "\n"), "claim") {
		t.Errorf("the second start offers accounts that have somebody: %q", out)
	}
	if after, err := os.ReadFile(keys); err != nil || string(after) != string(before) {
		t.Errorf("the second start changed the keys: %v", err)
	}
	if got := m.freshShell(verify); !strings.Contains(got, "is consistent") {
		t.Errorf("trail verify after the second start: %s", got)
	}
	t.Run("obstacles", func(t *testing.T) {
		m := m.in(t)
		for want, arguments := range map[string][]string{
			address + " is taken by another program: stop that one, or choose another address":                                                                                {"serve", "--data", m.home + "/other", "--listen", address},
			"0.0.0.0:8400 can be reached from other machines, so it needs TLS (tlsCertificate, tlsKey) or a proxy that ends it (behindProxy)":                                 {"serve", "--data", m.home + "/other", "--listen", "0.0.0.0:8400"},
			"configuration: open " + m.home + "/none.json: no such file or directory":                                                                                         {"serve", "--config", m.home + "/none.json"},
			fmt.Sprintf("The data folder %s/.interlaken/data/store is in use by process %d; stop that process or choose another folder.", m.home, second.command.Process.Pid): {"serve", "--listen", freeAddress(t)},
		} {
			if said := m.refused(arguments...); said != want {
				t.Errorf("%q, want %q", said, want)
			}
		}
	})
	second.signal(syscall.SIGINT)
	if code := second.end(); code != 0 {
		t.Errorf("exit code %d after Ctrl-C", code)
	}
}

// claims reads the one-time codes by account.
func claims(t *testing.T, lines []string, address string) map[string]string {
	t.Helper()
	codes := map[string]string{}
	for _, line := range lines {
		words := strings.Fields(line)
		want := fmt.Sprintf("interlaken claim %s --endpoint-url http://%s with the code %s", words[2], address, words[len(words)-1])
		if got := strings.Join(words, " "); got != want {
			t.Fatalf("%q, want %q", got, want)
		}
		codes[words[2]] = words[len(words)-1]
	}
	return codes
}

// freeAddress is a loopback address that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}
