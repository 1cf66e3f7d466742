package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"interlaken/wire/interlaken"
)

// ownerCommand is a command of an account's owner.
type ownerCommand struct {
	*command
	account, source, person, reason string
}

func (c *command) owner() *cobra.Command {
	o := &ownerCommand{command: c}
	owner := &cobra.Command{
		Use: "owner", Short: "See who reads an account's data, and switch it off and on", Args: subcommand, RunE: showHelp,
		Long: `For who owns an account's data: its own principals, whom its own policies allow interlaken:… on
arn:aws:interlaken:REGION:ACCOUNT:spoke/ACCOUNT, and users of the hub to whom an administrator has granted it.`,
	}
	owner.PersistentFlags().StringVar(&o.account, "account", "", "the account")
	owner.AddCommand(o.reads(), o.problems(), o.suspend(), o.resume(), o.suspensions(), o.switchOff())
	return owner
}

// about calls an operation about the account.
func about[Out any](o *ownerCommand, cmd *cobra.Command, operation string, in any) (*Out, error) {
	if o.account == "" {
		return nil, usageError{fmt.Errorf("--account is missing")}
	}
	client, err := o.connect(cmd.Context())
	if err != nil {
		return nil, err
	}
	return call[Out](cmd.Context(), client, interlaken.Hub, operation, in)
}

func (o *ownerCommand) reads() *cobra.Command {
	return &cobra.Command{
		Use: "reads", Short: "Who reads what of the account: person, dashboard, columns, bytes, price, last time", Args: noArguments,
		Example: "  interlaken --profile retail owner reads --account 222222222222",
		RunE: func(cmd *cobra.Command, _ []string) error {
			in := &interlaken.ListReadsInput{AccountId: &o.account, MaxResults: aws.Int32(100)}
			all := []interlaken.Read{}
			for {
				page, err := about[interlaken.ListReadsOutput](o, cmd, "ListReads", in)
				if err != nil {
					return err
				}
				all = append(all, page.Reads...)
				if in.NextToken = page.NextToken; in.NextToken == nil {
					break
				}
			}
			if o.json {
				return printJSON(o.out, all)
			}
			t := table{headings: []string{"person", "dashboard", "data set", "data source", "columns", "runs", "copies", "scanned", "price", "last"}, right: []bool{false, false, false, false, false, true, true, true, true, false}}
			for _, r := range all {
				t.add(printable(aws.ToString(r.PersonName)), printable(aws.ToString(r.DashboardName)), printable(aws.ToString(r.DataSetName)), aws.ToString(r.DataSourceId),
					printable(strings.Join(r.Columns, ", ")), grouped(aws.ToInt64(r.Runs)), grouped(aws.ToInt64(r.Copies)), size(aws.ToInt64(r.ScannedBytes)), aws.ToString(r.Price), aws.ToTime(r.LastAt).UTC().Format(time.DateTime))
			}
			t.write(o.out, "")
			return nil
		},
	}
}

func (o *ownerCommand) problems() *cobra.Command {
	return &cobra.Command{
		Use: "problems", Short: "What the account refused last, and what would mend it", Args: noArguments,
		Example: "  interlaken --profile retail owner problems --account 222222222222",
		RunE: func(cmd *cobra.Command, _ []string) error {
			out, err := about[interlaken.ListProblemsOutput](o, cmd, "ListProblems", &interlaken.ListProblemsInput{AccountId: &o.account})
			if err != nil {
				return err
			}
			if o.json {
				return printJSON(o.out, out.Problems)
			}
			if len(out.Problems) == 0 {
				_, err := fmt.Fprintln(o.out, "Nothing of the account was refused last.")
				return err
			}
			for _, p := range out.Problems {
				fmt.Fprintf(o.out, "%s\n  %s\n  %s\n", printable(aws.ToString(p.Name)), printable(aws.ToString(p.Failure.Message)), printable(aws.ToString(p.Remedy.What)))
				if p.Remedy.Command != nil {
					fmt.Fprintf(o.out, "\n  %s\n\n", *p.Remedy.Command)
				}
			}
			return nil
		},
	}
}

