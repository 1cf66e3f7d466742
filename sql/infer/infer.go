// Package infer gives statements a catalog where there is none: out of the CREATE statements that stand beside them,
// and for a table that nothing defines out of how the statement uses it. Its columns are the names that the statement
// needs of it, their types the ones with which the statement means something; such a table says that the statement can
// be right, not that it is. It stands on sql/analyze's account of what a statement lacks, reads no file and parses no
// text. sql/check and the command line import it.
//
// One file an idea: definitions.go what is defined, guess.go the names of columns, kinds.go their types.
package infer

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"interlaken/fault"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
)

// Table is a table that was inferred.
type Table struct {
	Catalog, Database, Table string
	Columns                  []analyze.Column
}

// Bounds of one statement's inference: how often it is analysed, how many expressions are typed by that, and how many
// other definitions of its tables are tried.
const (
	maxAttempts = 4000
	maxTyped    = 4_000_000
	maxChoices  = 8
)

// Analyze analyses a statement that stands at a place among the definitions, and infers the tables that none of them
// defines. accept, which may be nil, is what is asked of the analysis beyond being one, such as that it translates. The
// analysis comes with the error of accept too; without it the analysis has failed. The same input gives the same
// answer.
func (d *Definitions) Analyze(ctx context.Context, statement ast.Statement, place int, options analyze.Options, accept func(*analyze.Analysis) error) (*analyze.Analysis, []Table, error) {
	start := func(instead map[analyze.TableName]int) *search {
		return &search{
			ctx: ctx, definitions: d, statement: statement, place: place, options: options, accept: accept,
			instead: instead, choices: map[analyze.TableName][]*defined{}, failed: map[string]bool{},
		}
	}
	s := start(nil)
	best := s.run()
	if best.err != nil {
		// Where a name is defined several times, another definition may be the one that was meant.
		for _, instead := range s.others() {
			other := start(instead)
			if now := other.run(); now.err == nil {
				s, best = other, now
				break
			}
		}
	}
	if ctx.Err() != nil {
		return nil, nil, fault.Wrap(ctx.Err(), fault.Cancelled, "The statement was left.")
	}
	if !best.analysed {
		return nil, s.tables(), best.err
	}
	return best.analysis, s.tables(), best.err
}

// search is the inference for one statement.
type search struct {
	ctx         context.Context
	definitions *Definitions
	statement   ast.Statement
	place       int
	options     analyze.Options
	accept      func(*analyze.Analysis) error

	// choices are the definitions that a name may stand for, the likeliest first, nil for one that is to be inferred;
	// instead says which is taken, where it is not the first.
	choices map[analyze.TableName][]*defined
	instead map[analyze.TableName]int
	named   []analyze.TableName // in the order of first mention
	guesses []*guess            // in the order of first mention

	attempts int
	typed    int
	// failed has the places of errors of accept that were met on the way, so that no change leads back to one.
	failed map[string]bool
}

// run analyses until nothing mends what is wrong.
func (s *search) run() attempt {
	best := s.attempt()
	for best.err != nil && s.ctx.Err() == nil && s.mend(&best) {
	}
	for _, g := range s.guesses {
		if len(g.columns) == 0 && best.err == nil && !g.closed { // read as * alone, or counted: some column it has to have
			g.add("column1", false)
			best = s.attempt()
		}
	}
	return best
}

// others are the choices that remain: of one name each, no more than maxChoices.
func (s *search) others() []map[analyze.TableName]int {
	var out []map[analyze.TableName]int
	for _, name := range s.named {
		for i := 1; i < len(s.choices[name]) && len(out) < maxChoices; i++ {
			out = append(out, map[analyze.TableName]int{name: i})
		}
	}
	return out
}

// tables are what was inferred, by name.
func (s *search) tables() []Table {
	var tables []Table
	for _, g := range s.guesses {
		tables = append(tables, Table{g.name.Catalog, g.name.Database, g.name.Table, g.info().Columns})
	}
	slices.SortFunc(tables, func(a, b Table) int {
		return strings.Compare(a.Catalog+"\x00"+a.Database+"\x00"+a.Table, b.Catalog+"\x00"+b.Database+"\x00"+b.Table)
	})
	return tables
}

// attempt is what came of analysing the statement with the tables as they are guessed.
type attempt struct {
	analysis *analyze.Analysis // as far as it came
	analysed bool
	err      error
}

func (s *search) attempt() attempt {
	s.attempts++
	a, err := analyze.Attempt(s.ctx, s.statement, s, s.options)
	out := attempt{analysis: a, analysed: err == nil, err: err}
	if a != nil {
		s.typed += a.Typed()
	}
	if err == nil && s.accept != nil {
		out.err = s.accept(a)
	}
	return out
}

// spent reports that the bounds are reached, or that nobody waits any more.
func (s *search) spent() bool {
	return s.ctx.Err() != nil || s.attempts > maxAttempts || s.typed > maxTyped
}

// better reports whether an attempt came further than another.
func (s *search) better(a, than attempt) bool {
	switch {
	case than.err == nil || a.analysis == nil:
		return false
	case a.err == nil:
		return true
	case a.analysed != than.analysed:
		return a.analysed
	case a.analysed:
		return !s.failed[placeOf(a.err)]
	case a.analysis.Typed() == than.analysis.Typed():
		return lacksColumn(a.err) && !lacksColumn(than.err) || placeOf(a.err) == placeOf(than.err) && columnOf(a.err) > columnOf(than.err)
	}
	return a.analysis.Typed() > than.analysis.Typed()
}

// lacksColumn reports an error that another column of an inferred table mends.
func lacksColumn(err error) bool {
	var m *analyze.Missing
	return errors.As(err, &m)
}

// placeOf is the place that an error's sentence begins with; empty for none.
func placeOf(err error) string {
	return placed.FindString(fault.Public(err))
}

// placed is how a sentence begins that has a place.
var placed = regexp.MustCompile(`^line [0-9]+:[0-9]+: `)

// Table implements analyze.Catalog. All versions of a table have the columns of one.
func (s *search) Table(ctx context.Context, catalog, database, table string) (*analyze.TableInfo, error) {
	table, _ = analyze.SplitVersion(table)
	name := analyze.TableName{Catalog: catalog, Database: database, Table: table}
	choices, asked := s.choices[name]
	if !asked {
		choices = s.definitions.tables(ctx, name, s.place, s.options)
		s.choices[name] = choices
		s.named = append(s.named, name)
	}
	var info *defined
	if i := s.instead[name]; i < len(choices) {
		info = choices[i]
	}
	if info == nil {
		return s.guess(name).info(), nil
	}
	if slices.Contains(info.soft, true) {
		return s.soften(name, info).info(), nil
	}
	return &info.TableInfo, nil
}
