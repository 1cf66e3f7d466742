package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"interlaken/app"
	"interlaken/clock"
	"interlaken/examples/bank/tables"
	"interlaken/fault"
)

// demoRegion is where the demo is; prices are this region's.
const demoRegion = "us-east-1"

// proveEvery has a page learn within seconds what is broken.
const proveEvery = 1500 * time.Millisecond

// demo is one start of the demo on one folder.
type demo struct {
	*command
	dir     string
	port    int
	aws     string // path of the aws program, "" where there is none
	once    bool
	options tables.Options
	chosen  map[string]bool // the sizes that the command line says, by flag

	region   string
	system   *app.System
	keys     *profileFile
	progress *progress
	// ready tells that the set-up is done, so that pages may use its keys.
	ready atomic.Bool
}

func (c *command) demo() *cobra.Command {
	d := &demo{command: c, chosen: map[string]bool{}}
	demo := &cobra.Command{
		Use: "demo", Short: "Start three banks and a hub on this machine, ask one question of all three, keep serving", Args: noArguments,
		Long: `Starts the local cloud and the hub in one process with their state in a folder of its own, makes accounts, roles, data and
data sources through the same APIs that a user would call, asks a question that no account can answer alone, and serves
until Ctrl-C. A second start on the same folder goes on where the first was, also after an interrupted set-up. To begin
anew, remove the folder.`,
		Example: `  interlaken demo
  interlaken demo --dir /tmp/demo --port 8500 --rows 5000 --loans 60000
  interlaken demo --once`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, name := range []string{"rows", "loans", "seed"} {
				d.chosen[name] = cmd.Flags().Changed(name)
			}
			return d.run(cmd.Context())
		},
	}
	flags := demo.Flags()
	flags.StringVar(&d.dir, "dir", "~/.interlaken/demo", "folder of the demo")
	flags.IntVar(&d.port, "port", 8400, "port to serve on at 127.0.0.1; 0 is any that is free")
	flags.IntVar(&d.options.Rows, "rows", tables.DefaultRows, "generated complaints")
	flags.IntVar(&d.options.Loans, "loans", tables.DefaultLoans, "generated loans")
	flags.Uint64Var(&d.options.Seed, "seed", 0, "seed of order and attributes of what is generated")
	flags.StringVar(&d.aws, "aws", "", "the aws program to print commands for (the one on the PATH)")
	flags.BoolVar(&d.once, "once", false, "ask, print and stop")
	demo.AddCommand(c.demoBreak())
	return demo
}

// run does the whole demo. Its errors are one sentence each that says what to do.
func (d *demo) run(ctx context.Context) error {
	if err := d.prepare(); err != nil {
		return err
	}
	d.progress = newProgress(ctx, clock.System, d.errors)
	defer d.progress.end()
	if err := d.serveDemo(ctx); err != nil {
		return err
	}
	if !d.once {
		fmt.Fprintln(d.errors, "Stopped; nothing is lost. The same command goes on from here.")
	}
	return nil
}

// serveDemo opens the system, shows the screen and serves until the context ends. When it returns, all is closed.
func (d *demo) serveDemo(ctx context.Context) (err error) {
	d.progress.step("opening "+d.shown(d.dir), nil)
	listener, err := d.open(ctx)
	if err != nil {
		return d.interrupted(ctx, err)
	}
	defer func() { err = errors.Join(err, d.system.Close(ctx)) }()
	serving, stop := context.WithCancel(ctx)
	defer stop()
	served := make(chan error, 1)
	go func() { served <- d.system.Serve(serving, listener) }()
	if err := d.show(ctx); err != nil {
		stop()
		return errors.Join(d.interrupted(ctx, err), <-served)
	}
	d.progress.end()
	if d.once {
		stop()
	}
	return <-served
}

