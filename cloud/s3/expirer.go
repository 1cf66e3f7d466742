package s3

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

// Expirer does what the lifecycles of buckets say: objects, versions, delete markers and uploads go whose days are over.
// As on AWS that is no request of anybody: it asks no policy and leaves no event (S3 User Guide, "Lifecycle and logging").
type Expirer struct {
	objects *Objects
	every   time.Duration
	report  func(error)
	stop    context.CancelFunc
	work    sync.WaitGroup
}

// batchKeys is how many keys one transaction looks at.
const batchKeys = 500

// NewExpirer makes one that looks at all buckets in an interval, once Start was called. report gets what has no caller.
func NewExpirer(o *Objects, every time.Duration, report func(error)) *Expirer {
	return &Expirer{objects: o, every: every, report: report, stop: func() {}}
}

// Start begins to expire.
func (e *Expirer) Start() {
	ctx, stop := context.WithCancel(context.Background())
	e.stop = stop
	e.work.Go(func() {
		for e.objects.clock.Sleep(ctx, e.every) == nil {
			if err := e.Expire(ctx); err != nil && ctx.Err() == nil {
				e.report(err)
			}
		}
	})
}

// Close ends expiring; what is left goes after the next start.
func (e *Expirer) Close(context.Context) error {
	e.stop()
	e.work.Wait()
	return nil
}

// Expire removes all that is over now.
func (e *Expirer) Expire(ctx context.Context) error {
	var due []bucket
	err := e.objects.mesh.Store().View(ctx, func(r store.Reader) error {
		for item, err := range buckets.Scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			if len(item.Value.Lifecycle) > 0 {
				due = append(due, item.Value)
			}
		}
		return nil
	})
	for i := range due {
		// What one bucket runs into keeps no other one waiting: they are of different accounts.
		err = errors.Join(err, e.expire(ctx, &due[i]))
	}
	return err
}

// expire goes through one bucket, some keys a transaction.
func (e *Expirer) expire(ctx context.Context, b *bucket) error {
	session := service.Acting(e.objects.service.Source, b.Owner, b.Region, b.arn())
	for after, more := "", true; more; {
		err := e.objects.mesh.Transaction(ctx, session, e.objects.ids.UUID(), func(c *service.Call) (err error) {
			// The bucket may have changed, or gone, since.
			now, err := findBucket(c.Tx, b.Name)
			if fault.Is(err, "NoSuchBucket") {
				more = false
				return nil
			}
			if err != nil {
				return err
			}
			after, more, err = e.expireKeys(c, &now, after)
			if err == nil && !more {
				err = e.expireUploads(c, &now)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// expireKeys looks at the next keys after one. It returns the last of them and whether others follow.
func (e *Expirer) expireKeys(c *service.Call, b *bucket, after string) (last string, more bool, err error) {
	within := store.Range{Prefix: store.Key(b.Name)}
	if after != "" {
		within.From = store.PrefixEnd(store.Key(b.Name, after))
	}
	var keys [][]listed
	for v, err := range lineage(c.Tx, within) {
		if err != nil {
			return after, false, err
		}
		if v.latest {
			if more = len(keys) == batchKeys; more {
				break
			}
			keys = append(keys, nil)
		}
		keys[len(keys)-1] = append(keys[len(keys)-1], v)
	}
	for _, history := range keys {
		last = history[0].Key
		// The oldest first: what is deleted last may leave a delete marker under the id of one that was deleted before.
		for _, id := range slices.Backward(b.over(history, c.Now)) {
			if _, err := e.objects.remove(c, b, last, id, ""); err != nil {
				return last, false, err
			}
		}
	}
	return last, more, nil
}

// over are the versions of one key that go now, by their ids; "" is the current object, which leaves a delete marker
// where the bucket has versions. The history is the newest first.
func (b *bucket) over(history []listed, now time.Time) (gone []string) {
	newest := &history[0].object
	if newest.Marker {
		if len(history) == 1 && slices.ContainsFunc(b.Lifecycle, func(r lifecycleRule) bool { return r.dropsMarker(newest, now) }) {
			gone = append(gone, newest.version())
		}
	} else if at, by := b.expiry(newest); by != nil && !now.Before(at) {
		gone = append(gone, "")
	}
	for i := 1; i < len(history); i++ {
		replaced := history[i-1].Modified
		if slices.ContainsFunc(b.Lifecycle, func(r lifecycleRule) bool { return r.dropsVersion(&history[i].object, i-1, replaced, now) }) {
			gone = append(gone, history[i].version())
		}
	}
	return gone
}

// dropsMarker reports whether a delete marker without versions below it goes.
func (r *lifecycleRule) dropsMarker(v *object, now time.Time) bool {
	if r.Expiration == nil || !r.covers(v) {
		return false
	}
	return r.Expiration.Marker != nil && *r.Expiration.Marker || r.Expiration.Days != nil && !now.Before(daysAfter(v.Modified, *r.Expiration.Days))
}

// dropsVersion reports whether a version goes that was replaced at a time, with so many noncurrent ones that are newer.
func (r *lifecycleRule) dropsVersion(v *object, newer int, replaced, now time.Time) bool {
	if r.Noncurrent == nil || !r.covers(v) || r.Noncurrent.Newer != nil && newer < *r.Noncurrent.Newer {
		return false
	}
	return !now.Before(daysAfter(replaced, r.Noncurrent.Days))
}

// expireUploads aborts what was begun too long ago.
func (e *Expirer) expireUploads(c *service.Call, b *bucket) error {
	var over []upload
	for item, err := range uploads.Scan(c.Tx, store.Range{Prefix: store.Key(b.Name)}) {
		if err != nil {
			return err
		}
		u := item.Value
		if slices.ContainsFunc(b.Lifecycle, func(r lifecycleRule) bool {
			return r.Incomplete != nil && r.about(u.Key) && !c.Now.Before(daysAfter(u.Initiated, r.Incomplete.Days))
		}) {
			over = append(over, u)
		}
	}
	for i := range over {
		if err := e.objects.dropUpload(c, &over[i]); err != nil {
			return err
		}
	}
	return nil
}
