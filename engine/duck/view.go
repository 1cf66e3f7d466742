package duck

import (
	"fmt"
	"strconv"
	"strings"

	"interlaken/engine"
	"interlaken/fault"
)

// parts is the schema that holds, for each partitioned table, the table of its files' partition values.
const parts = `"memory"."interlaken parts"`

// The names below cannot stand in for a column: they hold a space.
const (
	fileColumn    = `"interlaken file"`
	displayColumn = `"interlaken display"`
)

// relation is what a table becomes: statements that make it, and the name to drop it by.
type relation struct {
	name       string // quoted, with catalog and schema
	partsName  string // "" where there are no partitions
	definition []string
}

// describe prints a table with files as a view over them. withPath adds "$path"; nothing is where nothing.parquet lies.
func describe(t engine.Table, withPath bool, nothing string) (relation, error) {
	r := relation{name: qualified(t)}
	for _, c := range append(append([]engine.Column{}, t.Columns...), t.Partitions...) {
		if err := checkType(c.Type); err != nil {
			return r, err
		}
	}
	if len(t.Files) == 0 {
		r.definition = []string{"CREATE OR REPLACE VIEW " + r.name + " AS " + withoutRows(t, withPath)}
		return r, nil
	}
	var sources []string
	switch t.Format {
	case engine.Parquet:
		sources = []string{parquet(t, withPath, nothing)}
	case engine.CSV, engine.JSON:
		groups, err := byCompression(t.Files)
		if err != nil {
			return r, err
		}
		for _, g := range groups {
			part := t
			part.Files = g.files
			sources = append(sources, text(part, g.compression, withPath))
		}
	default:
		return r, fault.New(fault.Unsupported, "The engine does not read files of format %q.", t.Format)
	}
	if len(t.Deletes) > 0 && t.Format != engine.Parquet {
		return r, fault.New(fault.Unsupported, "The engine deletes no rows from files of format %q.", t.Format)
	}
	if hasParts(t) {
		r.partsName = parts + "." + ident(t.Catalog+"."+t.Schema+"."+t.Name)
		rows, err := partitionRows(t)
		if err != nil {
			return r, err
		}
		r.definition = append(r.definition, "CREATE OR REPLACE TABLE "+r.partsName+" AS "+rows)
		for i := range sources {
			sources[i] += " JOIN " + r.partsName + " AS p ON f." + fileColumn + " = p." + fileColumn + undeleted(t)
		}
	}
	r.definition = append(r.definition, "CREATE OR REPLACE VIEW "+r.name+" AS "+strings.Join(sources, " UNION ALL "))
	return r, nil
}

// hasParts reports whether the view joins a table of what is known of each file.
func hasParts(t engine.Table) bool { return len(t.Partitions) > 0 || len(t.Deletes) > 0 }

// undeleted prints the condition that leaves out the rows that the table's delete files name. s3a: and s3n:, which Hadoop
// writes, are other names of s3:.
func undeleted(t engine.Table) string {
	if len(t.Deletes) == 0 {
		return ""
	}
	return " WHERE NOT EXISTS (SELECT 1 FROM read_parquet(" + paths(t.Deletes) + ", schema = " + parquetSchema(deleteColumns) + ") AS d" +
		" WHERE regexp_replace(d.file_path, '^s3[an]:', 's3:') = p." + displayColumn + " AND d.pos = f.file_row_number)"
}

// deleteColumns are the columns of delete files that are read.
var deleteColumns = []engine.Column{{Name: "file_path", Type: "VARCHAR"}, {Name: "pos", Type: "BIGINT"}}

func qualified(t engine.Table) string {
	return ident(catalogOf(t)) + "." + ident(t.Schema) + "." + ident(t.Name)
}

// catalogOf is the catalog a table is put in; a table without one goes to DuckDB's own.
func catalogOf(t engine.Table) string {
	if t.Catalog == "" {
		return "memory"
	}
	return t.Catalog
}

func withoutRows(t engine.Table, withPath bool) string {
	var columns []string
	for _, c := range append(fileColumns(t), t.Partitions...) {
		columns = append(columns, "CAST(NULL AS "+c.Type+") AS "+ident(c.Name))
	}
	if withPath {
		columns = append(columns, `CAST(NULL AS VARCHAR) AS "$path"`)
	}
	return "SELECT " + strings.Join(columns, ", ") + " WHERE false"
}

// fileColumns are the columns that are read from files: a partition column of the same name hides one (Hive's
// rule: the value comes from the catalog).
func fileColumns(t engine.Table) []engine.Column {
	var columns []engine.Column
	for _, c := range t.Columns {
		hidden := false
		for _, p := range t.Partitions {
			hidden = hidden || strings.EqualFold(p.Name, c.Name)
		}
		if !hidden {
			columns = append(columns, c)
		}
	}
	return columns
}

