package duck

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow/ipc"

	"interlaken/engine"
	"interlaken/fault"
)

// place makes the tables of the request stand, and takes those of earlier requests away.
func (i *Instance) place(ctx context.Context, r engine.Request) error {
	if err := i.placeSchemas(ctx, r); err != nil {
		return err
	}
	withPath := strings.Contains(r.Statement, `"$path"`)
	wanted := map[string]bool{}
	for _, t := range r.Tables {
		name := qualified(t)
		wanted[name] = true
		if t.Inline != nil {
			if err := i.placeInline(ctx, t); err != nil {
				return err
			}
			continue
		}
		rel, err := describe(t, withPath, i.nothing())
		if err != nil {
			return err
		}
		digest := strings.Join(rel.definition, "\x00")
		if i.tables[name].digest == digest {
			continue
		}
		if err := i.drop(ctx, name); err != nil {
			return err
		}
		if err := i.session.exec(ctx, strings.Join(rel.definition, "; ")); err != nil {
			return err
		}
		i.tables[name] = made{relation: rel, digest: digest}
	}
	for name := range i.tables {
		if !wanted[name] {
			if err := i.drop(ctx, name); err != nil {
				return err
			}
		}
	}
	return nil
}

// drop takes a table away, if it stands.
func (i *Instance) drop(ctx context.Context, name string) error {
	m, ok := i.tables[name]
	if !ok {
		return nil
	}
	statement := "DROP VIEW " + name
	if m.inline {
		statement = "DROP TABLE " + name
	}
	if m.relation.partsName != "" {
		statement += "; DROP TABLE " + m.relation.partsName
	}
	delete(i.tables, name)
	return i.session.exec(ctx, statement)
}

func (i *Instance) placeSchemas(ctx context.Context, r engine.Request) error {
	var statements []string
	need := func(catalog, schema string) {
		c := ident(strings.ToLower(orElse(catalog, "memory")))
		if !i.catalog[c] && c != `"memory"` {
			statements = append(statements, "ATTACH ':memory:' AS "+ident(catalog))
		}
		s := c + "." + ident(strings.ToLower(schema))
		if !i.catalog[s] {
			statements = append(statements, "CREATE SCHEMA IF NOT EXISTS "+ident(orElse(catalog, "memory"))+"."+ident(schema))
		}
		i.catalog[c], i.catalog[s] = true, true
	}
	for _, t := range r.Tables {
		need(t.Catalog, t.Schema)
	}
	if r.Schema != "" {
		need(r.Catalog, r.Schema)
	}
	if statements == nil {
		return nil
	}
	return i.session.exec(ctx, strings.Join(statements, "; "))
}

// placeInline copies the rows of an inline table in. A copy, because DuckDB reads a registered stream only once.
func (i *Instance) placeInline(ctx context.Context, t engine.Table) error {
	name := qualified(t)
	digest := string(t.Inline) + fmt.Sprint(t.Columns)
	if i.tables[name].digest == digest {
		return nil
	}
	if len(t.Files) > 0 || len(t.Partitions) > 0 {
		return fault.New(fault.Validation, "The table %s has rows of its own and files or partitions as well.", t.Name)
	}
	if err := i.drop(ctx, name); err != nil {
		return err
	}
	reader, err := ipc.NewReader(bytes.NewReader(t.Inline))
	if err != nil {
		return fault.Wrap(err, fault.Validation, "The rows of table %s are not an Arrow stream.", t.Name)
	}
	defer reader.Release()
	const registered = "interlaken inline"
	release, err := i.session.arrow.RegisterView(reader, registered)
	if err != nil {
		return err
	}
	defer release()
	var columns []string
	for _, c := range t.Columns {
		if err := checkType(c.Type); err != nil {
			return err
		}
		columns = append(columns, "CAST("+ident(c.Name)+" AS "+c.Type+") AS "+ident(c.Name))
	}
	view := ident(registered) // stands in the schema that names resolve in
	err = i.session.exec(ctx, "CREATE TABLE "+name+" AS SELECT "+strings.Join(columns, ", ")+" FROM "+view)
	if err != nil {
		return errors.Join(err, i.session.exec(ctx, "DROP VIEW "+view))
	}
	i.tables[name] = made{inline: true, digest: digest}
	return i.session.exec(ctx, "DROP VIEW "+view)
}
