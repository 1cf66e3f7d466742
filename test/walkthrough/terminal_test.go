package walkthrough

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The programs that the walkthrough is driven with; `make .venv/ready` puts them there.
const (
	awsProgram    = "../../.venv/bin/aws"
	pythonProgram = "../../.venv/bin/python"
)

// shownLines and shownColumns are how much of an answer a transcript shows.
const (
	shownLines   = 16
	shownColumns = 400
)

// terminal is what a person sits at: a folder with the documents, an AWS configuration with a profile for each
// identity, and a transcript of what was typed and answered.
type terminal struct {
	t           *testing.T
	out         io.Writer
	folder      string
	environment []string
	config      string // path
	endpoint    string
}

// newTerminal skips the test where the programs are missing: without Python there is no AWS CLI.
func newTerminal(t *testing.T, s *system, program string) *terminal {
	t.Helper()
	if _, err := os.Stat(program); err != nil {
		t.Skipf("%s is not there: `make .venv/ready` makes it where Python 3 is", strings.TrimPrefix(program, "../../"))
	}
	home := t.TempDir()
	x := &terminal{
		t: t, out: t.Output(), folder: absolute(t, "documents"), config: filepath.Join(home, "config"), endpoint: s.endpoint,
	}
	// Nothing of the machine's own configuration gets through: no other keys, no proxy, no other endpoint.
	x.environment = []string{
		"HOME=" + home, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TMPDIR=" + t.TempDir(),
		"AWS_CONFIG_FILE=" + x.config, "AWS_SHARED_CREDENTIALS_FILE=" + filepath.Join(home, "credentials"),
		"AWS_EC2_METADATA_DISABLED=true", asCommand + "=1",
	}
	x.profile("hub-admin", s.keys[hubAccount].ID, s.keys[hubAccount].Secret.Reveal(), "")
	x.profile("consumer-admin", s.keys[spokeAccount].ID, s.keys[spokeAccount].Secret.Reveal(), "")
	return x
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	full, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return full
}

// profile adds an identity to the AWS configuration. token is "" for a long-lived key.
func (x *terminal) profile(name, keyID, secretKey, token string) {
	x.t.Helper()
	file, err := os.OpenFile(x.config, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		x.t.Fatal(err)
	}
	fmt.Fprintf(file, "[profile %s]\nregion = %s\nendpoint_url = %s\naws_access_key_id = %s\naws_secret_access_key = %s\n",
		name, region, x.endpoint, keyID, secretKey)
	if token != "" {
		fmt.Fprintf(file, "aws_session_token = %s\n", token)
	}
	if err := file.Close(); err != nil {
		x.t.Fatal(err)
	}
}

// step begins a step of the procedure.
func (x *terminal) step(format string, values ...any) {
	fmt.Fprintf(x.out, "\n# "+format+"\n", values...)
}

// aws types a command of the AWS CLI, which has to succeed, and returns what it prints.
func (x *terminal) aws(profile string, arguments ...string) string {
	x.t.Helper()
	answer := x.succeeds(awsProgram, "aws", profile, arguments)
	x.show(answer)
	return answer
}

// awsJSON is aws for an answer that is read as JSON.
func (x *terminal) awsJSON(into any, profile string, arguments ...string) {
	x.t.Helper()
	x.decode(x.aws(profile, append(arguments, "--output", "json")...), into)
}

// awsSecret is awsJSON for an answer that holds secrets, which no transcript shows.
func (x *terminal) awsSecret(into any, profile string, arguments ...string) {
	x.t.Helper()
	answer := x.succeeds(awsProgram, "aws", profile, append(arguments, "--output", "json"))
	x.show(secretMembers.ReplaceAllString(answer, `$1"…"`))
	x.decode(answer, into)
}

var secretMembers = regexp.MustCompile(`("(?:SecretAccessKey|SessionToken)": )"[^"]*"`)