// selection prints the view's columns; value prints a file column's expression.
func selection(t engine.Table, withPath bool, value func(engine.Column) string) string {
	var columns []string
	for _, c := range fileColumns(t) {
		columns = append(columns, filled(value(c), c)+" AS "+ident(c.Name))
	}
	for _, p := range t.Partitions {
		columns = append(columns, filled("p."+ident(p.Name), p)+" AS "+ident(p.Name))
	}
	switch {
	case withPath && hasParts(t):
		columns = append(columns, "p."+displayColumn+` AS "$path"`)
	case withPath:
		displays := make([]string, len(t.Files))
		for i, f := range t.Files {
			displays[i] = f.Display
		}
		columns = append(columns, literals(displays)+`[CAST(f.file_index + 1 AS BIGINT)] AS "$path"`)
	}
	return "SELECT " + strings.Join(columns, ", ")
}

// filled prints a value as long as its column's are.
func filled(value string, c engine.Column) string {
	if c.Blanks == 0 {
		return value
	}
	return fmt.Sprintf("rpad(%s, %d, ' ')", value, c.Blanks)
}

func paths(files []engine.File) string {
	all := make([]string, len(files))
	for i, f := range files {
		all[i] = f.Path
	}
	return literals(all)
}

// parquetSchema prints the columns that a scan of Parquet files gives. The MAP matches columns by name or by number, fills
// what a file lacks with NULL and casts to the declared type, and no footer is read before the query runs (facts/engine.md
// section 5).
func parquetSchema(columns []engine.Column) string {
	entries := make([]string, len(columns))
	for i, c := range columns {
		key := literal(c.Name)
		if c.FieldID != 0 {
			key = strconv.Itoa(c.FieldID)
		}
		entries[i] = fmt.Sprintf("%s: {name: %s, type: %s, default_value: NULL}", key, literal(c.Name), literal(c.Type))
	}
	return "MAP {" + strings.Join(entries, ", ") + "}"
}

// parquet prints the scan of a table's Parquet files. DuckDB 1.5.6 gives the scan of one file as many threads as it has row
// groups by the footer, which with a schema it has not read: one. Of several files it takes all threads. So a file without
// rows stands behind a single one.
func parquet(t engine.Table, withPath bool, nothing string) string {
	files := t.Files
	if len(files) == 1 {
		files = append(files[:1:1], engine.File{Path: nothing})
	}
	options := fmt.Sprintf(", explicit_cardinality = %d", estimatedRows(t))
	if columns := fileColumns(t); len(columns) > 0 {
		options += ", schema = " + parquetSchema(columns)
	}
	if hasParts(t) {
		options += ", filename = " + literal(strings.Trim(fileColumn, `"`))
	}
	return selection(t, withPath, func(c engine.Column) string { return "f." + ident(c.Name) }) +
		" FROM read_parquet(" + paths(files) + options + ") AS f"
}

// columnBytes is about what a value takes in a Parquet file, encoded and compressed.
const columnBytes = 4

// estimatedRows is about how many rows a table has. Without it the engine takes a table whose footers it has not read for
// an empty one, and joins in an order that has taken hours for seconds.
func estimatedRows(t engine.Table) int64 {
	row := t.RowBytes
	if row == 0 {
		row = columnBytes * int64(max(1, len(t.Columns)))
	}
	return max(1, engine.FileBytes([]engine.Table{t})/row)
}

// partitionRows prints the table of partition values, one row a file.
func partitionRows(t engine.Table) (string, error) {
	columns := []string{fileColumn, displayColumn}
	var casts []string
	for _, p := range t.Partitions {
		columns = append(columns, ident(p.Name))
		casts = append(casts, ", CAST("+ident(p.Name)+" AS "+p.Type+") AS "+ident(p.Name))
	}
	rows := make([]string, len(t.Files))
	for i, f := range t.Files {
		if len(f.Partition) != len(t.Partitions) {
			return "", fault.New(fault.Validation, "A file of table %s has %d partition values, and the table has %d partition columns.",
				t.Name, len(f.Partition), len(t.Partitions))
		}
		values := []string{literal(f.Path), literal(f.Display)}
		for _, v := range f.Partition {
			if v == nil {
				values = append(values, "CAST(NULL AS VARCHAR)")
				continue
			}
			values = append(values, literal(*v))
		}
		rows[i] = "(" + strings.Join(values, ", ") + ")"
	}
	return "SELECT " + fileColumn + ", " + displayColumn + strings.Join(casts, "") +
		" FROM (VALUES " + strings.Join(rows, ", ") + ") AS v(" + strings.Join(columns, ", ") + ")", nil
}
