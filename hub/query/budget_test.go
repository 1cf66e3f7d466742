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

// TestALimitOfTheQueryBeforeTheRequests: what a control offers ends at its own limit, unless the request asks for less.
func TestALimitOfTheQueryBeforeTheRequests(t *testing.T) {
	s := &Service{Config: Config{Limits: Limits{MostRows: 100}}}
	for _, c := range []struct {
		maxRows, most int
		want          string
	}{
		{50, 10, "There are more values: they end at 10, the limit MostValues of a control."},
		{5, 10, "There are more rows: they end at 5, the limit MaxRows, which a request may set up to 100."},
		{5, 0, "There are more rows: they end at 5, the limit MaxRows, which a request may set up to 100."},
	} {
		run := &Run{MaxRows: c.maxRows}
		run.bound(c.most)
		if got := s.cut(run); got != c.want {
			t.Errorf("MaxRows %d, of the query %d: %q", c.maxRows, c.most, got)
		}
	}
}
