package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"interlaken/sql/parser"
	"interlaken/sql/printer"
)

func (c *command) sqlFormat() *cobra.Command {
	var write, only, drop bool
	var width int
	cmd := &cobra.Command{
		Use: "fmt [FILE... | -]", Short: "Lay out statements as Trino does",
		Long: `Parses files of statements ("-", and no argument, is standard input) and prints them laid out: keywords in upper case, names as
they were written, parentheses where precedence asks for them. What is printed parses to the same statement.

Comments are no part of a statement and would be lost: a file that has one is refused, unless --drop-comments says so.
With --check nothing is printed but the names of the files that are laid out otherwise, and the exit code is 1 if there
is one.`,
		Example: `  interlaken sql fmt query.sql
  interlaken sql fmt -w queries/*.sql
  interlaken sql fmt --check queries/*.sql
  echo 'select a,b from t' | interlaken sql fmt`,
		RunE: func(_ *cobra.Command, files []string) error {
			if len(files) == 0 {
				files = []string{"-"}
			}
			if write && only {
				return usageError{errors.New("-w and --check exclude each other")}
			}
			otherwise := []string{}
			for _, name := range files {
				if write && name == "-" {
					return usageError{errors.New("-w writes files, and standard input is none")}
				}
				text, err := c.readSQL(name)
				if err != nil {
					return err
				}
				out, err := formatSQL(text, drop, width)
				if err != nil {
					return fmt.Errorf("%s: %s", name, sentence(err))
				}
				switch {
				case only:
					if out != text {
						otherwise = append(otherwise, name)
					}
				case !write:
					fmt.Fprint(c.out, out)
				case out != text:
					if err := os.WriteFile(name, []byte(out), 0o644); err != nil {
						return fmt.Errorf("%s cannot be written: %w", name, err)
					}
				}
			}
			if !only {
				return nil
			}
			if c.json {
				if err := printJSON(c.out, otherwise); err != nil {
					return err
				}
			} else {
				for _, name := range otherwise {
					fmt.Fprintln(c.out, printable(name))
				}
			}
			if len(otherwise) > 0 {
				return errAnswered
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.BoolVarP(&write, "write", "w", false, "write the files instead of printing")
	flags.BoolVar(&only, "check", false, "print the names of files that are laid out otherwise")
	flags.BoolVar(&drop, "drop-comments", false, "leave comments out, which are refused otherwise")
	flags.IntVar(&width, "width", 100, "characters of a line, where that can be had")
	return cmd
}

// formatSQL lays out a text of statements. A semicolon stays between them, and behind the last if there was one.
func formatSQL(text string, drop bool, width int) (string, error) {
	var b strings.Builder
	parts := parser.Split(text)
	if len(parts) == 0 {
		return "", errors.New("it holds no statement")
	}
	for i, part := range parts {
		if part.Comment.IsValid() && !drop {
			return "", fmt.Errorf("%s: a comment would be lost; --drop-comments leaves comments out", part.Comment)
		}
		tree, err := part.Parse()
		if err != nil {
			return "", err
		}
		out, err := printer.Print(tree, printer.Options{Pretty: true, Width: width})
		if err != nil {
			return "", err
		}
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(out)
		if part.Ended {
			b.WriteString(";")
		}
		b.WriteString("\n")
	}
	return b.String(), nil
}
