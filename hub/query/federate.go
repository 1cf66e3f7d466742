package query

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/sql/ast"
	"interlaken/sql/printer"
	"interlaken/store"
)

// compile makes the parts of a query over a data set, and the join of them where its tables lie in several data sources:
// then each use of a physical table is a part that runs in its own account and gives the columns that are used, of the
// rows that filters leave where they can hold there; all else is done by the hub's engine. Where there is one data source,
// everything is one query there.
func compile(r store.Reader, set *hub.DataSet, q *definition.Query, limit int, now time.Time) (parts []Part, join string, err error) {
	if err := ready(q); err != nil {
		return nil, "", err
	}
	sources := map[string]hub.DataSource{}
	for _, arn := range set.Sources() {
		source, err := hub.GetDataSourceByARN(r, arn)
		if fault.Is(err, fault.NotFound) {
			return nil, "", fault.Wrap(err, fault.Conflict, "A data source of the data set %s is gone.", set.ID)
		}
		if err != nil {
			return nil, "", err
		}
		sources[arn] = source
	}
	if len(sources) == 1 {
		read := columnsRead{}
		under, err := bases{set, read.noting(catalogLeaf), now}.base(&set.Root, fields(q))
		if err != nil {
			return nil, "", err
		}
		query, err := over(q, set, under, limit)
		if err != nil {
			return nil, "", err
		}
		first := &set.Tables[0]
		part, err := newPart(onlyPart, sources[first.DataSourceARN], only(set.Tables, first.Schema), query)
		part.Columns = read.all(set)
		return []Part{part}, "", err
	}
	names := namesOf(set.Tables)
	below, q := sink(q, set)
	under, err := bases{set: set, now: now, physical: func(r *hub.Relation, table *hub.Physical, columns []string) (ast.Relation, error) {
		name := names.next(table.ID)
		where, read, err := below.condition(r, table)
		if err != nil {
			return nil, inPart(name, err)
		}
		query, err := tableQuery(table, columns, where)
		if err != nil {
			return nil, inPart(name, err)
		}
		part, err := newPart(name, sources[table.DataSourceARN], table.Schema, query)
		if err != nil {
			return nil, inPart(name, err)
		}
		part.Columns = slices.Clone(columns)
		for _, name := range read {
			part.Columns = appendNew(part.Columns, name)
		}
		parts = append(parts, part)
		return &ast.Table{Name: ast.QName(name)}, nil
	}}.base(&set.Root, fields(q))
	if err != nil {
		return nil, "", err
	}
	query, err := over(q, set, under, limit)
	if err != nil {
		return nil, "", err
	}
	join, err = printer.Print(query, printer.Options{})
	if err != nil {
		return nil, "", fault.Wrap(err, fault.Validation, "%s", fault.Public(err))
	}
	return parts, join, nil
}

// over is the query over the base relation. Rows as they are, all of them, in no order and under their own names, are the
// base relation itself.
func over(q *definition.Query, set *hub.DataSet, under *ast.Query, limit int) (*ast.Query, error) {
	renamed := slices.ContainsFunc(q.Measures, func(m definition.Measure) bool { return m.Name != m.Column })
	if q.Plain && len(q.Filters)+len(q.Groups)+len(q.Sort) == 0 && q.Limit == 0 && !renamed {
		return under, nil
	}
	return whole(q, set, under, limit)
}

// fields are the columns of the data set that a query uses, each once.
func fields(q *definition.Query) []string {
	var names []string
	for _, g := range q.Groups {
		names = appendNew(names, g.Column)
	}
	for _, m := range q.Measures {
		if m.Column != "" { // the number of rows is of no column
			names = appendNew(names, m.Column)
		}
	}
	return filtered(names, q.Filters)
}

// filtered adds the columns of filters.
func filtered(names []string, filters []definition.Filter) []string {
	for _, f := range filters {
		if f.AnyOf == nil {
			names = appendNew(names, f.Column)
		}
		for _, list := range f.AnyOf {
			names = filtered(names, list)
		}
	}
	return names
}

// tableQuery is SELECT columns FROM a physical table WHERE a condition holds, in its own account; nil is no condition.
func tableQuery(table *hub.Physical, columns []string, where ast.Expression) (*ast.Query, error) {
	from, err := catalogLeaf(nil, table, columns)
	if err != nil {
		return nil, err
	}
	items := make([]ast.SelectItem, len(columns))
	for i, name := range columns {
		items[i] = &ast.SelectExpression{Value: ast.Name(name)}
	}
	return &ast.Query{Body: &ast.Select{Items: items, From: from, Where: where}}, nil
}

// columnsRead notes which columns of the physical tables are read.
type columnsRead map[string][]string

func (c columnsRead) noting(make leaf) leaf {
	return func(r *hub.Relation, table *hub.Physical, columns []string) (ast.Relation, error) {
		for _, name := range columns {
			c[table.ID] = appendNew(c[table.ID], name)
		}
		return make(r, table, columns)
	}
}

func (c columnsRead) all(set *hub.DataSet) []string {
	var names []string
	for _, t := range set.Tables {
		for _, name := range c[t.ID] {
			names = appendNew(names, name)
		}
	}
	return names
}

// only is the schema of a single table: of several, each names its own.
func only(tables []hub.Physical, schema string) string {
	if len(tables) == 1 {
		return schema
	}
	return ""
}

// partNames gives each use of a physical table a name that SQL takes: its id in lower case, with _ for what is no letter
// or digit, and a number behind it where two would be the same.
type partNames struct {
	first map[string]string // by the table's id
	used  map[string]bool   // ids whose first name is given
	taken map[string]bool
}

func namesOf(tables []hub.Physical) *partNames {
	n := &partNames{first: map[string]string{}, used: map[string]bool{}, taken: map[string]bool{}}
	for _, t := range tables {
		name := strings.Map(func(c rune) rune {
			if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
				return c
			}
			return '_'
		}, strings.ToLower(t.ID))
		if name == "" || name[0] >= '0' && name[0] <= '9' {
			name = "t_" + name
		}
		n.first[t.ID] = n.free(name)
	}
	return n
}

// next names the next part that reads a table: each logical table on it has one of its own.
func (n *partNames) next(id string) string {
	if n.used[id] {
		return n.free(n.first[id])
	}
	n.used[id] = true
	return n.first[id]
}

// free takes a name that is not taken.
func (n *partNames) free(name string) string {
	unique := name
	for number := 2; n.taken[unique]; number++ {
		unique = fmt.Sprintf("%s_%d", name, number)
	}
	n.taken[unique] = true
	return unique
}
