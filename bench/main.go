// Command bench measures the running system beside its peers and limits, in one run and on one machine, because a time
// alone says little: AssumeRole beside moto's, what mocks of AWS do too beside theirs, a query beside the same statement on a bare DuckDB, a warm chain beside a
// cold one. It prints a table and leaves JSON lines under bench/results.
//
// It is not a test: a missed aim is shown, not an error. Every loop is bounded, and it listens on 127.0.0.1 only. It
// is for those who work on the product; nothing imports it. Run it with make bench, at the root of the tree.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/engine/worker"
)

// bench is one run.
type bench struct {
	progress io.Writer
	program  string // bin/interlaken
	folder   string // of this run
	peers    string // folder of the peers from PyPI
	shared   string // folder of what is shared between checkouts

	cloud      *cloud
	hub, spoke aws.Config // clients of the two accounts' administrators

	assumeP50 float64 // ms; 0 when it was not measured
	figures   []figure
	machine   string
	load      float64
	date      time.Time
}

func (b *bench) add(figures ...figure) {
	for _, f := range figures {
		f.Machine, f.Load, f.Date = b.machine, b.load, b.date
		b.figures = append(b.figures, f)
	}
}

// section is a group of figures.
type section struct {
	name    string
	measure func(*bench, context.Context) error
}

// sections in the order in which they are measured: later ones are set beside earlier ones.
var sections = []section{
	{"assume", (*bench).assumeRole},
	{"burst", (*bench).burst},
	{"decide", (*bench).decide},
	{"decode", (*bench).decode},
	{"beside", (*bench).beside},
	{"chain", (*bench).roleChain},
	{"query", (*bench).queries},
	{"plan", (*bench).plans},
	{"tpch", (*bench).tpch},
	{"export", (*bench).export},
	{"ingest", (*bench).ingest},
	{"memory", (*bench).memory},
	{"demo", (*bench).demo},
	{"page", (*bench).page},
}

func main() {
	if worker.IsChild(os.Args[1:]) {
		os.Exit(worker.Main())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, arguments []string, out, progress io.Writer) (err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	only := flags.String("only", "", "sections to measure, with commas between them; all where none is named")
	results := flags.String("results", "bench/results", "folder for the JSON lines")
	program := flags.String("program", "bin/interlaken", "the program whose start and memory are measured")
	peers := flags.String("peers", "build/peers", "folder of the virtual environments of mocks of AWS")
	shared := flags.String("shared", cmp.Or(os.Getenv("INTERLAKEN_SHARED"), "../shared"), "folder with the cases that are decided")
	profile := flags.String("profile", "", "file for a processor profile of this process")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	chosen, err := choose(*only)
	if err != nil {
		return err
	}
	if *profile != "" {
		file, err := os.Create(*profile)
		if err != nil {
			return err
		}
		defer file.Close()
		if err := pprof.StartCPUProfile(file); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	folder, err := os.MkdirTemp("", "interlaken-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	b := &bench{progress: progress, folder: folder, peers: *peers, shared: *shared, machine: machine(), load: load(), date: time.Now().UTC().Truncate(time.Second)}
	if b.program, err = filepath.Abs(*program); err != nil {
		return err
	}
	failed := b.measure(ctx, chosen)
	if len(b.figures) == 0 {
		return failed
	}
	path, err := write(*results, b.figures)
	if err != nil {
		return errors.Join(failed, err)
	}
	fmt.Fprintf(out, "%s, load before the run %.1f, %s\n\n", b.machine, b.load, b.date.Format(time.RFC3339))
	if err := print(out, b.figures); err != nil {
		return errors.Join(failed, err)
	}
	fmt.Fprintf(out, "\n%s\n", path)
	return failed
}

func choose(only string) ([]section, error) {
	if only == "" {
		return sections, nil
	}
	var chosen []section
	names := strings.Split(only, ",")
	for _, s := range sections {
		if slices.Contains(names, s.name) {
			chosen = append(chosen, s)
		}
	}
	if len(chosen) != len(names) {
		var all []string
		for _, s := range sections {
			all = append(all, s.name)
		}
		return nil, fmt.Errorf("-only %s: the sections are %s", only, strings.Join(all, ", "))
	}
	return chosen, nil
}

// measure opens a cloud and measures the sections. A section that fails does not keep the next ones from their turn.
func (b *bench) measure(ctx context.Context, chosen []section) (err error) {
	if b.cloud, err = openCloud(ctx, filepath.Join(b.folder, "cloud"), false); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.cloud.close(ctx)) }()
	if b.hub, err = b.cloud.account(ctx, hubAccount, "hub"); err != nil {
		return err
	}
	if b.spoke, err = b.cloud.account(ctx, spokeAccount, "spoke"); err != nil {
		return err
	}
	var failed error
	for _, s := range chosen {
		if ctx.Err() != nil {
			return errors.Join(failed, ctx.Err())
		}
		fmt.Fprintf(b.progress, "measuring %s ...\n", s.name)
		if err := s.measure(b, ctx); err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", s.name, err))
		}
	}
	return failed
}
