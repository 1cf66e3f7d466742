package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"interlaken/sql/check"
)

func (c *command) sqlCheck() *cobra.Command {
	var settings sqlSettings
	var r ratchetFlags
	var verbose bool
	cmd := &cobra.Command{
		Use: "check {DIR | FILE | -}...", Short: "Tell which statements of files Athena takes, and which the engine can run",
		Long: `Reads files that end in .sql, folders with all below them, and says of each whether its statements parse and translate,
and if not where, with which code and why. Statements of one file are parted by semicolons. Needs no server.

A statement sees the tables and views that files of its folder define with CREATE TABLE, CREATE VIEW and CREATE TABLE AS
(of several of one name the nearest above, else the nearest below), and those of --catalog files before them. Of a table
that nothing defines the columns are inferred from how the statement uses it: such files are counted apart.

A file counts as parsed or translated when all its statements are. Statements that the catalog answers and no engine (SHOW,
DESCRIBE, CREATE, ALTER, DROP, MSCK, EXECUTE, DEALLOCATE) count as translated when they parse; EXPLAIN, PREPARE, INSERT,
UNLOAD, CREATE VIEW and CREATE TABLE AS when their query translates, with parameters taken for NULL. DELETE, UPDATE, MERGE,
OPTIMIZE and VACUUM are not translated.

Exits with 1 when something does not parse; with --ratchet only when the counts of a folder are less than its file says.`,
		Example: `  interlaken sql check queries/
  interlaken sql check queries/ --catalog tables.sql --catalog reports=reports/tables.sql -v
  interlaken sql check queries/ --ratchet sql.ratchet --update
  cat q.sql | interlaken sql check - --json`,
		Args: someArguments("the folders or files to check"),
		RunE: func(cmd *cobra.Command, arguments []string) error {
			if err := r.check(); err != nil {
				return err
			}
			files, err := c.sqlFiles(arguments)
			if err != nil {
				return err
			}
			options, err := settings.options()
			if err != nil {
				return err
			}
			report, err := check.Files(cmd.Context(), files, options)
			if err != nil {
				return err
			}
			falls, err := r.hold(report.Folders)
			if err != nil {
				return err
			}
			if c.json {
				err = printJSON(c.out, checked{report, falls})
			} else {
				writeChecked(c.out, report, falls, verbose)
			}
			if err == nil && (len(falls) > 0 || r.file == "" && report.Total.Parsed < report.Total.Files) {
				err = errAnswered
			}
			return err
		},
	}
	settings.flags(cmd, "file of CREATE TABLE and CREATE VIEW statements; FOLDER=FILE for one folder (several)")
	flags := cmd.Flags()
	flags.BoolVarP(&verbose, "verbose", "v", false, "print a line for statements without a problem too")
	flags.StringVar(&r.file, "ratchet", "", "file of the counts by folder that may not fall")
	flags.BoolVar(&r.update, "update", false, "write the counts to the ratchet's file where they are higher")
	flags.BoolVar(&r.lower, "lower", false, "with --update: write them where they are lower too")
	return cmd
}

// checked is a report for --json.
type checked struct {
	*check.Report
	Falls []string `json:"falls,omitempty"`
}

// ratchetFlags are the ratchet's file and what to do with it.
type ratchetFlags struct {
	file          string
	update, lower bool
}

func (r *ratchetFlags) check() error {
	switch {
	case r.update && r.file == "":
		return usageError{errors.New("--update writes the file of --ratchet: say which")}
	case r.lower && !r.update:
		return usageError{errors.New("--lower belongs to --update")}
	}
	return nil
}

// hold says where counts are below the ratchet, and writes it when asked to.
func (r *ratchetFlags) hold(counts []check.Count) ([]string, error) {
	if r.file == "" {
		return nil, nil
	}
	var least check.Ratchet
	text, err := os.ReadFile(r.file)
	switch {
	case err == nil:
		if least, err = check.ParseRatchet(string(text)); err != nil {
			return nil, fmt.Errorf("--ratchet %s: %s", r.file, sentence(err))
		}
	case !r.update || !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("--ratchet cannot be read: %w", err)
	}
	if r.update {
		least = least.Raise(counts, r.lower)
		if err := os.WriteFile(r.file, []byte(least.String()), 0o644); err != nil {
			return nil, fmt.Errorf("--ratchet cannot be written: %w", err)
		}
	}
	return least.Falls(counts), nil
}

// writeChecked prints a line a problem, as compilers do, counts by folder, and the sum.
func writeChecked(w io.Writer, r *check.Report, falls []string, verbose bool) {
	for _, f := range r.Files {
		for _, s := range f.Statements {
			if s.Problem != nil {
				what := "not translated"
				if !s.Parsed {
					what = "not parsed"
				}
				line, column := s.Problem.Line, s.Problem.Column
				if line == 0 {
					line, column = s.Line, s.Column
				}
				fmt.Fprintf(w, "%s:%d:%d: %s: %s: %s\n", printable(f.File), line, column, what, s.Problem.Code, printable(s.Problem.Message))
				continue
			}
			if verbose {
				fmt.Fprintf(w, "%s:%d:%d: %s%s\n", printable(f.File), s.Line, s.Column, s.Kind, inferred(s.Inferred))
			}
		}
	}
	t := table{headings: []string{"folder", "files", "parsed", "translated", "with tables inferred"}, right: []bool{false, true, true, true, true}}
	for _, n := range r.Folders {
		t.add(printable(n.Folder), strconv.Itoa(n.Files), strconv.Itoa(n.Parsed), strconv.Itoa(n.Translated), strconv.Itoa(n.Inferred))
	}
	fmt.Fprintln(w)
	t.write(w, "")
	fmt.Fprintln(w)
	for _, fall := range falls {
		fmt.Fprintf(w, "below the ratchet: %s\n", printable(fall))
	}
	if r.Total.Inferred > 0 {
		fmt.Fprintf(w, "%d with tables inferred\n", r.Total.Inferred)
	}
	fmt.Fprintf(w, "parsed %d, translated %d of %d\n", r.Total.Parsed, r.Total.Translated, r.Total.Files)
}

// inferred says what was inferred of tables.
func inferred(tables []check.Table) string {
	var parts []string
	for _, t := range tables {
		var columns []string
		for _, column := range t.Columns {
			columns = append(columns, column.Name+" "+column.Type)
		}
		parts = append(parts, printable(t.Name+" ("+strings.Join(columns, ", ")+")"))
	}
	if parts == nil {
		return ""
	}
	return ", inferred: " + strings.Join(parts, "; ")
}
