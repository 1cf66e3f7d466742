package athena

import (
	"context"
	"regexp"
	"strings"

	"interlaken/cloud/athena/iceberg"
	"interlaken/service"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// lakeTable is what CREATE TABLE AS says of an Iceberg table.
type lakeTable struct {
	fields     []iceberg.Partitioning
	properties map[string]string
}

// transformForm is an element of partitioning: column, day(column) or bucket(column, 8), and in Athena's older order
// bucket(8, column).
var transformForm = regexp.MustCompile(`^(?:(\w+)\()?\s*(?:(\d+)\s*,\s*)?(\w+)\s*(?:,\s*(\d+)\s*)?\)?$`)

// readLakeProperties reads the properties of CREATE TABLE AS for an Iceberg table (Athena User Guide, "CREATE TABLE AS":
// table properties).
func readLakeProperties(s *ast.CreateTableAs, p *properties) (*tableProperties, error) {
	out := &tableProperties{location: p.text("location"), iceberg: &lakeTable{}}
	if external, ok := p.left["is_external"].(*ast.BooleanLiteral); !ok || external.Value {
		p.fail("Iceberg tables are not external: is_external = false is needed")
	}
	delete(p.left, "is_external")
	if out.location == "" {
		p.fail("The property 'location' is needed")
	}
	for _, text := range p.texts("partitioning") {
		m := transformForm.FindStringSubmatch(text)
		if m == nil || strings.Contains(text, "(") != strings.HasSuffix(text, ")") || (m[1] == "") != !strings.Contains(text, "(") {
			p.fail("Invalid partition field declaration: %s", text)
			break
		}
		field := iceberg.Partitioning{Column: m[3], Transform: orElse(m[1], "identity")}
		if width := m[2] + m[4]; width != "" {
			field.Transform += "[" + width + "]"
		}
		out.iceberg.fields = append(out.iceberg.fields, field)
	}
	given := map[string]string{}
	for name := range p.left {
		if text, ok := p.left[name].(*ast.StringLiteral); ok {
			given[name] = text.Value
			delete(p.left, name)
		}
	}
	if err := p.done(); err != nil {
		return nil, err
	}
	var err error
	out.iceberg.properties, err = lakeProperties(s, given)
	return out, err
}

// withoutZones has moments of every precision, with a zone too, pass for what a catalog keeps: Iceberg's own types keep them.
func withoutZones(columns []analyze.Output) []analyze.Output {
	out := make([]analyze.Output, len(columns))
	for i, c := range columns {
		if c.Type.Kind == types.Timestamp || c.Type.Kind == types.TimestampTZ || c.Type.Kind == types.Time {
			c.Type = types.Simple(types.Timestamp)
		}
		out[i] = c
	}
	return out
}

// lakeAs makes the table that CREATE TABLE AS writes to.
func (t *attempt) lakeAs(ctx context.Context, n tableName, w *target, ctas *tableProperties) error {
	var columns []iceberg.Column
	for _, c := range w.columns {
		columns = append(columns, iceberg.Column{Name: c.Name, Type: c.Type})
	}
	made, err := iceberg.New(ctx, t.lake.files, t.Iceberg, n.String(), ctas.location, columns, ctas.iceberg.fields, ctas.iceberg.properties)
	if err != nil {
		return err
	}
	w.lake, w.produce, w.columns = made, made.Append, resultColumnsOf(made.Columns)
	return nil
}

// commitLake makes the change that has the rows of a sink, and enters it.
func (t *attempt) commitLake(ctx context.Context, w *target, rows *lakeSink) (err error) {
	if w.change, err = w.produce(rows.Writer); err != nil {
		return t.refused(ctx, err)
	}
	var manifest []byte
	if !t.e.hasRows() { // DELETE and UPDATE leave an empty result and no list
		manifest = []byte(strings.Join(append(rows.Addresses(), ""), "\n"))
	}
	file, err := t.stageWritten(manifest)
	defer file.Discard()
	if err != nil {
		return err
	}
	return t.succeed(ctx, func(c *service.Call) error {
		if err := w.finish(c, nil); err != nil {
			return err
		}
		if t.e.hasRows() {
			return t.put(c, file)
		}
		return t.putWritten(c, file)
	}, func(e *execution) {
		if e.hasRows() {
			e.Columns = countColumn
			return
		}
		e.Columns, e.Updated, e.Manifest = countColumn, rows.rows, e.Output+manifestEnding
	})
}
