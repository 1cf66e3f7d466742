package sqlite

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"interlaken/fault"
)

//go:embed migrations/*.sql
var files embed.FS

// application marks the file as ours in its header ("ILKN"); see SQLite's PRAGMA application_id.
const application = 0x494c4b4e

func embedded() fs.FS {
	sub, err := fs.Sub(files, "migrations")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}

// migrate runs the migrations that the file has not had, each in one transaction with its number. They are named
// 0001_what.sql and on, without gaps. Before an existing file is changed it is copied beside itself, once for each
// schema: the copy of a migration that failed half-way through a list stays the older one.
func migrate(ctx context.Context, c *connection, path string, migrations fs.FS) error {
	names, err := fs.Glob(migrations, "*.sql")
	if err != nil || len(names) == 0 {
		return fault.Wrap(err, fault.Internal, "The store's migrations are missing.")
	}
	have, err := c.number("PRAGMA user_version")
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "The file %s is not a store that can be read; restore a copy or choose another folder.", path)
	}
	mark, err := c.number("PRAGMA application_id")
	if err != nil {
		return failed(err)
	}
	switch {
	case have > int64(len(names)):
		return fault.New(fault.Unsupported,
			"The store %s was written by a newer version of this program (schema %d, this one reads up to %d); use that version or restore a copy.",
			path, have, len(names))
	case have > 0 && mark != application:
		return fault.New(fault.Conflict, "The file %s is the database of another program; choose another folder.", path)
	case have == int64(len(names)):
		return nil
	case have > 0:
		if err := keepCopy(c, fmt.Sprintf("%s.schema-%d", path, have)); err != nil {
			return fault.Wrap(err, fault.Unavailable, "The store %s could not be copied before its schema is raised; make room on the disk.", path)
		}
	}
	for i, name := range names[have:] {
		number := have + int64(i) + 1
		if !strings.HasPrefix(name, fmt.Sprintf("%04d_", number)) {
			return fault.New(fault.Internal, "The store's migration %d is missing.", number)
		}
		if err := ctx.Err(); err != nil {
			return fault.Wrap(err, fault.Cancelled, "Opening the store was given up.")
		}
		text, err := fs.ReadFile(migrations, name)
		if err != nil {
			return fault.Wrap(err, fault.Internal, "The store's migration %d cannot be read.", number)
		}
		step := fmt.Sprintf("BEGIN IMMEDIATE;\n%s\nPRAGMA user_version = %d; PRAGMA application_id = %d; COMMIT", text, number, application)
		if err := c.script(step); err != nil {
			return fault.Wrap(errors.Join(err, c.script("ROLLBACK")), fault.Unavailable,
				"The store %s could not be brought to schema %d; it is unchanged.", path, number)
		}
	}
	return nil
}

// keepCopy writes a whole copy of the database, under its final name only once it is complete.
func keepCopy(c *connection, path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	unfinished := path + ".unfinished"
	if err := os.Remove(unfinished); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := createFile(unfinished); err != nil {
		return err
	}
	// VACUUM INTO accepts an empty file, so the mode is the one that createFile gave it.
	if _, _, err := c.run("VACUUM INTO ?", unfinished); err != nil {
		return err
	}
	if err := os.Rename(unfinished, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}
