package sqlite

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"

	"modernc.org/sqlite"
)

// connection is one connection to the file with its prepared statements. The driver's own interface is used, and not
// database/sql: a statement costs half, and which connection runs it is not left to a pool. Not for concurrent use.
type connection struct {
	raw        driver.Conn
	statements map[string]driver.Stmt
}

// What each connection sets. A commit is on disk when it returns (FULL), but in tests. trusted_schema and
// cell_size_check are SQLite's advice for files that somebody may have touched.
const (
	common   = "PRAGMA busy_timeout = 10000; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; "
	durable  = common + "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"
	volatile = common + "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF"
)

func connect(path, pragmas string) (*connection, error) {
	name := url.URL{Scheme: "file", OmitHost: true, Path: path}
	raw, err := (&sqlite.Driver{}).Open(name.String())
	if err != nil {
		return nil, err
	}
	c := &connection{raw: raw, statements: map[string]driver.Stmt{}}
	if err := c.script(pragmas); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

// script runs statements that are not prepared for later.
func (c *connection) script(text string) error {
	statement, err := c.raw.Prepare(text)
	if err != nil {
		return err
	}
	_, err = statement.Exec(nil)
	return errors.Join(err, statement.Close())
}

// prepared returns the statement, compiled at its first use.
func (c *connection) prepared(text string) (driver.Stmt, error) {
	if statement, ok := c.statements[text]; ok {
		return statement, nil
	}
	statement, err := c.raw.Prepare(text)
	if err != nil {
		return nil, err
	}
	c.statements[text] = statement
	return statement, nil
}

// run executes a statement and returns how many rows it changed and the id of the row that it inserted.
func (c *connection) run(text string, arguments ...driver.Value) (changed, id int64, err error) {
	statement, err := c.prepared(text)
	if err != nil {
		return 0, 0, err
	}
	result, err := statement.Exec(arguments)
	if err != nil {
		return 0, 0, err
	}
	if changed, err = result.RowsAffected(); err == nil {
		id, err = result.LastInsertId()
	}
	return changed, id, err
}

// query hands each row to f. The row's slice is used again, its values are not.
func (c *connection) query(f func([]driver.Value) error, text string, arguments ...driver.Value) (err error) {
	statement, err := c.prepared(text)
	if err != nil {
		return err
	}
	rows, err := statement.Query(arguments)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, rows.Close())
	}()
	values := make([]driver.Value, len(rows.Columns()))
	for {
		switch err := rows.Next(values); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if err := f(values); err != nil {
			return err
		}
	}
}

// number runs a query that has one integer for an answer.
func (c *connection) number(text string) (int64, error) {
	var n int64
	found := false
	err := c.query(func(row []driver.Value) error {
		n, found = row[0].(int64)
		return nil
	}, text)
	if err == nil && !found {
		err = fmt.Errorf("%s: no integer", text)
	}
	return n, err
}

func (c *connection) close() error {
	var err error
	for _, statement := range c.statements {
		err = errors.Join(err, statement.Close())
	}
	return errors.Join(err, c.raw.Close())
}

// blob makes an argument of text that is compared byte by byte.
func blob(s string) driver.Value { return []byte(s) }
