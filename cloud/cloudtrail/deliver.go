package cloudtrail

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
	"interlaken/trail"
)

// Bounds of delivery.
const (
	mostEvents   = 10_000           // of one batch
	mostBytes    = 16 << 20         // of a batch's records, after which the next one begins
	firstBackOff = 10 * time.Second // after a delivery that failed, doubled up to
	lastBackOff  = 5 * time.Minute
)

// Deliverer writes the events of each trail that logs into its bucket, from time to time. Each file and the note of what was
// delivered are one transaction, so that no event is delivered twice or left out, whatever ends in between.
type Deliverer struct {
	config DelivererConfig
	stop   context.CancelFunc
	work   sync.WaitGroup
	// waiting are the trails whose last delivery failed, by ARN. Only the loop touches it.
	waiting map[string]backOff
}

type backOff struct {
	until time.Time
	next  time.Duration
}

// DelivererConfig is what a deliverer works with. Every field but Report is needed.
type DelivererConfig struct {
	Config
	// Every is how often it looks for events.
	Every time.Duration
	// Report gets the defects that have no caller.
	Report func(error)
}

// NewDeliverer makes one that does nothing yet.
func NewDeliverer(c DelivererConfig) *Deliverer {
	return &Deliverer{config: c, stop: func() {}, waiting: map[string]backOff{}}
}

// Start begins to deliver.
func (d *Deliverer) Start() {
	ctx, stop := context.WithCancel(context.Background())
	d.stop = stop
	d.work.Go(func() {
		for d.config.Mesh.Clock().Sleep(ctx, d.config.Every) == nil {
			if err := d.Deliver(ctx); err != nil && ctx.Err() == nil && d.config.Report != nil {
				d.config.Report(err)
			}
		}
	})
}

// Close ends delivering; what is left is delivered after the next start.
func (d *Deliverer) Close(context.Context) error {
	d.stop()
	d.work.Wait()
	return nil
}

