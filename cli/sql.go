package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"interlaken/clock"
	"interlaken/sql/check"
)

func (c *command) sql() *cobra.Command {
	sql := &cobra.Command{Use: "sql", Short: "Check, lay out and translate Athena's SQL, without a server", Args: subcommand, RunE: showHelp}
	sql.AddCommand(c.sqlCheck(), c.sqlFormat(), c.sqlTranslate())
	return sql
}

// sqlSettings are what the subcommands have in common.
type sqlSettings struct {
	catalogs  []string
	database  string
	templates bool
}

func (s *sqlSettings) flags(cmd *cobra.Command, catalog string) {
	flags := cmd.Flags()
	flags.StringArrayVar(&s.catalogs, "catalog", nil, catalog)
	flags.StringVar(&s.database, "database", "default", "database of table names without one")
	flags.BoolVar(&s.templates, "templates", false, "take placeholders, ${name} and {{ name }}, for names")
}

// options reads the catalogs. FOLDER=FILE is a catalog for one folder.
func (s *sqlSettings) options() (check.Options, error) {
	o := check.Options{Templates: s.templates, Database: s.database, Now: clock.System.Now().UTC()}
	for _, name := range s.catalogs {
		folder, file, ok := strings.Cut(name, "=")
		if !ok {
			folder, file = "", name
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return o, fmt.Errorf("--catalog cannot be read: %w", err)
		}
		o.Catalogs = append(o.Catalogs, check.Catalog{Folder: folder, File: check.File{Name: file, Text: check.Text(text)}})
	}
	return o, nil
}

// readSQL reads a file, "-" for standard input.
func (c *command) readSQL(name string) (string, error) {
	in := c.in
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return "", fmt.Errorf("the statement cannot be read: %w", err)
		}
		defer file.Close()
		in = file
	}
	text, err := io.ReadAll(io.LimitReader(in, check.MaxBytes+1))
	if err == nil && len(text) > check.MaxBytes {
		err = fmt.Errorf("it is longer than %d bytes", check.MaxBytes)
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return check.Text(text), nil
}

// sqlFiles reads the files that arguments name: a folder's with all below it, a file, or standard input.
func (c *command) sqlFiles(arguments []string) ([]check.File, error) {
	var files []check.File
	for _, name := range arguments {
		info, err := os.Stat(name)
		if name == "-" || err == nil && !info.IsDir() {
			text, err := c.readSQL(name)
			if err != nil {
				return nil, err
			}
			files = append(files, check.File{Name: name, Folder: ".", Text: text})
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", name, err)
		}
		below, err := check.Read(os.DirFS(name))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for i := range below {
			below[i].Name = filepath.ToSlash(filepath.Join(name, filepath.FromSlash(below[i].Name)))
		}
		files = append(files, below...)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no file there ends in .sql", strings.Join(arguments, ", "))
	}
	return files, nil
}

// someArguments is for a command that takes one or more.
func someArguments(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, arguments []string) error {
		if len(arguments) == 0 {
			return usageError{fmt.Errorf("'%s' takes %s (see '%s --help')", cmd.CommandPath(), what, cmd.CommandPath())}
		}
		return nil
	}
}
