package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func (d *demo) environmentPath() string { return filepath.Join(d.dir, "env") }

// overruled are variables of a shell that would win over a profile.
var overruled = []string{
	"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_DEFAULT_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION",
	"AWS_ENDPOINT_URL", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_CA_BUNDLE",
}

// writeEnvironment writes the script that makes a shell ready for the demo: whoever sources it is the author, and the
// programs are found. It holds no secret.
func (d *demo) writeEnvironment() error {
	var folders []string
	if self, err := os.Executable(); err == nil {
		folders = append(folders, filepath.Dir(self))
	}
	if d.aws != "" && !slices.Contains(folders, filepath.Dir(d.aws)) {
		folders = append(folders, filepath.Dir(d.aws))
	}
	for i, f := range folders {
		folders[i] = quoted(f)
	}
	text := fmt.Sprintf(`# Written by interlaken demo. Source it: . %s
export AWS_CONFIG_FILE=%s
export AWS_SHARED_CREDENTIALS_FILE=/dev/null
export AWS_PROFILE=%s
export AWS_EC2_METADATA_DISABLED=true
export AWS_PAGER=
export NO_PROXY="127.0.0.1${NO_PROXY:+,$NO_PROXY}"
export no_proxy="127.0.0.1${no_proxy:+,$no_proxy}"
unset %s
export PATH=%s:"$PATH"
`, d.shown(d.environmentPath()), quoted(d.keyPath()), authors[0], strings.Join(overruled, " "), strings.Join(folders, ":"))
	return writePrivate(d.environmentPath(), text)
}

// absolute resolves ~ and relative paths.
func absolute(path string) (string, error) {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("there is no home folder: choose a folder with --dir (%w)", err)
		}
		path = filepath.Join(home, rest)
	}
	return filepath.Abs(path)
}

// shown is a path as a command to copy has it: short where it lies in the home folder, in quotes where a shell would
// not read it as one word.
func (d *demo) shown(path string) string {
	if home, err := os.UserHomeDir(); err == nil {
		if rest, ok := strings.CutPrefix(path, filepath.Clean(home)+string(filepath.Separator)); ok && oneWord.MatchString(rest) {
			return "~/" + rest
		}
	}
	return quoted(path)
}

var oneWord = regexp.MustCompile(`^[A-Za-z0-9_./@%+,:=-]+$`)

// quoted is a text as one word of a POSIX shell.
func quoted(text string) string {
	if oneWord.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
