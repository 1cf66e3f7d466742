package duck

import (
	"context"
	"os"
	"time"

	"interlaken/engine"
)

// tick is how often a running statement is looked at.
const tick = 10 * time.Millisecond

// spare is how far above a statement's limit of temporary storage DuckDB's own limit stands. It is the last resort
// only: where DuckDB 1.5.6 reaches it, closing the instance afterwards now and then hangs or breaks the heap.
const spare = 1 << 30

// watch ends a statement that uses too much temporary storage or has read too much. The counter, where there is
// one, costs nothing to read; the log takes some milliseconds and is asked less and less often.
func (i *Instance) watch(ctx context.Context, cancel context.CancelCauseFunc, l engine.Limits, before int64) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for wait, pause := 0, 1; ; wait-- {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if i.temporary() > l.TempBytes {
			cancel(errTemp)
			return
		}
		if l.ScannedBytes <= 0 || wait > 0 {
			continue
		}
		if i.meter.counter != nil {
			if now, err := i.meter.position(); err == nil && now-before <= l.ScannedBytes {
				continue
			}
		}
		if r, err := i.meter.read(ctx); err == nil && r.charged > l.ScannedBytes {
			cancel(errScanned)
			return
		}
		pause = min(2*pause, 20)
		wait = pause
	}
}

// temporary is how many bytes stand in the instance's folder. Files that go meanwhile do not count.
func (i *Instance) temporary() int64 {
	entries, err := os.ReadDir(i.tempDir)
	if err != nil {
		return 0
	}
	var sum int64
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil {
			sum += info.Size()
		}
	}
	return sum
}
