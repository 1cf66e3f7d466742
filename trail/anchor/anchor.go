// Package anchor signs the heads of all trails and sends them out of reach: where who may write the store cannot write, so
// that a chain that is computed anew, or cut, is found (SECURITY S19). Verifying is trail.Verify's work.
//
// It may import trail, store and outbound; app starts it.
package anchor

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"os"
	"sync"
	"time"

	"interlaken/clock"
	"interlaken/store"
	"interlaken/trail"
)

// Place keeps signed heads, one JSON value a line. What it was given it never gives up.
type Place interface {
	Keep(ctx context.Context, lines []byte) error
}

// Config is what an anchor works with. Every field but Report is needed.
type Config struct {
	Store  store.Store
	Clock  clock.Clock
	Key    ed25519.PrivateKey
	Places []Place
	// Every is how often heads are sent, those that have changed since the last time.
	Every time.Duration
	// Report gets the errors of places: the heads are sent again with the next ones.
	Report func(error)
}

// Anchor sends heads until it is closed.
type Anchor struct {
	config Config
	stop   context.CancelFunc
	work   sync.WaitGroup
	// sent is the last head of each account that each place has. Only one Send runs at a time.
	mu   sync.Mutex
	sent []map[string]trail.Head
}

// New makes an anchor that sends nothing yet.
func New(c Config) *Anchor {
	a := &Anchor{config: c, stop: func() {}, sent: make([]map[string]trail.Head, len(c.Places))}
	for i := range a.sent {
		a.sent[i] = map[string]trail.Head{}
	}
	return a
}

// Start begins to send.
func (a *Anchor) Start() {
	ctx, stop := context.WithCancel(context.Background())
	a.stop = stop
	a.work.Go(func() {
		for a.config.Clock.Sleep(ctx, a.config.Every) == nil {
			a.report(a.Send(ctx))
		}
	})
}

func (a *Anchor) report(err error) {
	if err != nil && a.config.Report != nil && !errors.Is(err, context.Canceled) {
		a.config.Report(err)
	}
}

// Close ends the sending, with the heads as they are then.
func (a *Anchor) Close(ctx context.Context) error {
	a.stop()
	a.work.Wait()
	a.report(a.Send(ctx))
	return nil
}

// Send signs the heads that have changed and gives them to each place. A place that fails gets them again.
func (a *Anchor) Send(ctx context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	var heads []trail.Head
	err := a.config.Store.View(ctx, func(r store.Reader) (err error) { heads, err = trail.Heads(r); return err })
	if err != nil {
		return err
	}
	var failed error
	for i, place := range a.config.Places {
		var lines bytes.Buffer
		var fresh []trail.Head
		for _, h := range heads {
			if h.Same(a.sent[i][h.Account]) {
				continue
			}
			if err := json.NewEncoder(&lines).Encode(trail.Sign(a.config.Key, h)); err != nil {
				return err
			}
			fresh = append(fresh, h)
		}
		if len(fresh) == 0 {
			continue
		}
		if err := place.Keep(ctx, lines.Bytes()); err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		for _, h := range fresh {
			a.sent[i][h.Account] = h
		}
	}
	return failed
}

// File is a place that appends to a file: of a volume that can only be written once, or of another machine.
type File struct{ Path string }

// Keep appends the lines and waits for the disk.
func (f File) Keep(_ context.Context, lines []byte) error {
	file, err := os.OpenFile(f.Path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(lines)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// Poster sends a body to an address: outbound.Client.
type Poster interface {
	Post(ctx context.Context, address, contentType string, body []byte) error
}

// Address is a place that takes the lines by POST.
type Address struct {
	URL    string
	Client Poster
}

// Keep posts the lines.
func (p Address) Keep(ctx context.Context, lines []byte) error {
	return p.Client.Post(ctx, p.URL, "application/x-ndjson", lines)
}
