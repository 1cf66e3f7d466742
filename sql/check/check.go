// Package check tells of files of SQL whether each statement is one that Athena takes and that the engine can run: it
// parses them, makes a catalog of what they define, infers the tables that nothing defines, and translates. What it
// gives is data: a report by file and statement, counts by folder, and a ratchet that holds counts to what they were.
// It runs no statement and reads no file but through the file system it is given. The command line and the tests
// import it.
package check

import (
	"context"
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"interlaken/fault"
	"interlaken/id"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/infer"
	"interlaken/sql/parser"
	"interlaken/sql/token"
	"interlaken/sql/translate"
)

// File is a text of one or more statements.
type File struct {
	// Name is the file's name, with slashes; Folder is what it is counted under, and whose definitions it sees.
	Name, Folder string
	Text         string
}

// Catalog is a text that defines tables for the files of one folder, or of all.
type Catalog struct {
	Folder string // empty for all
	File
}

// Options are what files are checked under.
type Options struct {
	// Templates takes ${name} and {{ name }} for names.
	Templates bool
	// Database completes names of tables; empty for "default".
	Database string
	// Now is the time at which the statements are translated.
	Now      time.Time
	Catalogs []Catalog
	// Translated, where it is set, is given each query that translates, with its text for the engine.
	Translated func(file string, a *analyze.Analysis, text string)
}

// Report is what was found out about files.
type Report struct {
	Files   []FileReport `json:"files"`
	Folders []Count      `json:"folders"`
	Total   Count        `json:"total"`
}

// Count is how many files there are, and of how many all statements parse, and translate.
type Count struct {
	Folder     string `json:"folder,omitempty"`
	Files      int    `json:"files"`
	Statements int    `json:"statements"`
	Parsed     int    `json:"parsed"`
	Translated int    `json:"translated"`
	// Inferred counts the translated files in which a table's columns had to be inferred.
	Inferred int `json:"inferred"`
}

func (c *Count) add(f *FileReport) {
	c.Files++
	c.Statements += len(f.Statements)
	if f.Parsed {
		c.Parsed++
	}
	if f.Translated {
		c.Translated++
		if slices.ContainsFunc(f.Statements, func(s StatementReport) bool { return len(s.Inferred) > 0 }) {
			c.Inferred++
		}
	}
}

// FileReport is what was found out about one file.
type FileReport struct {
	File       string            `json:"file"`
	Folder     string            `json:"folder"`
	Parsed     bool              `json:"parsed"`
	Translated bool              `json:"translated"`
	Statements []StatementReport `json:"statements"`
}

// StatementReport is what was found out about one statement.
type StatementReport struct {
	Kind       string   `json:"kind,omitempty"`
	Line       int      `json:"line"`
	Column     int      `json:"column"`
	Parsed     bool     `json:"parsed"`
	Translated bool     `json:"translated"`
	Problem    *Problem `json:"problem,omitempty"`
	// Inferred are the tables that nothing defines, with what was inferred of them.
	Inferred []Table `json:"inferred,omitempty"`
}

// Problem is why a statement does not parse, or does not translate.
type Problem struct {
	Line    int        `json:"line,omitempty"`
	Column  int        `json:"column,omitempty"`
	Code    fault.Code `json:"code"`
	Message string     `json:"message"`
}

// Table is a table's name with its columns.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
}

// Column is a column of a table or of a result.
type Column struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// statement is one to be checked.
type statement struct {
	parser.Part
	tree ast.Statement
	err  error
}

// Files checks files. A file sees what the files of its folder define, and the catalogs.
func Files(ctx context.Context, files []File, o Options) (*Report, error) {
	r := &Report{Files: []FileReport{}, Folders: []Count{}}
	byFolder := map[string][]File{}
	var folders []string
	for _, f := range files {
		if byFolder[f.Folder] == nil {
			folders = append(folders, f.Folder)
		}
		byFolder[f.Folder] = append(byFolder[f.Folder], f)
	}
	slices.Sort(folders)
	for _, folder := range folders {
		count := Count{Folder: folder}
		reports, err := checkFolder(ctx, folder, byFolder[folder], o)
		if err != nil {
			return nil, err
		}
		for i := range reports {
			count.add(&reports[i])
			r.Total.add(&reports[i])
		}
		r.Files = append(r.Files, reports...)
		r.Folders = append(r.Folders, count)
	}
	return r, nil
}

