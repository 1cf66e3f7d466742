package trail

import (
	"crypto/ed25519"
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestSignedHeads(t *testing.T) {
	key, other := ed25519.NewKeyFromSeed(make([]byte, 32)), ed25519.NewKeyFromSeed([]byte(strings.Repeat("x", 32)))
	public := key.Public().(ed25519.PublicKey)
	heads := []Head{
		{Account: hub, Count: 3, Hash: "aa", Time: time.Date(2026, 11, 2, 9, 0, 0, 123456789, time.UTC)},
		{Account: spoke, Count: 1, Hash: "bb", Time: time.Date(2026, 11, 2, 10, 0, 0, 0, time.FixedZone("", 3600))},
	}
	var lines []string
	for _, h := range heads {
		line, err := json.Marshal(Sign(key, h))
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	text := strings.Join(lines, "\n") + "\n\n"
	got, err := ReadHeads([]byte(text), other.Public().(ed25519.PublicKey), public)
	if err != nil || len(got) != 2 || !got[0].Same(heads[0]) || !got[1].Same(heads[1]) || !got[1].Time.Equal(heads[1].Time) {
		t.Fatalf("read %+v, %v", got, err)
	}
	for name, c := range map[string]struct{ from, to, words string }{
		"a hash":        {`"hash":"bb"`, `"hash":"bc"`, "signature of line 2 does not hold"},
		"a count":       {`"count":3`, `"count":2`, "signature of line 1 does not hold"},
		"an account":    {`"account":"` + spoke, `"account":"` + "444444444444", "signature of line 2 does not hold"},
		"a time":        {`09:00:00.123456789`, `09:00:00.123456788`, "signature of line 1 does not hold"},
		"another key":   {KeyID(public), KeyID(other.Public().(ed25519.PublicKey)), "line 1 is signed with the key"},
		"no head":       {lines[1], `{"account":"x"}`, "line 2 is not a signed head"},
		"half a line":   {lines[1], lines[1][:20], "line 2 is not a signed head"},
		"no signature":  {`"signature":"`, `"signatures":"`, "signature of line 1 does not hold"},
		"an empty head": {`"count":1`, `"count":0`, "line 2 is not a signed head"},
	} {
		changed := strings.ReplaceAll(text, c.from, c.to)
		if changed == text {
			t.Fatalf("%s: nothing was changed", name)
		}
		if _, err := ReadHeads([]byte(changed), public); err == nil || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: %v", name, err)
		}
	}
	read, err := ParsePublicKey(FormatPublicKey(public))
	if err != nil || !read.Equal(public) {
		t.Errorf("a key comes back as %v, %v", read, err)
	}
	for _, text := range []string{"", "ed25519:", "ed25519:AAAA", "rsa:" + strings.Repeat("A", 44)} {
		if _, err := ParsePublicKey(text); err == nil {
			t.Errorf("%q is taken as a key", text)
		}
	}
}