// Deliver delivers all that is there to be delivered now. A bucket that refuses is noted with its trail and is no error.
func (d *Deliverer) Deliver(ctx context.Context) error {
	var due []configured
	err := d.config.Mesh.Store().View(ctx, func(r store.Reader) error {
		for item, err := range trails.ScanIndex(r, "delivering", store.Range{}) {
			if err != nil {
				return err
			}
			due = append(due, item.Value)
		}
		return nil
	})
	if err != nil {
		return err
	}
	var failed error
	for i := range due {
		// What one trail runs into keeps no other one waiting: they are of different accounts.
		if err := d.deliver(ctx, &due[i]); err != nil {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// deliver delivers what one trail has. After a failure it waits, longer each time.
func (d *Deliverer) deliver(ctx context.Context, t *configured) error {
	if b, waits := d.waiting[t.arn()]; waits && d.config.Mesh.Clock().Now().Before(b.until) {
		return nil
	}
	for more := true; more; {
		var err error
		if more, err = d.batch(ctx, t.Account, t.Name); err != nil {
			d.wait(t)
			var refused *refusal
			if errors.As(err, &refused) {
				return d.note(ctx, t, refused.error)
			}
			return err
		}
	}
	delete(d.waiting, t.arn())
	return nil
}

// batch delivers the next events of a trail. more says whether there are others.
func (d *Deliverer) batch(ctx context.Context, account, name string) (more bool, err error) {
	var t configured
	var found batch
	err = d.config.Mesh.Store().View(ctx, func(r store.Reader) (err error) {
		if t, err = trails.Get(r, store.Key(account, name)); err != nil {
			return err
		}
		found, err = t.next(r)
		return err
	})
	switch {
	case fault.Is(err, fault.NotFound):
		return false, nil // the trail was deleted
	case err != nil || !found.any():
		return false, err
	}
	files, err := d.stage(&t, &found)
	defer func() {
		for _, f := range files {
			f.staged.Discard()
		}
	}()
	if err != nil {
		return false, err
	}
	err = d.config.Mesh.Transaction(ctx, t.session(), d.config.Mesh.IDs().UUID(), func(c *service.Call) error {
		return d.put(c, &t, &found, files)
	})
	return found.full || len(t.Spans) > 1, err
}

// batch are the next events of a trail.
type batch struct {
	span span  // that was read
	last int64 // the last event that was looked at
	// records are those to be delivered, by region.
	records map[string][]json.RawMessage
	full    bool // others of the span are left
}

// any reports whether there is something to deliver or to note.
func (b *batch) any() bool { return b.last > b.span.From || b.span.Until != 0 }

// next reads the next events of a trail.
func (t *configured) next(r store.Reader) (batch, error) {
	if len(t.Spans) == 0 {
		return batch{}, nil
	}
	b := batch{span: t.Spans[0], last: t.Spans[0].From, records: map[string][]json.RawMessage{}}
	count, size := 0, 0
	for entry, err := range trail.After(r, t.Account, b.span.From) {
		if err != nil {
			return b, err
		}
		if b.span.Until != 0 && entry.Sequence > b.span.Until {
			break
		}
		if b.full = count == mostEvents || size >= mostBytes; b.full {
			break
		}
		b.last = entry.Sequence
		if t.delivers(&entry.Event) {
			count, size = count+1, size+len(entry.JSON)
			b.records[entry.Event.AWSRegion] = append(b.records[entry.Event.AWSRegion], entry.JSON)
		}
	}
	return b, nil
}

// file is one that is ready to be put.
type file struct {
	key    string
	staged Staged
}

// stage packs a batch, a file a region. What it returns beside an error is to be discarded too.
func (d *Deliverer) stage(t *configured, found *batch) (files []file, err error) {
	now := d.config.Mesh.Clock().Now()
	for _, region := range slices.Sorted(maps.Keys(found.records)) {
		body, err := pack(found.records[region])
		if err != nil {
			return files, err
		}
		staged, err := d.config.Objects.Stage(body)
		if err != nil {
			return files, err
		}
		files = append(files, file{t.file(region, now, d.config.Mesh.IDs().Letters(16)), staged})
	}
	return files, nil
}

// pack makes a file of records as they were written.
func pack(records []json.RawMessage) ([]byte, error) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	err := json.NewEncoder(w).Encode(map[string]any{"Records": records})
	err = errors.Join(err, w.Close())
	return packed.Bytes(), err
}

// refusal is a bucket that does not take a file.
type refusal struct{ error }

// put puts the files of a batch and notes how far the trail is. One that has changed since is left for the next time.
func (d *Deliverer) put(c *service.Call, t *configured, found *batch, files []file) error {
	now, err := trails.Get(c.Tx, store.Key(t.Account, t.Name))
	if fault.Is(err, fault.NotFound) || err == nil && (len(now.Spans) == 0 || now.Spans[0] != found.span || now.Bucket != t.Bucket || now.Prefix != t.Prefix) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := d.config.Objects.Put(c, now.Bucket, f.key, f.staged); err != nil {
			return &refusal{err}
		}
		now.Delivered, now.Attempted, now.LastFailure = c.Now, c.Now, ""
	}
	if now.Spans[0].From = found.last; found.span.Until != 0 && !found.full {
		now.Spans = now.Spans[1:]
	}
	return trails.Put(c.Tx, now)
}

// wait has a trail's next attempt wait.
func (d *Deliverer) wait(t *configured) {
	b := d.waiting[t.arn()]
	if b.next == 0 {
		b.next = firstBackOff
	}
	b.until = d.config.Mesh.Clock().Now().Add(b.next)
	b.next = min(2*b.next, lastBackOff)
	d.waiting[t.arn()] = b
}

// note writes down why a bucket does not take files, for GetTrailStatus. What its owner could not mend is returned.
func (d *Deliverer) note(ctx context.Context, t *configured, why error) error {
	if code := fault.CodeOf(why); code == fault.Internal || code == fault.Unavailable {
		return why
	}
	return d.config.Mesh.Store().Update(ctx, func(tx store.Tx) error {
		err := trails.Modify(tx, store.Key(t.Account, t.Name), func(t *configured) error {
			t.Attempted, t.LastFailure = d.config.Mesh.Clock().Now(), string(fault.CodeOf(why))
			return nil
		})
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		return err
	})
}
