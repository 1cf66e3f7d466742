package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"interlaken/clock"
	"interlaken/hub/meter"
	"interlaken/sql/analyze"
	"interlaken/sql/check"
	"interlaken/sql/estimate"
	"interlaken/sql/parser"
)

func (c *command) estimate() *cobra.Command {
	var catalog, database string
	cmd := &cobra.Command{
		Use: "estimate ['SQL' | -]", Short: "Say how much a statement would scan and cost, before it runs",
		Long: `Says between how many bytes and how many a statement would scan in Athena, what that costs by list prices, and what the
figures rest on; or that it is unknown, and why. Nothing runs. With - in place of the SQL, and without any, it is read from
standard input.

It asks as the profile in use, of AWS or of an endpoint: Glue for the tables and their partitions, S3 for the sizes of their
objects and for the footers of Parquet files. That is at most 200 requests or so, which AWS charges for as for any others.`,
		Example: `  interlaken estimate --profile retail --database bank 'SELECT product, count(*) FROM complaints GROUP BY product'
  interlaken estimate --profile retail 'SELECT * FROM bank.complaints' --json`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, arguments []string) error {
			text, err := c.statement(arguments)
			if err != nil {
				return err
			}
			statement, err := parser.ParseStatement(text)
			if err != nil {
				return err
			}
			loaded, err := c.awsConfiguration(cmd.Context())
			if err != nil {
				return err
			}
			now := clock.System.Now()
			e, err := meter.Estimator(loaded, nil, "").Statement(cmd.Context(), statement, analyze.Options{
				Catalog: strings.ToLower(catalog), Database: strings.ToLower(database), Now: now, Text: text,
			})
			if err != nil {
				return err
			}
			shown := estimated{Estimate: e}
			if low, high, err := meter.Estimated(e, loaded.Region, now); err == nil {
				lowest, highest := int64(low), int64(high)
				shown.LowPicodollars, shown.HighPicodollars = &lowest, &highest
			}
			if c.json {
				return printJSON(c.out, shown)
			}
			fmt.Fprintln(c.out, shown)
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&catalog, "catalog", "AwsDataCatalog", "catalog of table names without one")
	flags.StringVar(&database, "database", "", "database of table names without one")
	return cmd
}

// statement is the text of the one argument, or standard input's.
func (c *command) statement(arguments []string) (string, error) {
	if len(arguments) == 0 || arguments[0] == "-" {
		return c.readSQL("-")
	}
	return check.Text([]byte(arguments[0])), nil
}

// estimated is an estimate with what it comes to; nil where no price is known.
type estimated struct {
	*estimate.Estimate
	LowPicodollars, HighPicodollars *int64 `json:",omitempty"`
}

// String is the estimate in two sentences: the range, and what it rests on.
func (e estimated) String() string {
	b := e.Basis
	scanned, cost := size(e.HighBytes), "; there is no price for the region"
	if e.LowBytes != e.HighBytes {
		scanned = size(e.LowBytes) + " to " + scanned
	}
	if e.HighPicodollars != nil {
		cost = ", for " + price(e.HighPicodollars)
		if *e.LowPicodollars != *e.HighPicodollars {
			cost = ", for " + price(e.LowPicodollars) + " to " + price(e.HighPicodollars)
		}
	}
	said := scanned + " would be scanned" + cost + "."
	switch {
	case e.Free:
		return "Nothing would be charged: Athena does not charge for such statements."
	case e.Unknown != "":
		said = "It is unknown how much would be scanned: " + e.Unknown + "."
	}
	rests := []string{counted(int64(b.Tables), "table")}
	if b.Partitions > 0 {
		rests = append(rests, counted(int64(b.Partitions), "partition"))
	}
	rests = append(rests, fmt.Sprintf("%s of %s", counted(int64(b.Files), "file"), size(b.FileBytes)))
	if b.Footers > 0 {
		rests = append(rests, counted(int64(b.Footers), "footer"))
	}
	if b.Guessed > 0 {
		rests = append(rests, fmt.Sprintf("which stand for those of %s", counted(int64(b.Guessed), "other file")))
	}
	return fmt.Sprintf("%s\nIt rests on %s; %s made.", said, strings.Join(rests, ", "), counted(int64(b.Requests), "request"))
}