func checkFolder(ctx context.Context, folder string, files []File, o Options) ([]FileReport, error) {
	definitions := &infer.Definitions{}
	for _, c := range o.Catalogs {
		if c.Folder != "" && c.Folder != folder {
			continue
		}
		text := c.Text
		if o.Templates {
			text = FillTemplates(text)
		}
		if err := Define(definitions, c.Name, text); err != nil {
			return nil, err
		}
	}
	var statements [][]statement
	place := 0
	for _, f := range files {
		parsed := o.parse(f.Text)
		for i := range parsed {
			if parsed[i].err == nil {
				definitions.Add(parsed[i].tree, place)
			}
			place++
		}
		statements = append(statements, parsed)
	}
	var reports []FileReport
	place = 0
	for i, f := range files {
		report := FileReport{File: f.Name, Folder: f.Folder, Parsed: true, Translated: true, Statements: []StatementReport{}}
		for _, s := range statements[i] {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			one := o.check(ctx, definitions, f.Name, s, place)
			place++
			report.Parsed = report.Parsed && one.Parsed
			report.Translated = report.Translated && one.Translated
			report.Statements = append(report.Statements, one)
		}
		reports = append(reports, report)
	}
	return reports, nil
}

// Define adds what a catalog's text defines to definitions, to hold everywhere. What does not parse is an error.
func Define(definitions *infer.Definitions, name, text string) error {
	for _, part := range parser.Split(text) {
		tree, err := part.Parse()
		if err != nil {
			p := problem(err)
			return fault.Wrap(err, p.Code, "%s:%d:%d: %s", path.Base(name), p.Line, p.Column, p.Message)
		}
		if !definitions.Add(tree, infer.Always) {
			return fault.New(fault.Validation, "%s:%d:%d: it defines no table; a catalog is made of CREATE TABLE and CREATE VIEW", path.Base(name), part.Start.Line, part.Start.Column)
		}
	}
	return nil
}

func (o *Options) parse(text string) []statement {
	text = section(text)
	if o.Templates {
		text = FillTemplates(text)
	}
	var out []statement
	for _, part := range parser.Split(text) {
		s := statement{Part: part}
		s.tree, s.err = part.Parse()
		out = append(out, s)
	}
	if out == nil {
		out = []statement{{err: token.Fault(parser.Malformed, token.Pos{Line: 1, Column: 1}, "The text holds no statement"), Part: parser.Part{Start: token.Pos{Line: 1, Column: 1}}}}
	}
	return out
}

// check takes one statement as far as it goes.
func (o *Options) check(ctx context.Context, definitions *infer.Definitions, file string, s statement, place int) StatementReport {
	r := StatementReport{Line: s.Start.Line, Column: s.Start.Column}
	if s.err != nil {
		r.Problem = problem(s.err)
		return r
	}
	r.Parsed, r.Kind = true, Kind(s.tree)
	query := QueryPart(s.tree)
	if query == nil {
		r.Translated = true
		return r
	}
	var text string
	a, tables, err := definitions.Analyze(ctx, query, place, o.analysis(s.Text), func(a *analyze.Analysis) error {
		var err error
		text, err = translate.Statement(a, o.translation())
		return err
	})
	if err != nil {
		r.Problem = problem(err)
		return r
	}
	if o.Translated != nil {
		o.Translated(file, a, text)
	}
	r.Translated, r.Inferred = true, tablesOf(tables)
	return r
}

func (o *Options) analysis(text string) analyze.Options {
	database := o.Database
	if database == "" {
		database = "default"
	}
	return analyze.Options{Catalog: "awsdatacatalog", Database: database, Now: o.Now, Text: text}
}

// translation gives each statement the same random values: none of them is run.
func (o *Options) translation() translate.Options {
	return translate.Options{Now: o.Now, Random: id.Seeded(1)}
}

func tablesOf(tables []infer.Table) []Table {
	var out []Table
	for _, t := range tables {
		out = append(out, Table{t.Database + "." + t.Table, columnsOf(t.Columns)})
	}
	return out
}

func columnsOf(columns []analyze.Column) []Column {
	out := []Column{}
	for _, c := range columns {
		out = append(out, Column{c.Name, c.Type.String()})
	}
	return out
}

// problem takes an error apart: the place stands at the beginning of the sentence.
func problem(err error) *Problem {
	p := &Problem{Code: fault.CodeOf(err), Message: fault.Public(err)}
	var at *token.Error
	if errors.As(err, &at) && at.Pos.IsValid() {
		p.Line, p.Column = at.Pos.Line, at.Pos.Column
	}
	if rest, ok := strings.CutPrefix(p.Message, "line "); ok {
		place, sentence, _ := strings.Cut(rest, ": ")
		line, column, _ := strings.Cut(place, ":")
		l, err1 := strconv.Atoi(line)
		c, err2 := strconv.Atoi(column)
		if err1 == nil && err2 == nil {
			p.Line, p.Column, p.Message = l, c, sentence
		}
	}
	return p
}
