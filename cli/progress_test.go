package cli

import (
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"interlaken/clock"
)

// notes is a writer that may be read while it is written.
type notes struct {
	mu   sync.Mutex
	text strings.Builder
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(p)
}

// TestProgressTellsAtLeastEveryTwoSeconds lets ten seconds of one step pass.
func TestProgressTellsAtLeastEveryTwoSeconds(t *testing.T) {
	manual, out := clock.NewManual(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)), &notes{}
	p := newProgress(t.Context(), manual, out)
	done := 0
	asleep := func() {
		for manual.Sleeping() == 0 {
			runtime.Gosched()
		}
	}
	asleep()
	p.step("planning", nil)
	p.step("uploading", func() string { return strings.Repeat("x", done) + " of 9" })
	for range 6 {
		asleep()
		done++
		manual.Advance(500 * time.Millisecond)
		for manual.Sleeping() == 0 {
			runtime.Gosched()
		}
	}
	p.end()
	p.end() // a second time does no harm
	want := `  0.0 s  planning
  0.0 s  uploading:  of 9
  1.0 s  uploading: xx of 9
  2.0 s  uploading: xxxx of 9
  3.0 s  uploading: xxxxxx of 9
`
	if diff := cmp.Diff(want, out.text.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
