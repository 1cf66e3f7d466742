package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"
)

// figure is one measured value beside what it is compared with in the same run.
type figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	// Work says what was done, how often, and on what.
	Work string `json:"work"`
	// Peer is what did the same work in this run, or the limit that the value is held against; "" where neither is.
	Peer string `json:"peer,omitempty"`
	// PeerValue is the peer's value in the same unit, and Ratio is Value / PeerValue; 0 without a peer.
	PeerValue float64 `json:"peerValue,omitempty"`
	Ratio     float64 `json:"ratio,omitempty"`
	// Aim is the most that Value is meant to be; 0 where none is set.
	Aim     float64 `json:"aim,omitempty"`
	Machine string  `json:"machine"`
	// Load is how many threads wanted a processor in the minute before the run: work of others makes times longer.
	Load float64   `json:"load"`
	Date time.Time `json:"date"`
}

// against sets the peer.
func (f figure) against(peer string, value float64) figure {
	f.Peer, f.PeerValue = peer, value
	if value > 0 {
		f.Ratio = f.Value / value
	}
	return f
}

// within sets the aim, which is also the peer where there is no other.
func (f figure) within(aim float64) figure {
	f.Aim = aim
	if f.Peer == "" {
		return f.against("the aim", aim)
	}
	return f
}

// samples are durations of the same work, done again and again.
type samples []time.Duration

// percentile is the smallest sample that p percent of all are not above (nearest rank), in milliseconds.
func (s samples) percentile(p int) float64 {
	if len(s) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s))
	rank := (len(sorted)*p + 99) / 100
	return milliseconds(sorted[max(rank, 1)-1])
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// repeat does work n times and returns how long each took. Before them it does it some more times, which are not
// counted: what is made once, such as connections, is not what is asked for.
func repeat(n int, work func() error) (samples, error) {
	for range n/10 + 1 {
		if err := work(); err != nil {
			return nil, err
		}
	}
	taken := make(samples, n)
	for i := range taken {
		began := time.Now()
		if err := work(); err != nil {
			return nil, err
		}
		taken[i] = time.Since(began)
	}
	return taken, nil
}

// allocations is how many allocations some work makes.
func allocations(work func() error) (float64, error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err := work()
	runtime.ReadMemStats(&after)
	return float64(after.Mallocs - before.Mallocs), err
}

// write adds the figures as JSON lines to a new file, named by the time, and returns its path.
func write(folder string, figures []figure) (path string, err error) {
	if len(figures) == 0 {
		return "", errors.New("nothing was measured")
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	path = filepath.Join(folder, figures[0].Date.Format("20060102T150405Z")+".jsonl")
	file, err := os.Create(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	lines := json.NewEncoder(file)
	for _, f := range figures {
		if err := lines.Encode(f); err != nil {
			return path, err
		}
	}
	return path, nil
}

// print shows the figures as a table.
func print(w io.Writer, figures []figure) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "figure\tvalue\taim\tpeer\tratio\tpeer is")
	for _, f := range figures {
		aim, peer, ratio := "", "", ""
		if f.Aim > 0 {
			aim = fmt.Sprintf("%.4g met", f.Aim)
			if f.Value > f.Aim {
				aim = fmt.Sprintf("%.4g MISSED", f.Aim)
			}
		}
		if f.PeerValue > 0 {
			peer, ratio = fmt.Sprintf("%.4g", f.PeerValue), fmt.Sprintf("%.3g", f.Ratio)
		}
		fmt.Fprintf(table, "%s\t%.4g %s\t%s\t%s\t%s\t%s\n", f.Name, f.Value, f.Unit, aim, peer, ratio, f.Peer)
	}
	return table.Flush()
}
