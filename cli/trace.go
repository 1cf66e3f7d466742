package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"interlaken/wire/interlaken"
)

func (c *command) trace() *cobra.Command {
	return &cobra.Command{
		Use: "trace RUN", Short: "Lead from a person to objects and money, across accounts", Args: oneArgument("a run"),
		Long: `Shows who asked, by which roles, what ran where, what was read and what it cost, with the events of the accounts' trails.
An account's events are shown where the account lets the hub read them; what is missing says which statement would give it.`,
		Example: "  interlaken --profile admin trace 0b5c6f0e-4f0e-4d58-9d30-0f6f3d2c9a11",
		RunE: func(cmd *cobra.Command, arguments []string) error {
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			out, err := call[interlaken.GetTraceOutput](cmd.Context(), client, interlaken.Hub, "GetTrace", &interlaken.GetTraceInput{RunId: &arguments[0]})
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(c.out, out.Trace)
			}
			writeTrace(c.out, out.Trace)
			return nil
		},
	}
}

func writeTrace(w io.Writer, t *interlaken.Trace) {
	way := []string{printable(aws.ToString(t.Person))}
	for _, a := range []*interlaken.TraceAsset{t.Dashboard, t.Visual, t.DataSet} {
		if a != nil {
			way = append(way, printable(aws.ToString(a.Name)))
		}
	}
	fmt.Fprintf(w, "%s\n%s · %s · %s\n", strings.Join(way, " → "), strings.ToLower(string(t.State)), aws.ToTime(t.SubmittedAt).UTC().Format(time.DateTime), aws.ToString(t.Price))
	for _, p := range t.Parts {
		fmt.Fprintf(w, "\n%s %s · %s\n", printable(aws.ToString(p.AccountName)), aws.ToString(p.AccountId), aws.ToString(p.Price))
		for _, line := range []struct {
			name string
			text *string
		}{{"role A", p.RoleA}, {"role B", p.RoleB}, {"workgroup", p.WorkGroup}, {"query", p.QueryExecutionId}} {
			if line.text != nil {
				fmt.Fprintf(w, "  %-10s %s\n", line.name, *line.text)
			}
		}
		if p.ScannedBytes != nil {
			fmt.Fprintf(w, "  %-10s %s, %s\n", "read", size(*p.ScannedBytes), counted(int64(len(p.Objects)), "object"))
		}
		writeEvents(w, p.Events)
	}
	if len(t.HubEvents) > 0 {
		fmt.Fprintf(w, "\nhub %s\n", aws.ToString(t.HubAccountId))
		writeEvents(w, t.HubEvents)
	}
	for _, note := range t.Notes {
		fmt.Fprintf(w, "\n%s\n", printable(note))
	}
}

func writeEvents(w io.Writer, events []interlaken.TraceEvent) {
	t := table{headings: []string{"time", "event", "by", "id"}}
	for _, e := range events {
		t.add(aws.ToTime(e.EventTime).UTC().Format(time.TimeOnly), aws.ToString(e.EventName), printable(aws.ToString(e.Username)), aws.ToString(e.EventId))
	}
	if len(events) > 0 {
		t.write(w, "  ")
	}
}
