package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"interlaken/wire/interlaken"
)

func (c *command) trace() *cobra.Command {
	return &cobra.Command{
		Use: "trace RUN", Short: "Show a run from the person to the objects and the price, with the events of both accounts",
		Long: `Owners of the data set and administrators see all of it, owners of an account their own part, and the reader who made
the run age, accounts and price. The hub has no right of its own to read a trail; what is missing, and which statement
would show it, stands below as a note.`,
		Example: `  interlaken trace 0b5c6f0e-4f0e-4d58-9d30-0f6f3d2c9a11
  interlaken --json --profile retail trace 0b5c6f0e-4f0e-4d58-9d30-0f6f3d2c9a11`,
		Args: oneArgument("a run id"),
		RunE: func(cmd *cobra.Command, arguments []string) error {
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			got, err := call[interlaken.GetTraceOutput](cmd.Context(), client, interlaken.Hub, "GetTrace", &interlaken.GetTraceInput{RunId: &arguments[0]})
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(c.out, got.Trace)
			}
			writeTrace(c.out, got.Trace)
			return nil
		},
	}
}

// writeTrace prints a trace: what is known of the run as a whole, then an account after the other.
func writeTrace(w io.Writer, t *interlaken.Trace) {
	fmt.Fprintf(w, "Run %s %s, asked at %s, %s in all\n", aws.ToString(t.RunId), strings.ToLower(string(t.State)), moment(t.SubmittedAt), price(t.Picodollars))
	facts(w, [][2]string{
		{"person", personOf(t)},
		{"dashboard", assetName(t.Dashboard)},
		{"visual", assetName(t.Visual)},
		{"data set", assetName(t.DataSet)},
		{"copies", copies(t)},
	})
	if f := t.Failure; f != nil {
		fmt.Fprintf(w, "  %s: %s\n", aws.ToString(f.Code), printable(aws.ToString(f.Message)))
	}
	for _, p := range t.Parts {
		writeTracePart(w, p)
	}
	if t.JoinSql != nil {
		fmt.Fprintln(w, "\nThe join, in the hub's engine")
		writeQuery(w, *t.JoinSql)
	}
	if len(t.HubEvents) > 0 {
		fmt.Fprintf(w, "\nEvents of the hub's account %s\n", aws.ToString(t.HubAccountId))
		writeTraceEvents(w, t.HubEvents)
	}
	for _, note := range t.Notes {
		fmt.Fprintln(w, "\nNote:", printable(note))
	}
}

func writeTracePart(w io.Writer, p interlaken.TracePart) {
	line := []string{printable(aws.ToString(p.AccountName)) + " " + aws.ToString(p.AccountId), strings.ToLower(string(p.State)), price(p.Picodollars)}
	if p.ScannedBytes != nil {
		line = append(line, size(*p.ScannedBytes)+" scanned")
	}
	if p.Rows != nil {
		line = append(line, counted(*p.Rows, "row"))
	}
	fmt.Fprintf(w, "\n%s\n", strings.Join(line, " · "))
	facts(w, [][2]string{
		{"role A", aws.ToString(p.RoleA)},
		{"role B", aws.ToString(p.RoleB)},
		{"workgroup", aws.ToString(p.WorkGroup)},
		{"query", aws.ToString(p.QueryExecutionId)},
		{"columns", printable(strings.Join(p.Columns, ", "))},
	})
	if p.SqlText != nil {
		writeQuery(w, *p.SqlText)
	}
	const most = 5
	for i, object := range p.Objects {
		if i == most {
			fmt.Fprintf(w, "  and %s more; --json has all\n", counted(int64(len(p.Objects)-most), "object"))
			break
		}
		fmt.Fprintln(w, "  read      ", printable(object))
	}
	if len(p.Events) > 0 {
		fmt.Fprintf(w, "  events of account %s\n", aws.ToString(p.AccountId))
		writeTraceEvents(w, p.Events)
	}
}

func writeTraceEvents(w io.Writer, events []interlaken.TraceEvent) {
	t := table{headings: []string{"time", "event", "source", "by", "result", "id"}}
	for _, e := range events {
		t.add(moment(e.EventTime), aws.ToString(e.EventName), aws.ToString(e.EventSource), printable(orNobody(e.Username)), orDone(e.ErrorCode), aws.ToString(e.EventId))
	}
	t.write(w, "    ")
}

func writeQuery(w io.Writer, text string) {
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		fmt.Fprintln(w, "    "+printable(line))
	}
}

// facts prints what is known, a line each.
func facts(w io.Writer, all [][2]string) {
	for _, fact := range all {
		if fact[1] != "" {
			fmt.Fprintf(w, "  %-9s  %s\n", fact[0], fact[1])
		}
	}
}

func personOf(t *interlaken.Trace) string {
	if t.Person == nil {
		return ""
	}
	return printable(*t.Person) + " (" + aws.ToString(t.PersonArn) + ")"
}

func assetName(a *interlaken.TraceAsset) string {
	switch {
	case a == nil:
		return ""
	case a.Name == nil:
		return printable(aws.ToString(a.Id))
	}
	return printable(*a.Name) + " (" + printable(aws.ToString(a.Id)) + ")"
}

func copies(t *interlaken.Trace) string {
	if aws.ToInt64(t.Copies) == 0 {
		return ""
	}
	return fmt.Sprintf("given out again %s, last at %s", times(*t.Copies), moment(t.LastCopyAt))
}

func times(n int64) string {
	if n == 1 {
		return "once"
	}
	return grouped(n) + " times"
}
