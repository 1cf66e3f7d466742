// Package estimate says how many bytes a statement will scan before it runs, as a range with its basis: from the catalog,
// the sizes of objects, and the footers of Parquet files, which it keeps. Where it would have to guess, it says that the
// figure is unknown, and why. It asks through narrow ports, as their caller and a bounded number of times, so that it serves
// in process and over the wire; it runs nothing, decides nothing about permission, and prices nothing (hub/meter does). It
// imports sql/analyze and sql/hive, and no engine.
//
// The figure is of what the local engine reads: the column chunks of columns that are needed, of row groups that neither
// partitions nor bounds rule out; text counts whole. The upper end assumes that joins save nothing, the lower end that they
// save most of it.
package estimate

import (
	"context"

	"interlaken/fault"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
)

// Settings bound what one estimate may cost. Zero values are the defaults.
type Settings struct {
	// Requests is how many pages of partitions and of objects are asked for at most; 100. An estimate that needs more says
	// unknown.
	Requests int
	// Footers is how many footers are read at most, beside those that are kept; 50. Where a table has more files, those
	// read stand for the others.
	Footers int
	// FooterBytes is how large a footer may be; 8 MiB.
	FooterBytes int64
}

// Estimator makes estimates. It is safe for concurrent use where its ports are.
type Estimator struct {
	Catalog Catalog
	Objects Objects
	// Footers keeps what was read for Reader, the principal that the ports act as; it may be nil, then nothing is kept.
	Footers  *Cache
	Reader   string
	Settings Settings
}

// Estimate is what a statement will scan, in bytes: LowBytes to HighBytes, both inclusive, or Unknown.
type Estimate struct {
	LowBytes, HighBytes int64
	// Free tells that the statement is one that Athena does not charge for: DDL, and EXPLAIN.
	Free bool
	// Unknown is why there is no range; "" where there is one. It begins in lower case and has no full stop.
	Unknown string
	Basis   Basis
}

// Basis is what an estimate rests on.
type Basis struct {
	// Tables are counted once for each, Partitions and Files as far as the statement's conditions leave them.
	Tables, Partitions, Files int
	// FileBytes is the sum of the files' sizes.
	FileBytes int64
	// Footers is how many files' footers were looked at, Kept how many of them without a request. Guessed is how many
	// Parquet files others stand for.
	Footers, Kept, Guessed int
	// Requests is how many calls of the ports there were.
	Requests int
}

// Statement estimates a statement. An error is a fault of the statement, as the analysis gives it, or of the catalog; what
// keeps it from an estimate of a sound statement is told as Unknown.
func (e *Estimator) Statement(ctx context.Context, statement ast.Statement, options analyze.Options) (*Estimate, error) {
	switch s := statement.(type) {
	case *ast.Query, *ast.Unload, *ast.CreateTableAs, *ast.Insert:
	case *ast.Explain:
		if s.Analyze { // which runs it
			return e.Statement(ctx, s.Statement, options)
		}
		return &Estimate{Free: true}, nil
	case *ast.Execute:
		return &Estimate{Unknown: "the text of a prepared statement is in its workgroup"}, nil
	case *ast.Delete, *ast.Update, *ast.Merge, *ast.Optimize, *ast.Vacuum, *ast.ExternalFunctions:
		return &Estimate{Unknown: "statements that change tables of Iceberg, and external functions, are not estimated"}, nil
	default:
		return &Estimate{Free: true}, nil
	}
	w := &work{Estimator: e, ctx: ctx, options: options, settings: e.Settings.orDefault(), tables: map[analyze.TableName]*table{}}
	a, err := analyze.Analyze(ctx, statement, (*catalogReader)(w), options)
	if err != nil {
		return nil, err
	}
	out, err := w.estimate(a)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		out = &Estimate{Unknown: fault.Public(err)}
	}
	out.Basis = w.basis
	return out, nil
}

func (s Settings) orDefault() Settings {
	if s.Requests == 0 {
		s.Requests = 100
	}
	if s.Footers == 0 {
		s.Footers = 50
	}
	if s.FooterBytes == 0 {
		s.FooterBytes = 8 << 20
	}
	return s
}

// work is one estimate at work.
type work struct {
	*Estimator
	ctx      context.Context
	options  analyze.Options
	settings Settings
	tables   map[analyze.TableName]*table
	pages    int // that were asked for
	basis    Basis
}

func (w *work) estimate(a *analyze.Analysis) (*Estimate, error) {
	found, err := scans(a, w.options)
	if err != nil {
		return nil, err
	}
	for i := range a.Tables {
		if err := w.list(&a.Tables[i]); err != nil {
			return nil, err
		}
	}
	if err := w.readFooters(found); err != nil {
		return nil, err
	}
	out := &Estimate{}
	for _, s := range found {
		low, high := w.tables[s.name].bytes(s)
		out.LowBytes, out.HighBytes = add(out.LowBytes, low), add(out.HighBytes, high)
	}
	return out, nil
}
