package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// How often the dashboard is opened: coldLoads just after the program has started, warmLoads while it runs. Each time
// the browser is new.
const (
	coldLoads = 3
	warmLoads = 7
)

// opening is one opening of the dashboard, as web/test/pace.mjs prints it: milliseconds, and bytes after gzip.
type opening struct {
	First      float64 `json:"first"` // until the headline and a visual of each account stand
	Last       float64 `json:"last"`  // until all visuals of the sheet stand
	Receipt    float64 `json:"receipt"`
	Requests   float64 `json:"requests"`
	Script     float64 `json:"script"`
	Stylesheet float64 `json:"stylesheet"`
}

// page measures what the example's reader waits for, in a browser.
func (b *bench) page(ctx context.Context) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	arguments := []string{"demo", "--port", port, "--dir", filepath.Join(b.folder, "page")}
	made, err := b.start(ctx, "Serving on", arguments...) // so that no load waits for the data to be made
	if err != nil {
		return err
	}
	if err := made.stop(); err != nil {
		return err
	}
	var cold, warm []opening
	for i := range coldLoads {
		s, err := b.start(ctx, "Serving on", arguments...)
		if err != nil {
			return err
		}
		one, err := openDashboard(ctx, s.link("reader"), 1)
		cold = append(cold, one...)
		if err == nil && i == coldLoads-1 {
			warm, err = openDashboard(ctx, s.link("reader"), warmLoads)
		}
		if err := errors.Join(err, s.stop()); err != nil {
			return err
		}
	}
	of := func(loads []opening, value func(opening) float64) samples {
		taken := make(samples, len(loads))
		for i, l := range loads {
			taken[i] = time.Duration(value(l) * float64(time.Millisecond))
		}
		return taken
	}
	first, last, receipt := func(l opening) float64 { return l.First }, func(l opening) float64 { return l.Last }, func(l opening) float64 { return l.Receipt }
	started := fmt.Sprintf("a reader's link until the headline and a visual of each of three accounts stand; program and browser just started, median of %d", coldLoads)
	running := fmt.Sprintf("the same with the program running, the browser just started, median of %d", warmLoads)
	once := cold[0]
	b.add(
		figure{Name: "page_script", Value: once.Script / 1000, Unit: "kB", Work: "script of the reader's dashboard, gzip"}.within(380),
		figure{Name: "page_style", Value: once.Stylesheet / 1000, Unit: "kB", Work: "CSS of the reader's dashboard, gzip"}.within(90),
		figure{Name: "page_requests", Value: once.Requests, Unit: "requests", Work: "until all visuals of the first sheet stand"},
		figure{Name: "page_first_cold", Value: of(cold, first).percentile(50), Unit: "ms", Work: started}.within(1500),
		figure{Name: "page_last_cold", Value: of(cold, last).percentile(50), Unit: "ms", Work: started + ", and all visuals of the sheet"},
		figure{Name: "page_first_warm", Value: of(warm, first).percentile(50), Unit: "ms", Work: running}.against("page_first_cold", of(cold, first).percentile(50)),
		figure{Name: "page_last_warm", Value: of(warm, last).percentile(50), Unit: "ms", Work: running + ", and all visuals of the sheet"}.against("page_last_cold", of(cold, last).percentile(50)),
		figure{Name: "page_receipt", Value: of(warm, receipt).percentile(50), Unit: "ms", Work: fmt.Sprintf("a click on the headline's receipt until the trace of three accounts stands, median of %d", warmLoads)}.within(300),
	)
	return nil
}

// openDashboard opens a link n times in a new browser.
func openDashboard(ctx context.Context, link string, n int) ([]opening, error) {
	if link == "" {
		return nil, errors.New("the program printed no link for the reader")
	}
	node := exec.CommandContext(ctx, "node", "test/pace.mjs")
	node.Dir = "web"
	node.Env = append(os.Environ(), "LINK="+link, fmt.Sprintf("LOADS=%d", n))
	var said bytes.Buffer
	node.Stderr = &said
	out, err := node.Output()
	if err != nil {
		return nil, fmt.Errorf("the browser: %w: %s", err, strings.TrimSpace(said.String()))
	}
	var loads []opening
	for line := range bytes.Lines(out) {
		var l opening
		if err := json.Unmarshal(line, &l); err != nil {
			return nil, fmt.Errorf("the browser printed %q: %w", line, err)
		}
		loads = append(loads, l)
	}
	if len(loads) != n {
		return nil, fmt.Errorf("the browser measured %d loads of %d", len(loads), n)
	}
	return loads, nil
}
