package query

import (
	"sync/atomic"

	"interlaken/fault"
)

// budget bounds the bytes that all runs under way hold together, so that many people with large parts get a sentence
// and not a hub that is out of memory.
type budget struct {
	most int64
	used atomic.Int64
}

// portion is what one run has taken of the budget. It is safe for concurrent use.
type portion struct {
	of    *budget
	taken atomic.Int64
}

// take asks for so many bytes more.
func (s *portion) take(bytes int64) error {
	if s.of.used.Add(bytes) > s.of.most {
		s.of.used.Add(-bytes)
		return fault.New(fault.Throttled, "All runs together hold as many bytes as they may (%d, the limit FlightBytes). Try again when others have ended, or ask for fewer rows.", s.of.most)
	}
	s.taken.Add(bytes)
	return nil
}

// release gives everything back.
func (s *portion) release() { s.of.used.Add(-s.taken.Swap(0)) }