func (o *ownerCommand) suspend() *cobra.Command {
	var whole bool
	suspend := &cobra.Command{
		Use: "suspend", Short: "Switch a data source or a person off", Args: noArguments,
		Long: `Stops what runs, and everything that is asked of the data source or by the person from now on, what the hub still holds
included. Whom it stops is told the reason.`,
		Example: `  interlaken --profile retail owner suspend --account 222222222222 --data-source retail --reason "yearly audit"
  interlaken --profile retail owner suspend --account 222222222222 --everything --reason "an incident"`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if whole == (o.source != "" || o.person != "") {
				return usageError{fmt.Errorf("say what is switched off: --data-source, --person or both, or --everything of the account")}
			}
			out, err := about[interlaken.SuspendAccessOutput](o, cmd, "SuspendAccess", &interlaken.SuspendAccessInput{
				AccountId: &o.account, DataSourceId: optional(o.source), PersonArn: optional(o.person), Reason: &o.reason,
			})
			if err != nil {
				return err
			}
			if o.json {
				return printJSON(o.out, out)
			}
			fmt.Fprintf(o.out, "Suspended. To undo it:\n\n  interlaken owner resume --account %s %s\n", o.account, aws.ToString(out.SuspensionId))
			return nil
		},
	}
	o.chosen(suspend)
	suspend.Flags().BoolVar(&whole, "everything", false, "everything of the account, for everybody")
	suspend.Flags().StringVar(&o.reason, "reason", "", "what those are told whom it stops")
	return suspend
}

// chosen adds the flags that say what is switched.
func (o *ownerCommand) chosen(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&o.source, "data-source", "s", "", "id of a data source")
	cmd.Flags().StringVar(&o.person, "person", "", "ARN of a user of the hub")
}

func (o *ownerCommand) resume() *cobra.Command {
	return &cobra.Command{
		Use: "resume ID", Short: "Switch on again what a suspension has switched off", Args: oneArgument("a suspension"),
		Example: "  interlaken --profile retail owner resume --account 222222222222 0b5c6f0e-4f0e-4d58-9d30-0f6f3d2c9a11",
		RunE: func(cmd *cobra.Command, arguments []string) error {
			out, err := about[interlaken.ResumeAccessOutput](o, cmd, "ResumeAccess", &interlaken.ResumeAccessInput{AccountId: &o.account, SuspensionId: &arguments[0]})
			if err != nil {
				return err
			}
			if o.json {
				return printJSON(o.out, out)
			}
			_, err = fmt.Fprintln(o.out, "Resumed.")
			return err
		},
	}
}

func (o *ownerCommand) suspensions() *cobra.Command {
	return &cobra.Command{
		Use: "suspensions", Short: "What is switched off", Args: noArguments,
		Example: "  interlaken --profile retail owner suspensions --account 222222222222",
		RunE: func(cmd *cobra.Command, _ []string) error {
			out, err := about[interlaken.ListSuspensionsOutput](o, cmd, "ListSuspensions", &interlaken.ListSuspensionsInput{AccountId: &o.account})
			if err != nil {
				return err
			}
			if o.json {
				return printJSON(o.out, out.Suspensions)
			}
			t := table{headings: []string{"id", "data source", "person", "reason", "by", "at"}}
			for _, s := range out.Suspensions {
				t.add(aws.ToString(s.SuspensionId), aws.ToString(s.DataSourceId), printable(aws.ToString(s.PersonName)), printable(aws.ToString(s.Reason)), aws.ToString(s.By), aws.ToTime(s.At).UTC().Format(time.DateTime))
			}
			t.write(o.out, "")
			return nil
		},
	}
}

func (o *ownerCommand) switchOff() *cobra.Command {
	off := &cobra.Command{
		Use: "switch", Short: "The same switch as an IAM statement, which needs no help of the hub", Args: noArguments,
		Example: "  interlaken --profile retail owner switch --account 222222222222 --data-source retail",
		RunE: func(cmd *cobra.Command, _ []string) error {
			out, err := about[interlaken.GetSwitchOutput](o, cmd, "GetSwitch", &interlaken.GetSwitchInput{AccountId: &o.account, DataSourceId: optional(o.source), PersonArn: optional(o.person)})
			if err != nil {
				return err
			}
			if o.json {
				return printJSON(o.out, out)
			}
			fmt.Fprintf(o.out, "%s\n\n%s\n\nInto force:\n  %s\n\nUndo:\n  %s\n", aws.ToString(out.Note), aws.ToString(out.Statement), aws.ToString(out.Command), aws.ToString(out.Undo))
			return nil
		},
	}
	o.chosen(off)
	return off
}
