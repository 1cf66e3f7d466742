package athena

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/engine"
	"interlaken/fault"
	"interlaken/service"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
)

// planned is a query that has been understood and authorized: its meaning, its tables with the files that it may read,
// which are held, and what an engine's instance depends on.
type planned struct {
	analysis *analyze.Analysis
	now      time.Time
	tables   []engine.Table
	key      engine.Key
	held     []File
	// checks look into files that are held, which takes longer than a transaction may.
	checks []func() error
}

// release lets go of the files.
func (p *planned) release() {
	for _, f := range p.held {
		f.Release()
	}
	p.held = nil
}

// analysis are the options under which the execution's statement is analysed.
func (e *execution) analysis(now time.Time) analyze.Options {
	return analyze.Options{
		Catalog: strings.ToLower(orElse(e.Catalog, ownCatalog)), Database: e.schema(), Now: now, Text: e.Query,
	}
}

// plan analyses a query against the catalog, and authorizes and holds its files, in the transaction of a call that is
// the caller's through Athena. written, if not nil, is shown the query's meaning and says how it is written for what it
// is for. On an error nothing is held.
func (a *athena) plan(c *service.Call, e *execution, query *ast.Query, reader *catalogReader, written func(*analyze.Analysis) (*ast.Query, error)) (_ *planned, err error) {
	p := &planned{now: c.Now}
	defer func() {
		if err != nil {
			p.release()
		}
	}()
	if p.analysis, err = analyze.Analyze(c.Context, query, reader, e.analysis(c.Now)); err != nil {
		return nil, err
	}
	if written != nil {
		if query, err = written(p.analysis); err != nil {
			return nil, err
		}
		if p.analysis, err = analyze.Analyze(c.Context, query, reader, e.analysis(c.Now)); err != nil {
			return nil, err
		}
	}
	// Before any file is held: what is unread of a table's metadata ends the transaction.
	for i := range p.analysis.Tables {
		read := &p.analysis.Tables[i]
		if d := reader.found[analyze.TableName{Catalog: read.Catalog, Database: read.Database, Table: read.Table}]; d != nil && d.iceberg != nil && d.rows == nil {
			if _, err := reader.lake.scan(d.iceberg, read.Partitions); err != nil {
				return nil, err
			}
		}
	}
	catalog := sha256.New()
	for i := range p.analysis.Tables {
		read := &p.analysis.Tables[i]
		d := reader.found[analyze.TableName{Catalog: read.Catalog, Database: read.Database, Table: read.Table}]
		if d == nil {
			return nil, fault.New(fault.Internal, "The table %s.%s was analysed and is not known.", read.Database, read.Table)
		}
		if d.rows != nil {
			t, err := d.listed(c, read)
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(catalog, "%q %q %q %x\n", read.Catalog, read.Database, read.Table, sha256.Sum256(t.Inline))
			p.tables = append(p.tables, t)
			continue
		}
		fmt.Fprintf(catalog, "%q %q %q %q %d\n", aws.ToString(d.table.CatalogId), read.Database, read.Table, aws.ToString(d.table.VersionId), aws.ToTime(d.table.CreateTime).UnixNano())
		t, err := d.engineTable(read)
		if err != nil {
			return nil, err
		}
		if d.iceberg != nil {
			fmt.Fprintf(catalog, "%q %d\n", d.iceberg.MetadataLocation, d.iceberg.Snapshot())
			if err := p.readIceberg(c, a.Objects, reader.lake, &t, d, read); err != nil {
				return nil, err
			}
			p.tables = append(p.tables, t)
			continue
		}
		folders, err := d.locations(c, read)
		if err != nil {
			return nil, err
		}
		if err := p.read(c, a.Objects, &t, folders); err != nil {
			return nil, err
		}
		p.tables = append(p.tables, t)
	}
	objects := sha256.New()
	for _, f := range p.held {
		fmt.Fprintf(objects, "%q %q\n", f.Path, f.Version)
	}
	// A role's sessions share instances as far as their session policies are the same: each query is authorized anew,
	// and an instance sees no file beyond those it was made with.
	who := c.Session.Principal
	p.key = engine.Key{
		Account: who.Account, Role: orElse(who.RoleARN, who.ARN) + " " + who.SessionPolicy + " " + strings.Join(who.SessionPolicyARNs, " "), Catalog: hex.EncodeToString(catalog.Sum(nil)),
		Objects: hex.EncodeToString(objects.Sum(nil)),
	}
	return p, nil
}
