package analyze

import (
	"strconv"
	"strings"

	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// Relation is what is known of a relation in FROM.
type Relation struct {
	Fields []*Field
	// Table is set for a table of the catalog.
	Table *TableName
	// View is the query of a view of the catalog, as the statement reads it here.
	View *ast.Query
	// Named is set for a reference to a common table expression.
	Named *NamedQuery
	// Whole tells that an element of UNNEST that is a row is one column, not one for each of its fields.
	Whole bool
	// Merged are the columns that JOIN … USING merges, in its order; they stand first in Fields.
	Merged []*Field

	open []open
}

// TableName is a table's whole name, in lower case.
type TableName struct {
	Catalog, Database, Table string
}

// table is a table of the catalog that the statement reads.
type table struct {
	name TableName
	info *TableInfo
	used map[string]bool
	// reads has the condition on partitions of each time that the table is named; nil for none.
	reads []*read
}

// read is one mention of a table.
type read struct {
	fields    map[*Field]bool
	condition *Predicate
}

// relation analyses what stands in FROM. left holds what LATERAL and UNNEST may refer to.
func (a *analyzer) relation(r ast.Relation, s *scope) (*Relation, error) {
	out, err := a.relationOf(r, s)
	if err != nil {
		return nil, err
	}
	a.relations[r] = out
	return out, nil
}

func (a *analyzer) relationOf(r ast.Relation, s *scope) (*Relation, error) {
	switch x := r.(type) {
	case *ast.Table:
		return a.tableRelation(x, s)
	case *ast.Aliased:
		return a.aliased(x, s)
	case *ast.Join:
		return a.join(x, s)
	case *ast.Subquery:
		// A derived table does not see its neighbours, only the queries around.
		return a.derived(x.Query, s)
	case *ast.Lateral:
		return a.derived(x.Query, s)
	case *ast.Unnest:
		return a.unnest(x, s, 0)
	case *ast.Sample:
		return a.sample(x, s)
	case *ast.MatchRecognize:
		return nil, unsupported(x, "MATCH_RECOGNIZE is not supported")
	}
	return nil, unsupported(r, "This relation is not supported")
}

// sample takes a constant percentage; Trino's may be computed of constants.
func (a *analyzer) sample(x *ast.Sample, s *scope) (*Relation, error) {
	if seesLeft(x.Relation) {
		return nil, unsupported(x, "TABLESAMPLE of LATERAL or UNNEST is not supported")
	}
	inner, err := a.relation(x.Relation, s)
	if err != nil {
		return nil, err
	}
	switch x.Percentage.(type) {
	case *ast.IntegerLiteral, *ast.DecimalLiteral, *ast.DoubleLiteral:
	default:
		return nil, unsupported(x.Percentage, "A sample's percentage has to be a constant")
	}
	if _, err := a.expr(x.Percentage, s); err != nil {
		return nil, err
	}
	percentage, err := strconv.ParseFloat(numberText(x.Percentage), 64)
	if err != nil || percentage < 0 || percentage > 100 {
		return nil, fail("NUMERIC_VALUE_OUT_OF_RANGE", x.Percentage, "Sample percentage must be between 0 and 100")
	}
	return &Relation{Fields: inner.Fields, open: inner.open}, nil
}

// numberText is the text of a number.
func numberText(e ast.Expression) string {
	switch x := e.(type) {
	case *ast.IntegerLiteral:
		return strconv.FormatInt(x.Value, 10)
	case *ast.DecimalLiteral:
		return x.Text
	case *ast.DoubleLiteral:
		return x.Text
	}
	return ""
}

func (a *analyzer) derived(q *ast.Query, s *scope) (*Relation, error) {
	fields, err := a.query(q, s, nil)
	if err != nil {
		return nil, err
	}
	out := &Relation{}
	for _, f := range fields {
		out.Fields = append(out.Fields, f.derive(f.Name, nil))
	}
	out.open = a.openOf(q.Body)
	return out, nil
}

func (a *analyzer) tableRelation(x *ast.Table, s *scope) (*Relation, error) {
	parts := x.Name.Keys()
	if len(parts) == 1 && x.Version == nil {
		if named := s.namedQuery(parts[0]); named != nil {
			out := &Relation{Named: named, open: under(named.open, parts)}
			for _, f := range named.Fields {
				out.Fields = append(out.Fields, f.derive(f.Name, parts))
			}
			return out, nil
		}
	}
	name := TableName{Catalog: strings.ToLower(a.options.Catalog), Database: strings.ToLower(a.options.Database)}
	switch len(parts) {
	case 1:
		name.Table = parts[0]
	case 2:
		name.Database, name.Table = parts[0], parts[1]
	case 3:
		name = TableName{parts[0], parts[1], parts[2]}
	default:
		return nil, fail("SYNTAX_ERROR", x, "Too many dots in table name: %s", dotted(parts))
	}
	if name.Database == "" {
		return nil, fail("MISSING_SCHEMA_NAME", x, "Schema must be specified when session schema is not set")
	}
	if x.Version != nil {
		var err error
		if name.Table, err = a.versioned(name.Table, x.Version); err != nil {
			return nil, err
		}
	}
	t, err := a.table(x, name)
	if err != nil {
		return nil, err
	}
	if t.info.View != nil && x.Version != nil {
		return nil, unsupported(x.Version, "Time travel is not supported on views")
	}
	if t.info.View != nil {
		return a.view(x, name, t.info)
	}
	return t.mention(name), nil
}

// table asks the catalog, once for each table.
func (a *analyzer) table(at ast.Node, name TableName) (*table, error) {
	key := Origin{Catalog: name.Catalog, Database: name.Database, Table: name.Table}
	if t, ok := a.tables[key]; ok {
		return t, nil
	}
	info, err := a.catalog.Table(a.ctx, name.Catalog, name.Database, name.Table)
	switch {
	case err == nil && info != nil:
	case err == nil, fault.Is(err, fault.NotFound), fault.Is(err, "TABLE_NOT_FOUND"):
		called, _ := SplitVersion(name.Table)
		return nil, fail("TABLE_NOT_FOUND", at, "Table '%s.%s.%s' does not exist", name.Catalog, name.Database, called)
	case fault.Is(err, "SCHEMA_NOT_FOUND"):
		return nil, fail("SCHEMA_NOT_FOUND", at, "Schema '%s' does not exist", name.Database)
	case fault.Is(err, "CATALOG_NOT_FOUND"):
		return nil, fail("CATALOG_NOT_FOUND", at, "Catalog '%s' does not exist", name.Catalog)
	default:
		return nil, err
	}
	t := &table{name: name, info: info, used: map[string]bool{}}
	a.tables[key] = t
	if info.View == nil {
		a.order = append(a.order, t)
	}
	return t, nil
}

// mention makes the relation of one mention of the table. $path is the file that a row came from.
func (t *table) mention(name TableName) *Relation {
	called, _ := SplitVersion(name.Table)
	qualifier := []string{name.Catalog, name.Database, called}
	out := &Relation{Table: &name}
	if t.info.Open {
		out.open = []open{{qualifier, []TableName{name}}}
	}
	this := &read{fields: map[*Field]bool{}}
	for _, c := range t.info.Columns {
		f := &Field{Name: strings.ToLower(c.Name), Type: c.Type, qualifier: qualifier, table: t, partition: c.Partition}
		f.Origins = []Origin{{name.Catalog, name.Database, called, f.Name}}
		this.fields[f] = true
		out.Fields = append(out.Fields, f)
	}
	out.Fields = append(out.Fields, &Field{Name: PathColumn, Type: types.Simple(types.Varchar), qualifier: qualifier, table: t, hidden: true})
	t.reads = append(t.reads, this)
	return out
}

// PathColumn is the hidden column of every table that holds the address of the file that a row came from.
const PathColumn = "$path"

func (a *analyzer) aliased(x *ast.Aliased, s *scope) (*Relation, error) {
	inner, err := a.beneath(x, s)
	if err != nil {
		return nil, err
	}
	visible := 0
	for _, f := range inner.Fields {
		if !f.hidden {
			visible++
		}
	}
	if x.Columns != nil && len(x.Columns) != visible {
		err := fail("MISMATCHED_COLUMN_ALIASES", x, "Column alias list has %d entries but '%s' has %d columns available", len(x.Columns), x.Alias.Key(), visible)
		return nil, tooFew(err, x, inner.open, visible, names(x.Columns))
	}
	out := &Relation{}
	if x.Columns == nil {
		out.open = under(inner.open, []string{x.Alias.Key()})
	}
	place := 0
	for _, f := range inner.Fields {
		name := f.Name
		if !f.hidden {
			if x.Columns != nil {
				name = x.Columns[place].Text
			}
			place++
		}
		out.Fields = append(out.Fields, f.rename(name, []string{x.Alias.Key()}))
	}
	return out, nil
}

// beneath analyses what an alias stands for. How many columns the alias names says what UNNEST makes of rows.
func (a *analyzer) beneath(x *ast.Aliased, s *scope) (*Relation, error) {
	u, ok := x.Relation.(*ast.Unnest)
	if !ok {
		return a.relation(x.Relation, s)
	}
	out, err := a.unnest(u, s, len(x.Columns))
	if err != nil {
		return nil, err
	}
	a.relations[u] = out
	return out, nil
}

func (a *analyzer) join(x *ast.Join, s *scope) (*Relation, error) {
	left, err := a.relation(x.Left, s)
	if err != nil {
		return nil, err
	}
	right, err := a.relation(x.Right, a.rightScope(x.Right, left, s))
	if err != nil {
		return nil, err
	}
	if x.Kind == ast.RightJoin || x.Kind == ast.FullJoin {
		if seesLeft(x.Right) {
			return nil, unsupported(x, "%s of LATERAL or UNNEST is not supported", x.Kind)
		}
	}
	if x.Natural {
		return nil, unsupported(x, "Natural join not supported")
	}
	if x.Using != nil {
		return a.using(x, left, right, s)
	}
	out := &Relation{Fields: append(append([]*Field{}, left.Fields...), right.Fields...)}
	out.open = append(append(out.open, left.open...), right.open...)
	if x.On != nil {
		on := &scope{outer: s.outer, fields: out.Fields, open: out.open, with: s.with}
		if err := a.condition(x.On, on, "JOIN ON clause"); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// rightScope lets LATERAL and UNNEST see what stands to their left.
func (a *analyzer) rightScope(r ast.Relation, left *Relation, s *scope) *scope {
	if seesLeft(r) {
		return &scope{outer: s, fields: left.Fields, open: left.open}
	}
	return s
}

// seesLeft reports LATERAL and UNNEST.
func seesLeft(r ast.Relation) bool {
	if x, ok := r.(*ast.Aliased); ok {
		r = x.Relation
	}
	switch r.(type) {
	case *ast.Lateral, *ast.Unnest:
		return true
	}
	return false
}

func (a *analyzer) using(x *ast.Join, left, right *Relation, s *scope) (*Relation, error) {
	out := &Relation{}
	out.open = append(append(out.open, left.open...), right.open...)
	merged := map[*Field]bool{}
	for _, name := range x.Using {
		l, err := a.usingSide(name, left, "left")
		if err != nil {
			return nil, err
		}
		r, err := a.usingSide(name, right, "right")
		if err != nil {
			return nil, err
		}
		t, ok := types.Common(l.Type, r.Type)
		if !ok || !t.Comparable() {
			return nil, mismatch(name, "Column types of join column '%s' do not match: %s, %s", name.Key(), l.Type, r.Type)
		}
		l.use()
		r.use()
		merged[l], merged[r] = true, true
		f := &Field{Name: name.Text, Type: t, Left: l, Right: r, Merge: x.Kind, Origins: mergeOrigins(l.Origins, r.Origins)}
		out.Merged = append(out.Merged, f)
	}
	out.Fields = append(out.Fields, out.Merged...)
	for _, f := range append(append([]*Field{}, left.Fields...), right.Fields...) {
		if !merged[f] {
			out.Fields = append(out.Fields, f)
		}
	}
	return out, nil
}

func (a *analyzer) usingSide(name *ast.Identifier, r *Relation, side string) (*Field, error) {
	var found *Field
	for _, f := range r.Fields {
		if !strings.EqualFold(f.Name, name.Text) {
			continue
		}
		if found != nil {
			return nil, fail("AMBIGUOUS_NAME", name, "Column '%s' is ambiguous", name.Key())
		}
		found = f
	}
	if found == nil {
		return nil, missingHere(fail("COLUMN_NOT_FOUND", name, "Column '%s' is missing from %s side of join", name.Key(), side), name, r)
	}
	return found, nil
}
