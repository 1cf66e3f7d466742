package query

import (
	"context"
	"time"

	"interlaken/hub"
	"interlaken/sql/ast"
)

// Whole is the query that a data set stands for, all of its rows and columns, over what leaf makes of each physical table
// for the columns of it that are needed.
func Whole(set *hub.DataSet, now time.Time, leaf func(table *hub.Physical, columns []string) (ast.Relation, error)) (*ast.Query, error) {
	return bases{set: set, now: now, physical: func(_ *hub.Relation, table *hub.Physical, columns []string) (ast.Relation, error) {
		return leaf(table, columns)
	}}.base(&set.Root, set.ColumnNames())
}

// Needed are the columns of the physical tables that a data set is made of, by the tables' ids.
func Needed(set *hub.DataSet, now time.Time) (map[string][]string, error) {
	read := columnsRead{}
	_, err := bases{set, read.noting(catalogLeaf), now}.base(&set.Root, set.ColumnNames())
	return read, err
}

// OfTable is SELECT columns FROM a physical table, as its account sees it.
func OfTable(table *hub.Physical, columns []string) (*ast.Query, error) {
	return tableQuery(table, columns, nil)
}

// Ask runs a part outside of any run, as a person and under a client token; it gives at most limit rows. What it learns
// stands in the part also when it fails.
func (s *Service) Ask(ctx context.Context, person hub.Person, p *Part, token string, limit int) (*Rows, error) {
	run := &Run{ID: token, Person: person, Parts: []Part{*p}, memory: &portion{of: &s.flight}}
	defer run.memory.release()
	return s.part(ctx, run, p, limit)
}

// FailureOf is the code and the public sentence of an error of Ask, the account that it is of, and the step: 1 role A,
// 2 role B, 3 Athena, 0 for what is of none.
func FailureOf(err error) Failure { return *failureOf(&Run{}, err) }
