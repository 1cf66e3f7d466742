package moments

import (
	"encoding/json"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// look is how every page looks and is used: on both screens, in both themes, by keyboard alone, and while the hub does not
// answer. INTERLAKEN_PICTURES names a folder for pictures of the pages; without it none are taken.
func look(t *testing.T) {
	m := newMachine(t)
	p, screen := m.demo("--aws", awsProgram(t))
	links := map[string]string{}
	for _, persona := range []string{"admin", "author", "reader", "owner"} {
		links[persona] = linkOf(t, screen, persona)
	}
	encoded, err := json.Marshal(links)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("every page", func(t *testing.T) {
		m := m.in(t)
		var newcomer struct{ UserInvitationUrl string }
		said := m.freshShell(". ~/.interlaken/demo/env && aws quicksight register-user --profile admin --aws-account-id 111111111111" +
			" --namespace default --identity-type QUICKSIGHT --user-role READER --user-name lea --email lea@example.com")
		if err := json.Unmarshal([]byte(said), &newcomer); err != nil || newcomer.UserInvitationUrl == "" {
			t.Fatalf("%v in %s", err, said)
		}
		got := m.browser("every_page.mjs", "LINKS="+string(encoded), "NEWCOMER="+newcomer.UserInvitationUrl, "PICTURES="+os.Getenv("INTERLAKEN_PICTURES"))
		if count := regexp.MustCompile(`^looked (\d+) times\n$`).FindStringSubmatch(got); count == nil || len(count[1]) < 2 {
			t.Errorf("every_page.mjs says %q", got)
		}
	})
	t.Run("keyboard", func(t *testing.T) {
		if got := m.in(t).browser("keyboard.mjs", "LINKS="+string(encoded)); got != "reached everything\n" {
			t.Errorf("keyboard.mjs says %q", got)
		}
	})
	// It ends the demo, and another one that it starts in its place.
	t.Run("away", func(t *testing.T) {
		address := strings.TrimSuffix(links["admin"][:strings.Index(links["admin"], "#")], "/as/admin")
		again, err := json.Marshal([]string{program, "demo", "--port", address[strings.LastIndexByte(address, ':')+1:], "--rows", strconv.Itoa(options.Rows), "--loans", strconv.Itoa(options.Loans)})
		if err != nil {
			t.Fatal(err)
		}
		got := m.in(t).browser("away.mjs", "LINK="+links["reader"], "ADDRESS="+address, "PID="+strconv.Itoa(p.command.Process.Pid), "RESTART="+string(again))
		if got != "said so, and went on\n" {
			t.Errorf("away.mjs says %q", got)
		}
	})
	_ = p.command.Process.Signal(syscall.SIGINT) // where the last part was run, it has ended
	if code := p.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
