package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"interlaken/wire/interlaken"
)

func (c *command) runs() *cobra.Command {
	runs := &cobra.Command{Use: "run", Short: "List, show and stop runs of queries", Args: subcommand, RunE: showHelp}
	runs.AddCommand(c.runList(), c.runGet(), c.runStop())
	return runs
}

func (c *command) runList() *cobra.Command {
	var all bool
	var most int32
	list := &cobra.Command{
		Use: "list", Short: "List your runs, newest first", Args: noArguments,
		Example: `  interlaken run list --max 10
  interlaken --profile admin run list --all`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			in := &interlaken.ListRunsInput{MaxResults: aws.Int32(min(most, 100))}
			if all {
				in.All = aws.Bool(true)
			}
			var found []interlaken.Run
			for len(found) < int(most) {
				page, err := call[interlaken.ListRunsOutput](cmd.Context(), client, interlaken.Hub, "ListRuns", in)
				if err != nil {
					return err
				}
				found = append(found, page.Runs...)
				if in.NextToken = page.NextToken; in.NextToken == nil {
					break
				}
			}
			found = found[:min(len(found), int(most))]
			if c.json {
				return printJSON(c.out, found)
			}
			c.printRuns(found)
			return nil
		},
	}
	list.Flags().BoolVar(&all, "all", false, "everybody's runs, for an administrator of the hub")
	list.Flags().Int32Var(&most, "max", 20, "how many at most")
	return list
}

func (c *command) printRuns(found []interlaken.Run) {
	if len(found) == 0 {
		fmt.Fprintln(c.out, "No runs.")
		return
	}
	t := table{headings: []string{"submitted", "run", "state", "asked by", "data sources", "rows", "price"}, right: []bool{5: true, 6: true}}
	for _, run := range found {
		var sources []string
		for _, p := range run.Parts {
			sources = append(sources, sourceName(p))
		}
		rows := ""
		if run.Rows != nil {
			rows = grouped(*run.Rows)
		}
		t.add(moment(run.SubmittedAt), aws.ToString(run.RunId), strings.ToLower(string(run.State)), personName(run.RequestedBy),
			strings.Join(sources, ", "), rows, price(run.Picodollars))
	}
	t.write(c.out, "")
}

func (c *command) runGet() *cobra.Command {
	return &cobra.Command{
		Use: "get RUN", Short: "Show one run: who asked, through which roles, what it read and cost",
		Example: "  interlaken run get 0b5c6f0e-4f0e-4d58-9d30-0f6f3d2c9a11", Args: oneArgument("a run id"),
		RunE: func(cmd *cobra.Command, arguments []string) error {
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			got, err := call[interlaken.GetRunOutput](cmd.Context(), client, interlaken.Hub, "GetRun", &interlaken.GetRunInput{RunId: &arguments[0]})
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(c.out, got.Run)
			}
			c.printRun(got.Run)
			return nil
		},
	}
}

func (c *command) printRun(run *interlaken.Run) {
	fmt.Fprintf(c.out, "Run %s %s, asked by %s at %s\n", aws.ToString(run.RunId), strings.ToLower(string(run.State)),
		aws.ToString(run.RequestedBy), moment(run.SubmittedAt))
	if run.Failure != nil {
		fmt.Fprintln(c.out, "  "+(&runError{run}).Error())
	}
	for _, p := range run.Parts {
		fmt.Fprintf(c.out, "\n%s, %s\n", strings.Join(partFacts(p), " · "), strings.ToLower(string(p.State)))
		for _, fact := range [][2]string{
			{"role A", aws.ToString(p.RoleASession)},
			{"role B", aws.ToString(p.RoleBSession)},
			{"workgroup", aws.ToString(p.WorkGroup)},
			{"query", aws.ToString(p.QueryExecutionId)},
		} {
			if fact[1] != "" {
				fmt.Fprintf(c.out, "  %-9s  %s\n", fact[0], fact[1])
			}
		}
		if text := strings.TrimSpace(aws.ToString(p.SqlText)); text != "" {
			for _, line := range strings.Split(text, "\n") {
				fmt.Fprintln(c.out, "    "+printable(line))
			}
		}
	}
	if run.State == interlaken.RunSucceeded {
		lines := footer(run)
		fmt.Fprintf(c.out, "\n%s\n", strings.Join(lines[len(run.Parts):], "\n"))
	}
}

func (c *command) runStop() *cobra.Command {
	return &cobra.Command{
		Use: "stop RUN", Short: "Stop a run and its queries", Args: oneArgument("a run id"),
		Example: "  interlaken run stop 0b5c6f0e-4f0e-4d58-9d30-0f6f3d2c9a11",
		RunE: func(cmd *cobra.Command, arguments []string) error {
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			out, err := call[interlaken.StopRunOutput](cmd.Context(), client, interlaken.Hub, "StopRun", &interlaken.StopRunInput{RunId: &arguments[0]})
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(c.out, out)
			}
			fmt.Fprintf(c.out, "Run %s is told to stop; one that has ended stays as it is.\n", arguments[0])
			return nil
		},
	}
}

// moment is a time as tables show it.
func moment(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04:05Z")
}

// personName is the last part of a person's ARN.
func personName(arn *string) string {
	text := aws.ToString(arn)
	return text[strings.LastIndexByte(text, '/')+1:]
}
