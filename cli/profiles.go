package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"interlaken/secret"
)

// profile is an entry of an AWS configuration file that we write: whose keys, and where they hold.
type profile struct {
	name, accessKeyID string
	secret            secret.Text
}

// profileFile is an AWS configuration file with keys in it. It is the one place where we write secrets down, in a file
// of mode 0600 (SECURITY S4), and it is read again, because a key's secret is told only once.
type profileFile struct {
	path     string
	profiles []profile
	// text is what was read, "" for a new file.
	text string
}

// fileHead begins every file that we write.
const fileHead = "# Written by interlaken; it holds access keys that are good at this endpoint only.\n"

// only refuses a file that would lose something by being written for an endpoint: somebody else's, or of other keys.
func (f *profileFile) only(endpoint string) error {
	if f.text == "" {
		return nil
	}
	if !strings.HasPrefix(f.text, fileHead) {
		return fmt.Errorf("%s is not a file of interlaken's, and is left as it is: choose another one with --file", f.path)
	}
	for line := range strings.Lines(f.text) {
		if at, ok := strings.CutPrefix(strings.TrimSpace(line), "endpoint_url = "); ok && at != endpoint {
			return fmt.Errorf("%s has keys of another endpoint, %s: choose another file with --file", f.path, at)
		}
	}
	return nil
}

// readProfiles reads a file that write wrote; one that is not there has no profiles.
func readProfiles(path string) (*profileFile, error) {
	f := &profileFile{path: path}
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the keys in %s cannot be read: %w", path, err)
	}
	f.text = string(text)
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if name, ok := strings.CutPrefix(line, "[profile "); ok {
			f.profiles = append(f.profiles, profile{name: strings.TrimSuffix(name, "]")})
			continue
		}
		name, value, ok := strings.Cut(line, " = ")
		if !ok || len(f.profiles) == 0 {
			continue
		}
		last := &f.profiles[len(f.profiles)-1]
		switch name {
		case "aws_access_key_id":
			last.accessKeyID = value
		case "aws_secret_access_key":
			last.secret = secret.NewText(value)
		}
	}
	return f, lines.Err()
}

// get returns the profile of that name.
func (f *profileFile) get(name string) (profile, bool) {
	for _, p := range f.profiles {
		if p.name == name && p.accessKeyID != "" && !p.secret.IsZero() {
			return p, true
		}
	}
	return profile{}, false
}

// set adds or replaces a profile.
func (f *profileFile) set(p profile) {
	for i := range f.profiles {
		if f.profiles[i].name == p.name {
			f.profiles[i] = p
			return
		}
	}
	f.profiles = append(f.profiles, p)
}

// write replaces the file, whole or not at all.
func (f *profileFile) write(region, endpoint string) error {
	var text strings.Builder
	text.WriteString(fileHead)
	for _, p := range f.profiles {
		// Version 1 of the AWS CLI presigns with the signature of 2006 unless it is told otherwise.
		fmt.Fprintf(&text, `
[profile %s]
region = %s
endpoint_url = %s
aws_access_key_id = %s
aws_secret_access_key = %s
s3 =
    signature_version = s3v4
`, p.name, region, endpoint, p.accessKeyID, p.secret.Reveal())
	}
	return writePrivate(f.path, text.String())
}

// writePrivate replaces a file that only its owner may read.
func writePrivate(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("%s cannot be written: %w", path, err)
	}
	draft, err := os.CreateTemp(filepath.Dir(path), ".draft-*") // mode 0600
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", path, err)
	}
	_, err = draft.WriteString(text)
	if err == nil {
		err = draft.Sync()
	}
	if err = errors.Join(err, draft.Close()); err == nil {
		err = os.Rename(draft.Name(), path)
	}
	if err != nil {
		_ = os.Remove(draft.Name())
		return fmt.Errorf("%s cannot be written: %w", path, err)
	}
	return nil
}
