package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestBodiesAreBounded: a body that is too long is told so, with the limit, and not taken for broken JSON.
func TestBodiesAreBounded(t *testing.T) {
	k := newKit(t)
	body := func(bytes int) string {
		frame := `{"user":"","password":"x"}`
		return `{"user":"` + strings.Repeat("u", bytes-len(frame)) + `","password":"x"}`
	}
	for bytes, want := range map[int]reply{
		16 << 10:     {status: http.StatusBadRequest, message: "A user name has at most 128 characters."},
		16<<10 + 100: {status: http.StatusRequestEntityTooLarge, message: "The body is larger than 16384 bytes."},
	} {
		if got := k.post(body(bytes)); got.status != want.status || got.message != want.message {
			t.Errorf("%d bytes: %d, %q", bytes, got.status, got.message)
		}
	}
	if got := k.post(`{"user":`); got.status != http.StatusBadRequest || got.message != "The body is not the JSON that is expected here." {
		t.Errorf("a broken body: %d, %q", got.status, got.message)
	}
}
