package query

import (
	qstypes "github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/sql/ast"
)

// early are the filters of a federated query that hold in its parts already, so that fewer rows leave an account: by the
// relation whose physical table has the column.
type early map[*hub.Relation][]earlyFilter

type earlyFilter struct {
	definition.Filter
	column *hub.RelationColumn // of the relation
}

// sink finds the filters that can hold in a part without another figure coming out, and the query with those that have
// to hold over the join, too.
//
// Where each join on the way keeps the rows of its side, or drops them with their partners, a filter below the joins is
// the same as one above them. Where a join fills a side with nulls, a filter above drops what it does not fit and what was
// filled; one that takes no nulls can hold below as well, because the rows whose partner went are filled, and dropped
// above. A column that is cast or calculated stays above: that may fail over rows that a join would have dropped. So do
// filters of which one has to hold: they may be of several tables.
//
// Neither sink filters of calculated fields and figures, nor any where something is computed over the rows that they drop.
func sink(q *definition.Query, u *uses) (early, *definition.Query) {
	below, above := early{}, *q
	above.Filters = nil
	set := u.data
	for _, f := range q.Filters {
		computed := f.AnyOf != nil || f.Top != nil || f.Nested != nil || f.Aggregation != "" || f.Granularity != ""
		if formula, _ := u.fields.Meant(f.Column, nil); computed || u.all || formula != nil {
			above.Filters = append(above.Filters, f)
			continue
		}
		table, column, kept := origin(&set.Root, f.Column)
		takesNulls := f.Nulls != "" && f.Nulls != "NON_NULLS_ONLY"
		sinks := table != nil && (kept || !takesNulls)
		if sinks {
			below[table] = append(below[table], earlyFilter{f, column})
		}
		if !sinks || !kept {
			above.Filters = append(above.Filters, f)
		}
	}
	return below, &above
}

// origin finds the relation of a physical table, and its column, that a column comes from as it is; nil where there is no
// such column or it is cast on the way. kept tells that no join on the way fills the column with nulls.
func origin(r *hub.Relation, name string) (table *hub.Relation, column *hub.RelationColumn, kept bool) {
	c := columnOf(r, name)
	if c == nil || c.Cast || c.Formula != nil {
		return nil, nil, false
	}
	if r.Join == nil {
		return r, c, true
	}
	side, fills := r.Join.Left, qstypes.JoinTypeRight
	if c.Side == hub.RightSide {
		side, fills = r.Join.Right, qstypes.JoinTypeLeft
	}
	table, column, kept = origin(side, c.From)
	return table, column, kept && r.Join.Kind != fills && r.Join.Kind != qstypes.JoinTypeOuter
}

// condition is what holds in the part of a relation; nil for nothing. read are the columns that it reads.
func (e early) condition(r *hub.Relation, table *hub.Physical) (where ast.Expression, read []string, err error) {
	var terms []ast.Expression
	for _, f := range e[r] {
		term, err := filterTerm(f.Filter, &operand{f.column, false, func() ast.Expression { return physicalValue(table, f.column.From) }})
		if err != nil {
			return nil, nil, err
		}
		if term != nil {
			terms, read = append(terms, term), appendNew(read, f.column.From)
		}
	}
	return ast.And(terms...), read, nil
}
