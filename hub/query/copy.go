package query

import (
	"context"
	"slices"
	"time"

	"interlaken/engine"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/result"
	"interlaken/sql/ast"
	"interlaken/sql/printer"
	"interlaken/sql/translate"
	"interlaken/sql/types"
	"interlaken/store"
	wire "interlaken/wire/interlaken"
)

// Sets gives the rows of data sets that are in memory.
type Sets interface {
	// Open makes the rows of a set's version files that the hub's engine can read, Parquet of its columns, until they are
	// released. load names them: as long as it is the same, so are they.
	Open(ctx context.Context, set hub.Set) (files []engine.File, load string, release func(), err error)
}

// Copy says of what a part was answered that read no account: a version of a data set in memory.
type Copy struct {
	Version     string    `json:"version"`
	IngestionID string    `json:"ingestionId"`
	Made        time.Time `json:"made"` // when the accounts were read
	Rows        int64     `json:"rows"` // of the whole set
}

// Shown is the copy in the API's shape; nil for none.
func (c *Copy) Shown() *wire.RunCopy {
	if c == nil {
		return nil
	}
	return &wire.RunCopy{IngestionId: &c.IngestionID, MadeAt: &c.Made, Rows: &c.Rows}
}

// copyTable is the name under which a query sees the set.
const copyTable = "rows"

// compileCopy makes the query of a data set that is in memory. Its parts read nothing: they say whose copy it is, so that
// each owner's switch stops it and each sees it (SECURITY S13).
func compileCopy(r store.Reader, set *hub.DataSet, q *definition.Query, limit int, now time.Time) (parts []Part, text string, err error) {
	kept, err := keptSet(r, set.Account, set.Region, set.ID)
	if err != nil {
		return nil, "", err
	}
	scope := newScope(q, set, now)
	used, err := scope.used(q)
	if err != nil {
		return nil, "", err
	}
	wanted := used.columns
	under := &ast.Select{From: &ast.Table{Name: ast.QName(copyTable)}}
	for _, name := range wanted {
		column := columnOf(&set.Root, name)
		if column == nil {
			return nil, "", fault.New(fault.Validation, "The data set %s has no column %q.", set.ID, name)
		}
		if !slices.ContainsFunc(kept.Version.Columns, func(c hub.SetColumn) bool { return c.Name == column.Name }) {
			return nil, "", fault.New(fault.Conflict, "The column %q of data set %s is not in memory yet: the data set has changed since its last ingestion. Wait for the next one.", name, set.ID)
		}
		under.Items = append(under.Items, &ast.SelectExpression{Value: ast.Name(column.Name)})
	}
	if len(under.Items) == 0 {
		under.Items = append(under.Items, &ast.SelectExpression{Value: ast.Name(kept.Version.Columns[0].Name)})
	}
	query, err := over(q, scope, &ast.Query{Body: under}, limit)
	if err != nil {
		return nil, "", err
	}
	if text, err = printer.Print(query, printer.Options{}); err != nil {
		return nil, "", fault.Wrap(err, fault.Validation, "%s", fault.Public(err))
	}
	read := columnsRead{}
	if _, err := (bases{set, read.noting(catalogLeaf), now}).base(&set.Root, wanted); err != nil {
		return nil, "", err
	}
	return copyParts(kept.Version, func(arn string) (names []string) {
		for _, t := range set.Tables {
			if t.DataSourceARN == arn {
				names = append(names, read[t.ID]...)
			}
		}
		return names
	}), text, nil
}

// keptSet is the set of a data set, with a version.
func keptSet(r store.Reader, account, region, id string) (hub.Set, error) {
	kept, err := hub.GetSet(r, account, region, id)
	if fault.Is(err, fault.NotFound) || err == nil && kept.Version == nil {
		return kept, fault.New(fault.Conflict, "The data set %s is not in memory: no ingestion of it has completed yet. DescribeIngestion says how far the last one is.", id)
	}
	return kept, err
}

