package pulse_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"interlaken/fault"
	"interlaken/hub/pulse"
	"interlaken/store"
)

// full is a store that takes no writes while it is full.
type full struct {
	store.Store

	mu      sync.Mutex
	is      bool
	refused int
	written int
}

func (f *full) Update(ctx context.Context, body func(store.Tx) error) error {
	f.mu.Lock()
	is := f.is
	f.mu.Unlock()
	err := error(fault.New(fault.Unavailable, "The disk is full."))
	if !is {
		err = f.Store.Update(ctx, body)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if is {
		f.refused++
	} else {
		f.written++
	}
	return err
}

func (f *full) set(is bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.is = is
}

func (f *full) counts() (refused, written int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.refused, f.written
}

// TestADefectIsReportedOnce: what cannot be kept is a line of the log, and not one for each change of each data source; once
// something was kept, the next defect is news again.
func TestADefectIsReportedOnce(t *testing.T) {
	var mu sync.Mutex
	var reported []string
	kept := &full{is: true}
	k := newKit(t, func(c *pulse.Config) {
		c.ProveEvery = 1500 * time.Millisecond
		kept.Store, c.Store = c.Store, kept
		c.Report = func(err error) {
			mu.Lock()
			defer mu.Unlock()
			reported = append(reported, err.Error())
		}
	})
	trust := func(trusts bool) {
		k.aws.set(func(a *account) { a.trusts = trusts })
	}
	refusals := func(n int) func(pulse.Status) bool {
		return func(pulse.Status) bool { refused, _ := kept.counts(); return refused >= n }
	}
	k.comes("at first", in(pulse.Ready))
	for turn := range 2 {
		trust(false)
		k.comes("refused", refusals(2+2*turn))
		trust(true)
		k.comes("ready", refusals(3+2*turn))
	}
	const says = "pulse: Unavailable: The disk is full."
	log := func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(reported)
	}
	k.comes("reported at first", func(pulse.Status) bool { return len(log()) > 0 })
	if diff := cmp.Diff([]string{says}, log()); diff != "" {
		t.Errorf("after five refusals of the store (-want +got):\n%s", diff)
	}
	kept.set(false)
	trust(false)
	k.comes("kept", func(pulse.Status) bool { _, written := kept.counts(); return written > 0 })
	kept.set(true)
	trust(true)
	k.comes("full again", refusals(6))
	k.comes("reported", func(pulse.Status) bool { return len(log()) == 2 })
}
