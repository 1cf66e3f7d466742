package refusals_test

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/athena"
	athenatypes "github.com/aws/aws-sdk-go-v2/service/athena/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// terminal is a POSIX shell in a folder, in which aws is this test: the words of each command are taken as the shell makes
// them of a line, and done as a person through the AWS SDK.
type terminal struct {
	t      *testing.T
	as     person
	folder string
}

func newTerminal(t *testing.T, as person) *terminal { return &terminal{t, as, t.TempDir()} }

// run gives text to the shell, verbatim.
func (m *terminal) run(text string) {
	m.t.Helper()
	calls := filepath.Join(m.folder, "calls")
	if err := os.WriteFile(calls, nil, 0o600); err != nil {
		m.t.Fatal(err)
	}
	const prelude = `aws() { for word in "$@"; do printf '%s\0' "$word"; done >>calls; printf '\n\0' >>calls; if [ "$2" = get-role ]; then cat role-trust; fi; }
`
	if role := argument(strings.Fields(text), "--role-name"); role != "" {
		out, err := m.as.iam().GetRole(context.Background(), &iam.GetRoleInput{RoleName: &role})
		if err != nil {
			m.t.Fatal(err)
		}
		trust, err := url.QueryUnescape(*out.Role.AssumeRolePolicyDocument)
		if err == nil {
			err = os.WriteFile(filepath.Join(m.folder, "role-trust"), []byte(trust), 0o600)
		}
		if err != nil {
			m.t.Fatal(err)
		}
	}
	shell := exec.Command("sh", "-eu", "-c", prelude+text)
	shell.Dir = m.folder
	if said, err := shell.CombinedOutput(); err != nil || len(said) > 0 {
		m.t.Fatalf("the shell says %q, %v to:\n%s", said, err, text)
	}
	log, err := os.ReadFile(calls)
	if err != nil {
		m.t.Fatal(err)
	}
	var words []string
	done := 0
	for _, word := range strings.Split(strings.TrimSuffix(string(log), "\x00"), "\x00") {
		if word != "\n" {
			words = append(words, word)
			continue
		}
		if err := m.call(words); err != nil {
			m.t.Fatalf("aws %q: %v", words, err)
		}
		words = nil
		done++
	}
	if done == 0 {
		m.t.Fatalf("nothing was done by:\n%s", text)
	}
}

// call does one command of the AWS CLI.
func (m *terminal) call(words []string) error {
	ctx, value := context.Background(), func(name string) *string {
		text := argument(words, name)
		if path, ok := strings.CutPrefix(text, "file://"); ok {
			kept, err := os.ReadFile(filepath.Join(m.folder, path))
			if err != nil {
				m.t.Fatal(err)
			}
			text = string(bytes.TrimSpace(kept))
		}
		return &text
	}
	var err error
	switch strings.Join(words[:2], " ") {
	case "iam get-role":
	case "iam put-role-policy":
		_, err = m.as.iam().PutRolePolicy(ctx, &iam.PutRolePolicyInput{
			RoleName: value("--role-name"), PolicyName: value("--policy-name"), PolicyDocument: value("--policy-document"),
		})
	case "iam delete-role-policy":
		_, err = m.as.iam().DeleteRolePolicy(ctx, &iam.DeleteRolePolicyInput{RoleName: value("--role-name"), PolicyName: value("--policy-name")})
	case "iam update-assume-role-policy":
		_, err = m.as.iam().UpdateAssumeRolePolicy(ctx, &iam.UpdateAssumeRolePolicyInput{RoleName: value("--role-name"), PolicyDocument: value("--policy-document")})
	case "athena update-work-group":
		_, err = m.as.athena().UpdateWorkGroup(ctx, &athena.UpdateWorkGroupInput{
			WorkGroup: value("--work-group"), State: athenatypes.WorkGroupState(argument(words, "--state")),
		})
	default:
		err = fmt.Errorf("this test has no such command")
	}
	return err
}

func argument(words []string, name string) string {
	for i, word := range words[:max(0, len(words)-1)] {
		if word == name {
			return words[i+1]
		}
	}
	return ""
}
