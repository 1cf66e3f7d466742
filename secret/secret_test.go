package secret_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"interlaken/secret"
)

// holder has secrets where fmt cannot ask them how they want to be printed: in unexported fields.
type holder struct {
	Open   secret.Text
	hidden secret.Text
	nested map[string]struct{ key secret.Text }
	root   secret.RootKey
}

// TestNothingPrintsASecret: however a value with secrets in it is printed or marshalled, none is seen.
func TestNothingPrintsASecret(t *testing.T) {
	const plain = "sesame-open-sesame-open-sesame!!"
	text := secret.NewText(plain)
	root, err := secret.RootKeyFromBytes([]byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	h := holder{text, text, map[string]struct{ key secret.Text }{"a": {text}}, root}
	marshalled, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	var logged strings.Builder
	slog.New(slog.NewTextHandler(&logged, nil)).Info("it", "text", text, "holder", h, "root", root)
	shown := []string{string(marshalled), logged.String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, value := range []any{text, &text, h, &h, root, &root, []secret.Text{text}} {
			shown = append(shown, fmt.Sprintf(verb, value))
		}
	}
	for _, s := range shown {
		// As it is, in hexadecimal, and as numbers.
		for _, form := range []string{"sesame", "736573616d65", "115 101 115 97", "0x73, 0x65"} {
			if strings.Contains(s, form) {
				t.Errorf("shown: %s", s)
			}
		}
	}
	if text.Reveal() != plain || !text.Equal(secret.NewText(plain)) || text.Equal(secret.Text{}) || text.IsZero() || !(secret.Text{}).IsZero() || (secret.Text{}).Reveal() != "" {
		t.Error("the secret is not what it was")
	}
}