// refused types a command that has to be refused with a code, and returns the sentence that comes with it.
func (x *terminal) refused(code, profile string, arguments ...string) string {
	x.t.Helper()
	_, said, err := x.run(awsProgram, "aws", profile, arguments)
	x.show(said)
	if err == nil {
		x.t.Fatalf("aws %s as %s was not refused", strings.Join(arguments, " "), profile)
	}
	if !strings.Contains(said, "An error occurred ("+code+") when calling the ") {
		x.t.Fatalf("aws %s as %s: %q, want %s", strings.Join(arguments, " "), profile, said, code)
	}
	return said
}

// interlaken types a command of ours, which has to succeed, and returns what it prints.
func (x *terminal) interlaken(profile string, arguments ...string) string {
	x.t.Helper()
	answer, said, err := x.run(x.itself(), "interlaken", profile, arguments)
	x.show(answer)
	x.show(said)
	if err != nil {
		x.t.Fatalf("interlaken %s as %s: %v", strings.Join(arguments, " "), profile, err)
	}
	return answer
}

// interlakenRefused types a command of ours that has to fail, and returns the sentence it fails with.
func (x *terminal) interlakenRefused(profile string, arguments ...string) string {
	x.t.Helper()
	_, said, err := x.run(x.itself(), "interlaken", profile, arguments)
	x.show(said)
	if err == nil {
		x.t.Fatalf("interlaken %s as %s was not refused", strings.Join(arguments, " "), profile)
	}
	return said
}

func (x *terminal) itself() string {
	x.t.Helper()
	path, err := os.Executable()
	if err != nil {
		x.t.Fatal(err)
	}
	return path
}

func (x *terminal) succeeds(program, name, profile string, arguments []string) string {
	x.t.Helper()
	answer, said, err := x.run(program, name, profile, arguments)
	if err != nil {
		x.t.Fatalf("%s %s as %s: %v\n%s", name, strings.Join(arguments, " "), profile, err, said)
	}
	return answer
}

// run shows a command and runs it.
func (x *terminal) run(program, name, profile string, arguments []string) (answer, said string, err error) {
	x.t.Helper()
	fmt.Fprintf(x.out, "$ %s --profile %s", name, profile)
	for _, a := range arguments {
		fmt.Fprint(x.out, " ", quoted(a))
	}
	fmt.Fprintln(x.out)
	return x.start(program, append([]string{"--profile", profile}, arguments...)...)
}

// start runs a program in the documents' folder, with nothing of this process's environment.
func (x *terminal) start(program string, arguments ...string) (answer, said string, err error) {
	x.t.Helper()
	command := exec.CommandContext(x.t.Context(), absolute(x.t, program), arguments...)
	command.Dir, command.Env = x.folder, x.environment
	var out, errs bytes.Buffer
	command.Stdout, command.Stderr = &out, &errs
	err = command.Run()
	return strings.TrimSpace(out.String()), strings.TrimSpace(errs.String()), err
}

var plain = regexp.MustCompile(`^[A-Za-z0-9_./:@=,+-]+$`)

// quoted is an argument as it is typed in a shell.
func quoted(argument string) string {
	if plain.MatchString(argument) {
		return argument
	}
	return "'" + strings.ReplaceAll(argument, "'", `'\''`) + "'"
}

// show prints an answer, its first lines if it is long.
func (x *terminal) show(answer string) {
	if answer == "" {
		return
	}
	lines := strings.Split(answer, "\n")
	more := len(lines) - shownLines
	if more > 0 {
		lines = lines[:shownLines]
	}
	for _, line := range lines {
		if len(line) > shownColumns {
			line = line[:shownColumns] + "…"
		}
		fmt.Fprintln(x.out, "  "+line)
	}
	if more > 0 {
		fmt.Fprintf(x.out, "  … %d more lines\n", more)
	}
}

func (x *terminal) decode(text string, into any) {
	x.t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		x.t.Fatalf("%v in the answer %s", err, text)
	}
}
