package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"interlaken/clock"
	"interlaken/wire/interlaken"
)

func (c *command) cost() *cobra.Command {
	var start, end string
	var profiles []string
	var lines bool
	cost := &cobra.Command{
		Use: "cost", Short: "Print what each account was billed, by service", Args: noArguments,
		Long: `Asks each account for its own bill, with that account's credentials, and prints the exact amounts by list prices.
Without --profiles, every profile of the AWS configuration is asked whose account is not known yet. Without dates it is
the bill of this month (UTC).`,
		Example: `  interlaken cost
  interlaken cost --profiles retail,risk --start 2026-11-01 --end 2026-11-08
  interlaken cost --lines`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			from, to := month(clock.System.Now())
			for _, f := range []struct {
				name, text string
				into       *time.Time
			}{{"start", start, &from}, {"end", end, &to}} {
				t, err := optionalTime(f.name, f.text)
				if err != nil {
					return err
				}
				if t != nil {
					*f.into = *t
				}
			}
			if !from.Before(to) {
				return usageError{fmt.Errorf("the bill starts at %s and ends before, at %s", moment(&from), moment(&to))}
			}
			bills, unread, err := c.bills(cmd.Context(), profiles, from, to)
			if err != nil {
				return err
			}
			if len(bills) == 0 {
				return errors.New(strings.Join(unread, " "))
			}
			if c.json {
				return printJSON(c.out, bills)
			}
			fmt.Fprintf(c.out, "Bills from %s to %s, list prices, in US dollars\n\n", moment(&from), moment(&to))
			if lines {
				printBillLines(c.out, bills)
			} else {
				printBills(c.out, bills, "")
			}
			for _, u := range unread {
				fmt.Fprintln(c.errors, "interlaken:", u)
			}
			return nil
		},
	}
	flags := cost.Flags()
	flags.StringVar(&start, "start", "", "first day or moment (this month's first)")
	flags.StringVar(&end, "end", "", "day or moment after the last (next month's first)")
	flags.StringSliceVar(&profiles, "profiles", nil, "profiles of the accounts to ask, with commas between them")
	flags.BoolVar(&lines, "lines", false, "print every usage type with quantity and what was charged for")
	return cost
}

// bill is an account's bill under the name of the profile that could read it.
type bill struct {
	Name string
	*interlaken.GetBillOutput
}

// services are the columns of a bill in their order; what is none of them stands in a column of its own.
var services = []struct{ name, short string }{
	{"Amazon Athena", "Athena"}, {"Amazon Simple Storage Service", "S3"}, {"AWS Glue", "Glue"}, {"Amazon QuickSight", "QuickSight"},
}

// of is what a service cost; false where nothing was used.
func (b bill) of(service string) (picodollars int64, used bool) {
	for _, line := range b.Lines {
		if aws.ToString(line.Service) == service {
			picodollars, used = picodollars+aws.ToInt64(line.Picodollars), true
		}
	}
	return picodollars, used
}

// printBills prints an account a line and a service a column.
func printBills(w io.Writer, bills []bill, indent string) {
	t := table{headings: []string{"account", "profile"}}
	for _, s := range services {
		t.headings = append(t.headings, s.short)
	}
	other := hasOthers(bills)
	if other {
		t.headings = append(t.headings, "other")
	}
	t.headings = append(t.headings, "total")
	t.right = make([]bool, len(t.headings))
	for i := 2; i < len(t.right); i++ {
		t.right[i] = true
	}
	for _, b := range bills {
		cells, rest := []string{aws.ToString(b.AccountId), b.Name}, aws.ToInt64(b.Picodollars)
		for _, s := range services {
			amount, used := b.of(s.name)
			rest -= amount
			if !used {
				cells = append(cells, "–")
				continue
			}
			cells = append(cells, price(&amount))
		}
		if other {
			cells = append(cells, price(&rest))
		}
		t.add(append(cells, price(b.Picodollars))...)
	}
	t.write(w, indent)
}

func hasOthers(bills []bill) bool {
	for _, b := range bills {
		for _, line := range b.Lines {
			known := false
			for _, s := range services {
				known = known || s.name == aws.ToString(line.Service)
			}
			if !known {
				return true
			}
		}
	}
	return false
}

// printBillLines prints each line of each bill.
func printBillLines(w io.Writer, bills []bill) {
	t := table{
		headings: []string{"account", "service", "usage type", "uses", "used", "charged for", "unit", "amount"},
		right:    []bool{3: true, 4: true, 5: true, 7: true},
	}
	for _, b := range bills {
		for _, line := range b.Lines {
			t.add(aws.ToString(b.AccountId), aws.ToString(line.Service), aws.ToString(line.UsageType), grouped(aws.ToInt64(line.Records)),
				grouped(aws.ToInt64(line.Quantity)), grouped(aws.ToInt64(line.Billed)), aws.ToString(line.Unit), price(line.Picodollars))
		}
		t.add(aws.ToString(b.AccountId), strings.TrimSpace(b.Name+" total"), "", "", "", "", "", price(b.Picodollars))
	}
	t.write(w, "")
}
