package athena

import (
	"context"
	"strings"

	"interlaken/result"
	"interlaken/service"
	"interlaken/sql/ast"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

// listing is what a statement that shows something answers: lines of text, each one row.
type listing struct {
	columns []result.Column
	lines   []string
}

// listed makes an empty listing under named columns of text.
func listed(names ...string) *listing {
	l := &listing{}
	for _, n := range names {
		l.columns = append(l.columns, result.Column{Name: n, Type: types.Simple(types.Varchar)})
	}
	return l
}

func (l *listing) add(lines ...string) { l.lines = append(l.lines, lines...) }

// text is the listing as its file has it.
func (l *listing) text() string {
	if len(l.lines) == 0 {
		return ""
	}
	return strings.Join(l.lines, "\n") + "\n"
}

// define does a statement that is about the catalog and reads no rows.
func (t *attempt) define(ctx context.Context, s ast.Statement) error {
	if show := shows(s); show != nil {
		return t.show(ctx, show)
	}
	do, err := t.change(s)
	if err != nil {
		return t.refused(ctx, err)
	}
	file := &resultFile{}
	defer file.Discard()
	if err := file.stage(t.Objects, &t.e, nil); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return t.succeed(ctx, func(c *service.Call) error {
		if err := do(t.catalog(c)); err != nil {
			return err
		}
		return t.put(c, file)
	}, func(*execution) {})
}

// show does a statement that reads the catalog: in one transaction, and its answer is put in another.
func (t *attempt) show(ctx context.Context, read func(*catalog) (*listing, error)) error {
	var l *listing
	err := t.transaction(ctx, func(c *service.Call) (err error) {
		l, err = read(t.catalog(c))
		return err
	})
	if err != nil {
		return t.refused(ctx, err)
	}
	return t.answer(ctx, l)
}

// answer puts lines of text as the statement's result and ends it.
func (t *attempt) answer(ctx context.Context, l *listing) error {
	file := &resultFile{}
	defer file.Discard()
	if err := file.stage(t.Objects, &t.e, l.columns); err != nil {
		return err
	}
	if _, err := file.body.Write([]byte(l.text())); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return t.succeed(ctx, func(c *service.Call) error { return t.put(c, file) }, func(e *execution) {
		e.Columns, e.OutputBytes = l.columns, file.body.Size()
	})
}

// shows returns what reads a statement's answer from the catalog; nil for a statement that changes it.
func shows(s ast.Statement) func(*catalog) (*listing, error) {
	switch s := s.(type) {
	case *ast.Show:
		return func(k *catalog) (*listing, error) { return k.show(s) }
	case *ast.Describe:
		return func(k *catalog) (*listing, error) { return k.describe(s) }
	case *ast.RepairTable:
		return func(k *catalog) (*listing, error) { return k.repair(s) }
	}
	return nil
}

// change returns what a statement changes.
func (t *attempt) change(s ast.Statement) (func(*catalog) error, error) {
	switch s := s.(type) {
	case *ast.CreateDatabase:
		return func(k *catalog) error { return k.createDatabase(s) }, nil
	case *ast.DropDatabase:
		return func(k *catalog) error { return k.dropDatabase(s) }, nil
	case *ast.AlterDatabase:
		return func(k *catalog) error { return k.alterDatabase(s) }, nil
	case *ast.CreateTable:
		if strings.EqualFold(texts(s.Properties)["table_type"], "ICEBERG") {
			return func(k *catalog) error { return k.icebergTable(s) }, nil
		}
		return func(k *catalog) error { return k.createTable(s) }, nil
	case *ast.DropTable:
		return func(k *catalog) error { return k.dropTable(s) }, nil
	case *ast.AlterTable:
		return func(k *catalog) error { return k.alterTable(s) }, nil
	case *ast.CreateView:
		return func(k *catalog) error { return k.createView(s) }, nil
	case *ast.Prepare:
		return func(k *catalog) error { return prepare(k.c, &t.e, s) }, nil
	case *ast.Deallocate:
		return func(k *catalog) error { return deallocate(k.c, &t.e, s) }, nil
	}
	_, kind := classify(s)
	return nil, token.Fault("NOT_SUPPORTED", s.Pos(), "%s is not supported", strings.ReplaceAll(orElse(kind, "This statement"), "_", " "))
}
