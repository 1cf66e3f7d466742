// Package duck implements engine.Engine on DuckDB, in this process. It opens DuckDB's instances, shuts each one in
// before a statement reaches it (exact files, no network, no extensions, a private folder for temporary files, a
// locked configuration), describes the request's tables to it as views, and meters what a statement read.
//
// It is not a border by itself: a defect in DuckDB is a defect in this process. engine/worker runs an Instance in a
// child process and is what a server uses; here unit tests run it directly. Nothing else may import DuckDB
// (DESIGN decision 4, SECURITY S9).
package duck

import (
	"runtime"
	"time"

	"interlaken/clock"
	"interlaken/engine"
)

// Config says how instances are opened and how many. The zero value of each field stands for its default.
type Config struct {
	// Slots is how many statements run at once; default: the number of processors. Queue is how many wait
	// beyond; default 64.
	Slots, Queue int
	// Warm is how many instances are kept open that no request has had yet; default 1. An instance takes about
	// 10 ms to open and 3 MB to hold.
	Warm int
	// Kept is how many instances stay after a request that had a Key, for the next one with the same; default 8.
	Kept int
	// MemoryBytes, TempBytes and Threads bound one instance and are the most that a request's Limits may ask for;
	// defaults 1 GiB, 8 GiB and the number of processors.
	MemoryBytes, TempBytes int64
	Threads                int
	// Time bounds one statement where the request's Limits do not; default 30 minutes (Athena's quota "DML query
	// timeout").
	Time time.Duration
	// TempDir is where each instance makes its private folder; default: the system's.
	TempDir string
	// Grace is how long a cancelled statement may take to stop before its instance is given up; default 20 ms.
	Grace time.Duration
	Clock clock.Clock // default: the machine's
	// ReadCounter returns the bytes that this process has read from files so far. It is the second meter, and
	// only right where one statement at a time runs in the process; nil: the first one is believed.
	ReadCounter func() (int64, error)
}

func (c Config) withDefaults() Config {
	setDefault(&c.Slots, runtime.NumCPU())
	setDefault(&c.Queue, 64)
	setDefault(&c.Warm, 1)
	setDefault(&c.Kept, 8)
	setDefault(&c.MemoryBytes, 1<<30)
	setDefault(&c.TempBytes, 8<<30)
	setDefault(&c.Threads, runtime.NumCPU())
	setDefault(&c.Time, 30*time.Minute)
	setDefault(&c.Grace, 20*time.Millisecond)
	if c.Clock == nil {
		c.Clock = clock.System
	}
	return c
}

func setDefault[T int | int64 | time.Duration](field *T, value T) {
	if *field == 0 {
		*field = value
	}
}

// limits are the request's, filled up and cut down by the configuration.
func (c Config) limits(l engine.Limits) engine.Limits {
	l.MemoryBytes = atMost(l.MemoryBytes, c.MemoryBytes)
	l.TempBytes = atMost(l.TempBytes, c.TempBytes)
	l.Threads = atMost(l.Threads, c.Threads)
	if l.Time <= 0 {
		l.Time = c.Time
	}
	return l
}

func atMost[T int | int64](asked, most T) T {
	if asked <= 0 || asked > most {
		return most
	}
	return asked
}
