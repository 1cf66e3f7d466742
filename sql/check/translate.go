package check

import (
	"context"

	"interlaken/fault"
	"interlaken/sql/analyze"
	"interlaken/sql/infer"
	"interlaken/sql/parser"
	"interlaken/sql/translate"
)

// Translation is a statement's query in the engine's words, and what it reads.
type Translation struct {
	Kind string `json:"kind"`
	// DuckDB is the text for the engine. Its columns are Columns, in their order, under names of its own.
	DuckDB  string   `json:"duckdb"`
	Columns []Column `json:"columns"`
	// Reads are the tables that are read, with the columns of each that are.
	Reads []TableRead `json:"reads"`
	// Inferred are the tables that nothing defines, with what was inferred of them.
	Inferred []Table `json:"inferred,omitempty"`
}

// TableRead is a table that a statement reads; no columns where only its rows are counted.
type TableRead struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns"`
}

// Translate translates the one statement of a text. Pretty lays the engine's text out for people.
func Translate(ctx context.Context, text string, o Options, pretty bool) (*Translation, error) {
	if o.Templates {
		text = FillTemplates(text)
	}
	parts := parser.Split(text)
	if len(parts) != 1 {
		return nil, fault.New(fault.Validation, "The text holds %d statements, and one is translated.", len(parts))
	}
	tree, err := parts[0].Parse()
	if err != nil {
		return nil, err
	}
	query := QueryPart(tree)
	if query == nil {
		return nil, fault.New("NOT_SUPPORTED", "%s has no query in it: the catalog answers it, and no engine.", Kind(tree))
	}
	definitions := &infer.Definitions{}
	for _, c := range o.Catalogs {
		if err := Define(definitions, c.Name, c.Text); err != nil {
			return nil, err
		}
	}
	out := &Translation{Kind: Kind(tree), Columns: []Column{}, Reads: []TableRead{}}
	a, tables, err := definitions.Analyze(ctx, query, 0, o.analysis(parts[0].Text), func(a *analyze.Analysis) error {
		t := o.translation()
		t.Pretty = pretty
		var err error
		out.DuckDB, err = translate.Statement(a, t)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, c := range translate.Columns(a) {
		out.Columns = append(out.Columns, Column{c.Name, c.Type.String()})
	}
	for _, t := range a.Tables {
		name, _ := analyze.SplitVersion(t.Table)
		out.Reads = append(out.Reads, TableRead{t.Catalog + "." + t.Database + "." + name, append([]string{}, t.Columns...)})
	}
	out.Inferred = tablesOf(tables)
	return out, nil
}
