package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"interlaken/clock"
	"interlaken/wire"
	"interlaken/wire/interlaken"
)

func (c *command) query() *cobra.Command {
	var a asked
	var csv bool
	query := &cobra.Command{
		Use:   "query {--data-source ID | --data-set ID | --part NAME='SQL'...} ['SQL' | -]",
		Short: "Ask data sources, and show what each account gave and took",
		Long: `Asks one data source, one data set, or several parts that each run in their own account and are joined in the hub.
A part's NAME is the name of its relation in the join, and of its data source unless NAME@DATA-SOURCE says another.
With - in place of the SQL, it is read from standard input. Ctrl-C stops the run and its queries.`,
		Example: `  interlaken query --data-source retail 'SELECT product, count(*) FROM bank.complaints GROUP BY product'
  interlaken query --data-set complaints --max-rows 20
  interlaken query --part retail='SELECT state, count(*) AS complaints FROM bank.complaints GROUP BY state' \
      --part risk='SELECT state, count(*) AS loans FROM lending.loans GROUP BY state' \
      'SELECT state, complaints, loans FROM retail JOIN risk USING (state) ORDER BY state'`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, arguments []string) error {
			request, err := a.request(arguments, c.in)
			if err != nil {
				return err
			}
			if csv && c.json {
				return usageError{fmt.Errorf("--csv and --json exclude each other")}
			}
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			run, err := ask(cmd.Context(), client, request, c.reporter())
			if err != nil {
				return err
			}
			answer, err := fetch(cmd.Context(), client, run)
			if err != nil {
				return err
			}
			return c.printAnswer(answer, csv)
		},
	}
	flags := query.Flags()
	flags.StringVarP(&a.dataSource, "data-source", "s", "", "ask this data source")
	flags.StringVar(&a.dataSet, "data-set", "", "give the rows of this data set")
	flags.StringArrayVar(&a.parts, "part", nil, "one part of a question over several data sources: NAME='SQL' or NAME@DATA-SOURCE='SQL'")
	flags.StringVar(&a.database, "database", "", "database of table names without one")
	flags.Int32Var(&a.maxRows, "max-rows", 0, "keep at most so many rows (10,000 unless said)")
	flags.BoolVar(&csv, "csv", false, "print rows as CSV, and what they cost on standard error")
	return query
}

// atMostOne refuses a second SQL text: most often a missing pair of quotes.
func atMostOne(_ *cobra.Command, arguments []string) error {
	if len(arguments) > 1 {
		return usageError{fmt.Errorf("%d arguments were given where one SQL query is expected: put it in quotes", len(arguments))}
	}
	return nil
}

// ask starts a run and waits for its end. A context that ends stops the run. A run that did not succeed is a
// *runError.
func ask(ctx context.Context, client *wire.Client, request *interlaken.StartRunInput, report func(*interlaken.Run)) (*interlaken.Run, error) {
	started, err := call[interlaken.StartRunOutput](ctx, client, interlaken.Hub, "StartRun", request)
	if err != nil {
		return nil, err
	}
	for pause := time.Millisecond; ; pause = min(pause*2, 200*time.Millisecond) {
		// The server holds the answer until the run has ended, for a moment: the pause is for servers that do not.
		got, err := call[interlaken.GetRunOutput](ctx, client, interlaken.Hub, "GetRun", &interlaken.GetRunInput{RunId: started.RunId})
		if err == nil && final(got.Run.State) {
			if got.Run.State != interlaken.RunSucceeded {
				return nil, &runError{got.Run}
			}
			return got.Run, nil
		}
		if err == nil {
			report(got.Run)
			err = clock.System.Sleep(ctx, pause)
		}
		if err != nil && ctx.Err() != nil {
			return nil, stopRun(ctx, client, started.RunId)
		}
		if err != nil {
			return nil, err
		}
	}
}

func final(s interlaken.RunState) bool {
	return s == interlaken.RunSucceeded || s == interlaken.RunFailed || s == interlaken.RunCancelled
}

// stopRun ends a run whose asker has gone, and returns why.
func stopRun(ctx context.Context, client *wire.Client, runID *string) error {
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if _, err := call[interlaken.StopRunOutput](last, client, interlaken.Hub, "StopRun", &interlaken.StopRunInput{RunId: runID}); err != nil {
		return &interruption{fmt.Sprintf("run %s goes on, because it could not be stopped: %s", aws.ToString(runID), sentence(err))}
	}
	return &interruption{fmt.Sprintf("run %s was stopped.", aws.ToString(runID))}
}

// answer is a run with all its rows.
type answer struct {
	Run     *interlaken.Run
	Columns []interlaken.RunColumn
	Rows    []interlaken.RunRow
}

// fetch reads the rows of a run that succeeded.
func fetch(ctx context.Context, client *wire.Client, run *interlaken.Run) (*answer, error) {
	all := &answer{Run: run, Rows: []interlaken.RunRow{}}
	in := &interlaken.GetRunResultsInput{RunId: run.RunId, MaxResults: aws.Int32(10_000)}
	for {
		page, err := call[interlaken.GetRunResultsOutput](ctx, client, interlaken.Hub, "GetRunResults", in)
		if err != nil {
			return nil, err
		}
		all.Columns = page.Columns
		all.Rows = append(all.Rows, page.Rows...)
		if page.NextToken == nil {
			return all, nil
		}
		in.NextToken = page.NextToken
	}
}

// reporter prints how a run goes on to standard error: nothing for the first second, then what changes, and a line at
// least every two seconds.
func (c *command) reporter() func(*interlaken.Run) {
	begun := clock.System.Now()
	last, shown := begun, ""
	return func(run *interlaken.Run) {
		now, line := clock.System.Now(), runLine(run)
		if now.Sub(begun) < time.Second || line == shown && now.Sub(last) < 2*time.Second {
			return
		}
		last, shown = now, line
		fmt.Fprintf(c.errors, "%5.1f s  %s\n", now.Sub(begun).Seconds(), line)
	}
}
