package duck

import (
	"context"
	"errors"

	"github.com/apache/arrow-go/v18/arrow/array"
	duckdb "github.com/duckdb/duckdb-go/v2"
)

// session is a connection to an instance. One statement at a time.
type session struct {
	conn  *duckdb.Conn
	arrow *duckdb.Arrow
	used  bool // something has run since this was last set to false
}

func connect(ctx context.Context, c *duckdb.Connector) (*session, error) {
	opened, err := c.Connect(ctx)
	if err != nil {
		return nil, err
	}
	conn, ok := opened.(*duckdb.Conn)
	if !ok {
		return nil, errors.New("duck: the driver gave another kind of connection")
	}
	a, err := duckdb.NewArrowFromConn(conn)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return &session{conn: conn, arrow: a}, nil
}

// exec runs statements of this package's own making.
func (s *session) exec(ctx context.Context, statements string) error {
	s.used = true
	_, err := s.conn.ExecContext(ctx, statements, nil)
	return err
}

func (s *session) query(ctx context.Context, statement string) (array.RecordReader, error) {
	s.used = true
	return s.arrow.QueryContext(ctx, statement)
}

func (s *session) close() error { return s.conn.Close() }
