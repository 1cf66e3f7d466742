package query

import (
	"testing"

	"interlaken/fault"
)

func TestRunsShareOneBudget(t *testing.T) {
	b := &budget{most: 10}
	first, second := &portion{of: b}, &portion{of: b}
	if err := first.take(6); err != nil {
		t.Fatal(err)
	}
	if err := second.take(5); !fault.Is(err, fault.Throttled) {
		t.Errorf("more than there is: %v", err)
	}
	if err := second.take(4); err != nil {
		t.Errorf("what is left: %v", err)
	}
	first.release()
	if err := second.take(6); err != nil || b.used.Load() != 10 {
		t.Errorf("after the other's end: %v, %d used", err, b.used.Load())
	}
	second.release()
	second.release()
	if b.used.Load() != 0 {
		t.Errorf("%d bytes are still taken", b.used.Load())
	}
}
