package anchor_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"interlaken/clock"
	"interlaken/id"
	"interlaken/store"
	"interlaken/store/sqlite"
	"interlaken/trail"
	"interlaken/trail/anchor"
)

const hub, spoke = "111111111111", "222222222222"

var start = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// failing is a place that can be away.
type failing struct {
	away bool
	kept []byte
}

func (f *failing) Keep(_ context.Context, lines []byte) error {
	if f.away {
		return errors.New("away")
	}
	f.kept = append(f.kept, lines...)
	return nil
}

// TestHeadsAreSentWhereTheyAreMissed: those that changed, to each place what it has not got yet, readable with the key.
func TestHeadsAreSentWhereTheyAreMissed(t *testing.T) {
	s, err := sqlite.Open(t.Context(), sqlite.Config{Dir: t.TempDir() + "/store", Volatile: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	key := ed25519.NewKeyFromSeed(make([]byte, 32))
	place, path := &failing{}, filepath.Join(t.TempDir(), "heads.jsonl")
	now := clock.NewManual(start)
	a := anchor.New(anchor.Config{Store: s, Clock: now, Key: key, Places: []anchor.Place{place, anchor.File{Path: path}}, Every: time.Second})
	events := trail.New(now, id.Seeded(1))
	record := func(account string) {
		err := s.Update(t.Context(), func(tx store.Tx) error {
			return events.Append(tx, trail.Event{UserIdentity: trail.AWSService("s3.amazonaws.com"), EventSource: "s3.amazonaws.com", EventName: "E", RecipientAccountID: account})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	counts := func(text []byte) string {
		heads, err := trail.ReadHeads(text, key.Public().(ed25519.PublicKey))
		if err != nil {
			t.Fatal(err)
		}
		all := ""
		for _, h := range heads {
			all += fmt.Sprintf(" %s:%d", h.Account[:1], h.Count)
		}
		return all
	}
	wants := func(what, first, second string) {
		t.Helper()
		file, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		if one, two := counts(place.kept), counts(file); one != first || two != second {
			t.Errorf("%s:%s and%s, want%s and%s", what, one, two, first, second)
		}
	}
	send := func(fails bool) {
		t.Helper()
		if err := a.Send(t.Context()); (err != nil) != fails {
			t.Errorf("sending: %v", err)
		}
	}
	send(false)
	wants("nothing happened", "", "")
	record(hub)
	record(spoke)
	send(false)
	wants("both", " 1:1 2:1", " 1:1 2:1")
	send(false)
	wants("nothing new", " 1:1 2:1", " 1:1 2:1")
	place.away = true
	record(spoke)
	send(true)
	wants("one place is away", " 1:1 2:1", " 1:1 2:1 2:2")
	place.away = false
	record(hub)
	send(false)
	wants("it is back", " 1:1 2:1 1:2 2:2", " 1:1 2:1 2:2 1:2")
	record(hub)
	if err := a.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	wants("at the end", " 1:1 2:1 1:2 2:2 1:3", " 1:1 2:1 2:2 1:2 1:3")
}
