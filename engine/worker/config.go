// Package worker implements engine.Engine in child processes: the program's own binary, executed again with an empty
// environment, two pipes, and inside it one Instance of engine/duck. A child serves one permission set until it
// ends; what a statement breaks is that child and nothing else (DESIGN decision 4, SECURITY S9).
//
// A program that uses it calls Main first thing when IsChild says so, and exits with its code. The child is believed nothing: its messages are
// bounded and checked, and its rows are validated before anyone sees them.
package worker

import (
	"runtime"
	"time"

	"interlaken/clock"
)

// Config says how many children there are and what each may use. The zero value of each field stands for its default.
type Config struct {
	// Workers is how many statements run at once, each in a child of its own; default: the number of processors.
	// Queue is how many wait beyond; default 64.
	Workers, Queue int
	// IdleWorkers is how many children stand ready that no request has had yet; default 2. A child takes some 30 ms
	// to start and holds about 30 MB.
	IdleWorkers int
	// KeptWorkers is how many children stay after a request that had a Key, for the next one with the same; default
	// 4, the longest unused goes first.
	KeptWorkers int
	// KeptTime is how long such a child stays unused; default 5 minutes.
	KeptTime time.Duration
	// Rest is how long after a request a child that is not kept is ended, and one is started in the place of the one
	// that was taken if others stand ready: both cost as much as a small query, whose caller still has to write down
	// its result. Default 50 ms.
	Rest time.Duration
	// MemoryBytes, TempBytes and Threads bound one statement and are the most that a request's Limits may ask for;
	// defaults 1 GiB, 8 GiB and the number of processors. Address space is bounded too, above MemoryBytes.
	MemoryBytes, TempBytes int64
	Threads                int
	// Time bounds one statement where the request's Limits do not; default 30 minutes.
	Time time.Duration
	// TempDir is where the engine makes its own folder; default: the system's.
	TempDir string
	// Grace is how long a child has to end a cancelled statement before it is killed; default 20 ms.
	Grace time.Duration
	Clock clock.Clock // default: the machine's
	// Command is what a child is started with; default: this program, as it was when it started, with the argument
	// Argument.
	Command []string
}

func (c Config) withDefaults() Config {
	setDefault(&c.Workers, runtime.NumCPU())
	setDefault(&c.Queue, 64)
	setDefault(&c.IdleWorkers, 2)
	setDefault(&c.KeptWorkers, 4)
	setDefault(&c.KeptTime, 5*time.Minute)
	setDefault(&c.Rest, 50*time.Millisecond)
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
