package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interlaken/app"
)

func TestRotateKey(t *testing.T) {
	const account, given = "111111111111", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	folder := t.TempDir()
	data, key := filepath.Join(folder, "data"), filepath.Join(folder, "root.key")
	configuration := app.Default()
	configuration.Data, configuration.RootKey, configuration.Volatile, configuration.Engine.InProcess = data, key, true, true
	system, err := app.Open(t.Context(), configuration, app.Options{RootKey: given})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := system.CreateAccount(t.Context(), account, "hub"); err != nil {
		t.Fatal(err)
	}
	environment := []string{"INTERLAKEN_ROOT_KEY=" + given}
	const ended = "Access keys work as before; sessions made before have ended. Backups made before open with the old key only.\n"

	line := []string{"rotate-key", "--data", data}
	got := runLineOf(t.Context(), "", environment, append(line, "--root-key", key)...)
	inUse := fmt.Sprintf("interlaken: The data folder %s/store is in use by process %d; stop that process or choose another folder.\n", data, os.Getpid())
	if diff := cmp.Diff(outcome{exitFailed, "", inUse}, got); diff != "" {
		t.Errorf("beside a running server (-want +got):\n%s", diff)
	}
	if err := system.Close(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name        string
		environment []string
		more        []string
		want        outcome
	}{
		{"no file for the new key", environment, nil, outcome{exitUsage, "", "interlaken: the present root key is in INTERLAKEN_ROOT_KEY and the new one is printed nowhere: " +
			"name a file for it with --root-key, and afterwards unset INTERLAKEN_ROOT_KEY\n"}},
		{"from the environment", environment, []string{"--root-key", key}, outcome{exitOK, "The new root key is in " + key + ", and 1 access key is sealed under it.\n" +
			"Unset INTERLAKEN_ROOT_KEY and name the file in INTERLAKEN_ROOT_KEY_FILE: the key in the variable opens nothing any more.\n" + ended, ""}},
		{"the key that was", environment, []string{"--root-key", key}, outcome{exitFailed, "", "interlaken: the root key in INTERLAKEN_ROOT_KEY is not the one this data was sealed with\n"}},
		{"from a file", nil, []string{"--root-key", key}, outcome{exitOK, "The new root key is in " + key + ", and 1 access key is sealed under it.\n" + ended, ""}},
		{
			"from a file that the environment names",
			[]string{"INTERLAKEN_ROOT_KEY_FILE=" + key},
			[]string{"--json"},
			outcome{exitOK, "{\n  \"accessKeys\": 1,\n  \"rootKey\": \"" + key + "\"\n}\n", ""},
		},
	} {
		before, _ := os.ReadFile(key)
		got := runLineOf(t.Context(), "", c.environment, append(line, c.more...)...)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		after, _ := os.ReadFile(key)
		if changed := string(before) != string(after); changed != (c.want.Code == exitOK) {
			t.Errorf("%s: the key file changed: %v", c.name, changed)
		}
		if text := strings.TrimSpace(string(after)); text != "" && strings.Contains(got.Out+got.Errors, text) {
			t.Errorf("%s: the new key is printed", c.name)
		}
	}
}
