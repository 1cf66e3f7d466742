// Package cli is the command line: one file a subcommand, over standard streams and an environment that a test may
// swap. It is a client of the API like any other; only `serve` and `demo` open a system in their own process. cmd
// imports it.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"interlaken/engine/worker"
)

// Exit codes: 1 for what failed, 2 for a command line that is wrong, 130 for one that was interrupted.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// command is what every subcommand works with.
type command struct {
	in          io.Reader
	out, errors io.Writer
	environment []string
	json        bool
	profile     string
	endpoint    string
	region      string
}

// Main runs one command line and returns its exit code.
func Main(arguments []string, in io.Reader, out, errs io.Writer, environment []string) int {
	if worker.IsChild(arguments) {
		return worker.Main()
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	go func() {
		<-signals
		stop() // the first asks for an orderly end
		<-signals
		fmt.Fprintln(errs, "interlaken: stopped at once.")
		os.Exit(exitInterrupted) // the second does not wait
	}()
	return run(ctx, arguments, in, out, errs, environment)
}

// run is Main without the process: no signals, no exit.
func run(ctx context.Context, arguments []string, in io.Reader, out, errs io.Writer, environment []string) int {
	c := &command{in: in, out: out, errors: errs, environment: environment}
	root := c.root()
	root.SetArgs(arguments)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		var said *interruption
		if errors.As(err, &said) {
			fmt.Fprintln(errs, "interlaken:", said)
		}
		return exitInterrupted
	}
	if errors.Is(err, errAnswered) {
		return exitFailed
	}
	var usage usageError
	if errors.As(err, &usage) {
		fmt.Fprintln(errs, "interlaken:", err)
		return exitUsage
	}
	fmt.Fprintln(errs, "interlaken:", sentence(err))
	return exitFailed
}

// interruption is what was done, and what can be done, after Ctrl-C.
type interruption struct{ said string }

func (i *interruption) Error() string { return i.said }
func (*interruption) Unwrap() error   { return context.Canceled }

// usageError is a command line that cannot be meant.
type usageError struct{ error }

func (c *command) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "interlaken",
		Short: "BI over data that lives in many accounts, with the border between them kept",
		Long: `Interlaken runs a query in the account that owns the data, under a role which that account controls and on that
account's bill, and shows both sides who asked, through which roles, what was read and what it cost.

Commands that talk to an endpoint take it, the region and the credentials from the AWS configuration: --profile,
--endpoint-url and --region, or AWS_PROFILE, AWS_ENDPOINT_URL, AWS_REGION, AWS_CONFIG_FILE and the rest.`,
		SilenceErrors: true, SilenceUsage: true, Args: subcommand, RunE: showHelp,
	}
	root.SetIn(c.in)
	root.SetOut(c.out)
	root.SetErr(c.errors)
	root.SetFlagErrorFunc(func(at *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w (see '%s --help')", err, at.CommandPath())}
	})
	flags := root.PersistentFlags()
	flags.BoolVar(&c.json, "json", false, "print JSON in place of tables")
	flags.StringVar(&c.profile, "profile", "", "AWS profile to call as")
	flags.StringVar(&c.endpoint, "endpoint-url", "", "endpoint of the API")
	flags.StringVar(&c.region, "region", "", "region of the API")
	root.AddCommand(c.demo(), c.serve(), c.claim(), c.rotateKey(), c.query(), c.estimate(), c.runs(), c.dashboards(), c.trace(), c.cost(), c.policy(), c.sql(), c.calc(), c.definition(), c.trail(), c.owner(), c.spoke(), c.hub(), c.version())
	return root
}

// lookup reads the command's environment.
func (c *command) lookup(name string) (string, bool) {
	for i := len(c.environment) - 1; i >= 0; i-- {
		if key, value, ok := strings.Cut(c.environment[i], "="); ok && key == name {
			return value, true
		}
	}
	return "", false
}
