package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"interlaken/sql/check"
)

func (c *command) sqlTranslate() *cobra.Command {
	var settings sqlSettings
	cmd := &cobra.Command{
		Use: "translate [FILE | -]", Short: "Print what the engine runs for a statement",
		Long: `Translates one statement ("-", and no argument, is standard input) to DuckDB's SQL, as a query of the local cloud is, and
prints it. With --json: the text, the result's columns with their types in Trino's words, the tables and columns read.

The tables are those of --catalog files. Of a table that is not there the columns are inferred from how the statement uses
it, and standard error says what was inferred. Needs no server.`,
		Example: `  interlaken sql translate query.sql --catalog tables.sql
  echo "SELECT date_format(d, '%Y-%m') FROM t" | interlaken sql translate
  interlaken sql translate query.sql --json`,
		Args: func(cmd *cobra.Command, arguments []string) error {
			if len(arguments) > 1 {
				return usageError{fmt.Errorf("'%s' takes one file, and %d were given (see '%s --help')", cmd.CommandPath(), len(arguments), cmd.CommandPath())}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, files []string) error {
			name := "-"
			if len(files) > 0 {
				name = files[0]
			}
			text, err := c.readSQL(name)
			if err != nil {
				return err
			}
			options, err := settings.options()
			if err != nil {
				return err
			}
			t, err := check.Translate(cmd.Context(), text, options, !c.json)
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(c.out, t)
			}
			fmt.Fprintln(c.out, t.DuckDB)
			if t.Inferred != nil {
				fmt.Fprintf(c.errors, "Note: no --catalog file defines what it reads%s.\n", inferred(t.Inferred))
			}
			return nil
		},
	}
	settings.flags(cmd, "file of CREATE TABLE and CREATE VIEW statements (several)")
	return cmd
}