// show sets up what is not there, asks the question and prints the screen.
func (d *demo) show(ctx context.Context) error {
	before, err := d.setUp(ctx)
	if err != nil {
		return err
	}
	seen, err := d.look(ctx)
	if err != nil && before && !d.once && ctx.Err() == nil {
		// Whoever has changed something since, and be it to see a refusal, wants the rest to go on.
		fmt.Fprintf(d.errors, "interlaken: the question has no answer this time: %s\n", sentence(err))
		for _, l := range d.links() {
			fmt.Fprintln(d.out, l.line())
		}
		_, err = fmt.Fprintln(d.out, d.serving())
		return err
	}
	if err != nil {
		return err
	}
	if d.json {
		return printJSON(d.out, seen)
	}
	for _, line := range seen.screen() {
		fmt.Fprintln(d.out, line)
	}
	return nil
}

// interrupted says what to do after Ctrl-C before the screen.
func (d *demo) interrupted(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	return &interruption{"stopped before the demo was ready; nothing is lost, the same command goes on from here."}
}

// prepare makes the folder and finds the aws program.
func (d *demo) prepare() error {
	var err error
	if d.dir, err = absolute(d.dir); err != nil {
		return err
	}
	d.region = demoRegion
	if d.port < 0 || d.port > 65535 {
		return usageError{fmt.Errorf("--port %d: a port is 1 to 65535, or 0 for any that is free", d.port)}
	}
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		return fmt.Errorf("the folder %s cannot be made (%w): choose another one with --dir", d.dir, cause(err))
	}
	trial, err := os.CreateTemp(d.dir, ".draft-*")
	if err != nil {
		return fmt.Errorf("the folder %s is not writable (%w): make it so, or choose another one with --dir", d.dir, cause(err))
	}
	if err := errors.Join(trial.Close(), os.Remove(trial.Name())); err != nil {
		return err
	}
	d.aws, err = findProgram(d.aws)
	return err
}

// cause is the operating system's part of an error about a path.
func cause(err error) error {
	var number syscall.Errno
	if errors.As(err, &number) {
		return number
	}
	return err
}

// findProgram returns the absolute path of the aws program, "" where there is none.
func findProgram(path string) (string, error) {
	if path == "" {
		path = "aws"
	}
	found, err := exec.LookPath(path)
	if err != nil {
		return "", nil
	}
	return filepath.Abs(found)
}

// open opens the system and its port.
func (d *demo) open(ctx context.Context) (net.Listener, error) {
	var listener net.Listener
	var err error
	if d.port == 0 { // the address has to be known before the system is open
		if listener, err = d.listen(); err != nil {
			return nil, err
		}
		d.port = listener.Addr().(*net.TCPAddr).Port
	}
	configuration := app.Default()
	configuration.Listen = fmt.Sprintf("127.0.0.1:%d", d.port)
	configuration.Data = filepath.Join(d.dir, "data")
	configuration.Region = d.region
	configuration.Hub.Account, configuration.Hub.Personas, configuration.Hub.ProveEvery = hubAccount, personas(), proveEvery
	for _, a := range demoAccounts {
		configuration.Accounts = append(configuration.Accounts, app.Account{ID: a.id, Name: a.name})
	}
	system, err := app.Open(ctx, configuration, app.Options{Breaks: demoBreaks{d}})
	if fault.Is(err, fault.Conflict) {
		err = fmt.Errorf("a demo is running on this folder already: use that one, stop it, or choose another folder with --dir (%s)", sentence(err))
	}
	if err == nil && listener == nil {
		if listener, err = d.listen(); err != nil {
			err = errors.Join(err, system.Close(ctx))
		}
	}
	if err != nil {
		if listener != nil {
			listener.Close()
		}
		return nil, err
	}
	d.system = system
	return listener, nil
}

func (d *demo) listen() (net.Listener, error) {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", d.port))
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("port %d is taken by another program: stop that one, or choose another port with --port", d.port)
	}
	if err != nil {
		return nil, fmt.Errorf("port %d cannot be opened (%w): choose another one with --port", d.port, cause(err))
	}
	return listener, nil
}