// copyParts are a part for each data source that a version was read from.
func copyParts(v *hub.SetVersion, columns func(dataSourceARN string) []string) []Part {
	parts := make([]Part, len(v.Sources))
	for i, source := range v.Sources {
		name := onlyPart
		if len(v.Sources) > 1 {
			name = source.ID
		}
		parts[i] = Part{
			Name: name, DataSource: source, Columns: columns(source.ARN()), State: Queued,
			Copy: &Copy{Version: v.ID, IngestionID: v.IngestionID, Made: v.Made, Rows: v.Rows},
		}
	}
	return parts
}

// copied reports whether the run is answered from memory.
func (run *Run) copied() bool { return len(run.Parts) > 0 && run.Parts[0].Copy != nil }

// fromCopy answers a run from memory: from the version that is there now, whose owners may be others than when it was
// asked for.
func (s *Service) fromCopy(ctx context.Context, run *Run) (*Rows, error) {
	started := s.Clock.Now()
	kept, err := s.pinned(ctx, run)
	if err != nil {
		return nil, err
	}
	rows, err := s.overCopy(ctx, run, kept)
	if err != nil {
		// The version may have been followed by another one just before it was opened.
		now, changed := s.pinned(ctx, run)
		if changed == nil && now.Version.ID != kept.Version.ID {
			rows, err = s.overCopy(ctx, run, now)
		}
	}
	for i := range run.Parts {
		p := &run.Parts[i]
		p.State, p.Known = Succeeded, true // nothing was read of the account, so it costs nothing there
		if err != nil {
			p.State = Failed
		}
	}
	run.JoinTime = s.Clock.Now().Sub(started).Milliseconds()
	if err == nil && rows.Cut {
		run.Warnings = append(run.Warnings, s.cut(run))
	}
	return rows, err
}

// pinned is the set that a run is answered from, as it is now, with the run's parts made those of it. It is refused where
// an owner's switch stops the person.
func (s *Service) pinned(ctx context.Context, run *Run) (kept hub.Set, err error) {
	err = s.Store.View(ctx, func(r store.Reader) error {
		if kept, err = keptSet(r, run.Account, run.Region, run.DataSet.ID); err != nil {
			return err
		}
		asked := run.Parts
		run.Parts = copyParts(kept.Version, func(arn string) []string {
			for i := range asked {
				if asked[i].DataSource.ARN() == arn {
					return asked[i].Columns
				}
			}
			return nil
		})
		return suspended(r, run)
	})
	return kept, err
}

func (s *Service) overCopy(ctx context.Context, run *Run, kept hub.Set) (*Rows, error) {
	if s.Sets == nil {
		return nil, fault.New(fault.Unavailable, "This hub keeps no data sets in memory.")
	}
	table := engine.Table{Catalog: joinCatalog, Schema: joinSchema, Name: copyTable, Format: engine.Parquet}
	columns := make([]result.Column, len(kept.Version.Columns))
	for i, c := range kept.Version.Columns {
		t, err := types.ParseTrino(c.Type)
		if err != nil {
			return nil, fault.Wrap(err, fault.Internal, "The set of data set %s has a column of no type.", run.DataSet.ID)
		}
		native, err := translate.DuckDBType(t)
		if err != nil {
			return nil, err
		}
		columns[i] = result.Column{Name: c.Name, Type: t}
		table.Columns = append(table.Columns, engine.Column{Name: c.Name, Type: native})
	}
	files, load, release, err := s.Sets.Open(ctx, kept)
	if err != nil {
		return nil, err
	}
	defer release()
	table.Files = files
	return s.evaluate(ctx, run, partCatalog{copyTable: columns}, engine.Request{
		Tables: []engine.Table{table}, Resident: true, Key: engine.Key{Account: run.Account, Role: "memory", Objects: load},
	})
}
