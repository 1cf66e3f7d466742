package refusals_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/app"
	"interlaken/store"
	"interlaken/trail"
	"interlaken/wire/interlaken"
)

// TestHeadsOutOfReach: a tail that was cut, with the store's own head set back, is consistent in itself; the signed heads
// that have left find it (SECURITY S19).
func TestHeadsOutOfReach(t *testing.T) {
	path := filepath.Join(t.TempDir(), "heads.jsonl")
	w := newWorld(t, func(c *app.Config, _ *app.Options) { c.Trail.HeadsFile, c.Trail.HeadsSeconds = path, 1 })
	verify := func(heads ...interlaken.TrailHead) *interlaken.VerifyTrailOutput {
		t.Helper()
		out := &interlaken.VerifyTrailOutput{}
		if err := w.admins[retail].own().Call(t.Context(), interlaken.Cloud, "VerifyTrail", &interlaken.VerifyTrailInput{Heads: heads}, out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	for range 5 {
		verify()
	}
	// The head of retail comes by itself; it is waited for without looking at a clock.
	var kept []interlaken.TrailHead
	for w.clock.Sleep(t.Context(), 50e6) == nil && len(kept) == 0 {
		text, err := os.ReadFile(path)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		heads, err := trail.ReadHeads(text, w.HeadsKey())
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range heads {
			if h.Account == retail && h.Count >= 5 {
				kept = append(kept, interlaken.TrailHead{Count: aws.Int64(h.Count), Hash: aws.String(h.Hash), Time: aws.Time(h.Time)})
			}
		}
	}
	if out := verify(kept...); !*out.Consistent || *out.Anchored != *kept[len(kept)-1].Count {
		t.Errorf("before: %s", *out.Message)
	}

	// Somebody who can write the store takes the newest events away, and sets its head back.
	const last = 2
	err := w.Mesh().Store().Update(context.Background(), func(tx store.Tx) error {
		for record, err := range tx.Scan("trail.event", store.Range{Prefix: store.Key(retail, int64(last))}) {
			if err != nil {
				return err
			}
			_, hash, _ := strings.Cut(string(record.Value), `"hash":"`)
			head := `{"Account":"` + retail + `","Count":2,"Hash":"` + hash[:64] + `","Time":"2026-11-02T09:00:00Z"}`
			if _, err := tx.Put("trail.head", store.Record{Key: store.Key(retail), Schema: 1, Value: []byte(head)}, store.Any); err != nil {
				return err
			}
		}
		var gone []string
		for record, err := range tx.Scan("trail.event", store.Range{From: store.Key(retail, int64(last+1)), To: store.Key(retail, int64(1<<40))}) {
			if err != nil {
				return err
			}
			gone = append(gone, record.Key)
		}
		for _, key := range gone {
			if err := tx.Delete("trail.event", key, store.Any); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if out := verify(); !*out.Consistent || !strings.Contains(*out.Message, "is consistent: 2 events, none of them anchored") {
		t.Errorf("without heads: %s", *out.Message)
	}
	if out := verify(kept...); *out.Consistent || *out.Break.Kind != "missing" || *out.Break.Sequence != 4 {
		t.Errorf("with heads: %s", *out.Message)
	}
}
