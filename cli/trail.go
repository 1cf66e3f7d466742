package cli

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"interlaken/wire/interlaken"
)

func (c *command) trail() *cobra.Command {
	trail := &cobra.Command{Use: "trail", Short: "Read and verify an account's record of API events", Args: subcommand, RunE: showHelp}
	trail.AddCommand(c.trailLookup(), c.trailVerify(), c.trailKey())
	return trail
}

func (c *command) trailLookup() *cobra.Command {
	var category, attribute, start, end string
	var most int32
	lookup := &cobra.Command{
		Use: "lookup", Short: "List events of the account, newest first, data events included", Args: noArguments,
		Example: `  interlaken --profile retail trail lookup --max 10
  interlaken --profile retail trail lookup --category data --attribute Run=0b5c6f0e-4f0e-4d58-9d30-0f6f3d2c9a11
  interlaken --profile retail trail lookup --attribute EventName=StartQueryExecution --json`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			in, err := lookupRequest(category, attribute, start, end)
			if err != nil {
				return err
			}
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			var found []interlaken.TrailEvent
			for len(found) < int(most) {
				in.MaxResults = aws.Int32(min(most-int32(len(found)), 1000))
				page, err := call[interlaken.ListEventsOutput](cmd.Context(), client, interlaken.Cloud, "ListEvents", in)
				if err != nil {
					return err
				}
				found = append(found, page.Events...)
				if in.NextToken = page.NextToken; in.NextToken == nil {
					break
				}
			}
			if c.json {
				return c.printRecords(found)
			}
			c.printEvents(found)
			return nil
		},
	}
	flags := lookup.Flags()
	flags.StringVar(&category, "category", "all", "management, data or all")
	flags.StringVar(&attribute, "attribute", "", "NAME=VALUE with a lookup attribute of CloudTrail, or Run=ID")
	flags.StringVar(&start, "start", "", "first day or moment")
	flags.StringVar(&end, "end", "", "last day or moment")
	flags.Int32Var(&most, "max", 20, "how many at most")
	return lookup
}

func lookupRequest(category, attribute, start, end string) (*interlaken.ListEventsInput, error) {
	in := &interlaken.ListEventsInput{}
	switch category {
	case "all":
	case "management":
		in.EventCategory = interlaken.ManagementEvents
	case "data":
		in.EventCategory = interlaken.DataEvents
	default:
		return nil, usageError{fmt.Errorf("--category %q: it has to be management, data or all", category)}
	}
	if attribute != "" {
		key, value, ok := strings.Cut(attribute, "=")
		if !ok {
			return nil, usageError{fmt.Errorf("--attribute %q: it has to be NAME=VALUE, such as EventName=AssumeRole", attribute)}
		}
		in.AttributeKey, in.AttributeValue = &key, &value
	}
	var err error
	if in.StartTime, err = optionalTime("start", start); err != nil {
		return nil, err
	}
	in.EndTime, err = optionalTime("end", end)
	return in, err
}

// printRecords prints the whole records, in CloudTrail's shape.
func (c *command) printRecords(found []interlaken.TrailEvent) error {
	records := make([]json.RawMessage, len(found))
	for i, e := range found {
		records[i] = json.RawMessage(aws.ToString(e.Record))
	}
	return printJSON(c.out, records)
}

func (c *command) printEvents(found []interlaken.TrailEvent) {
	if len(found) == 0 {
		fmt.Fprintln(c.out, "No events.")
		return
	}
	t := table{headings: []string{"time", "event", "source", "by", "result", "request"}}
	for _, e := range found {
		t.add(moment(e.EventTime), aws.ToString(e.EventName), aws.ToString(e.EventSource), printable(orNobody(e.Username)), orDone(e.ErrorCode), aws.ToString(e.RequestId))
	}
	t.write(c.out, "")
}

func orNobody(name *string) string {
	if aws.ToString(name) == "" {
		return "–"
	}
	return *name
}

func orDone(code *string) string {
	if aws.ToString(code) == "" {
		return "done"
	}
	return *code
}
