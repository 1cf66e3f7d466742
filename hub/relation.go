package hub

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
)

// Relation is a logical table: a physical table, or the join of two relations, with the columns that its transforms
// leave. The root of a data set is one.
type Relation struct {
	ID    string `json:"id"`
	Alias string `json:"alias"`
	// Of is the ARN of the data set that it is all of, with what this data set does to its columns; "" for others.
	Of string `json:"of,omitempty"`
	// Table is the physical table's id; "" for a join.
	Table string `json:"table,omitempty"`
	Join  *Join  `json:"join,omitempty"`
	// Columns are what the relation gives, in order; their names are different.
	Columns []RelationColumn `json:"columns"`
	// Filters are conditions that all hold of its rows.
	Filters []Formula `json:"filters,omitempty"`
}

// Join combines two relations on equal columns.
type Join struct {
	Kind        types.JoinType `json:"kind"`
	Left, Right *Relation
	On          []Match `json:"on"` // all hold
}

// Match is a pair of columns of a join that are equal.
type Match struct {
	Left  string `json:"left"`  // a column of the left relation
	Right string `json:"right"` // a column of the right relation
}

// Side is where a join's column comes from.
type Side string

// The sides.
const (
	LeftSide  Side = "left"
	RightSide Side = "right"
)

// RelationColumn is a column of a relation and where it comes from.
type RelationColumn struct {
	ID   string `json:"id,omitempty"` // as the author gave it
	Name string `json:"name"`
	// Side is where a column of a join comes from; "" for one of a physical table.
	Side Side `json:"side,omitempty"`
	// From is its name there; "" for a calculated column.
	From string               `json:"from,omitempty"`
	Type types.ColumnDataType `json:"type"`
	// SubType is FIXED or FLOAT for decimals where it was given.
	SubType types.ColumnDataSubType `json:"subType,omitempty"`
	// Cast tells that the type is another one than where it comes from; Format is how a text is read as a date.
	Cast   bool   `json:"cast,omitempty"`
	Format string `json:"format,omitempty"`
	// Formula is what a calculated column is computed by; nil for others.
	Formula *Formula `json:"formula,omitempty"`
}

// Formula is an expression of calculated fields over a relation's rows. It holds the columns that it names as they were
// when it was written: a later step may rename, cast or leave them out.
type Formula struct {
	Expression string           `json:"expression"`
	Inputs     []RelationColumn `json:"inputs,omitempty"`
	// Truth tells that it is true or false.
	Truth bool `json:"truth,omitempty"`
}

// Input returns the column that the expression calls by a name, or nil: one of these very letters before one that differs
// in case.
func (f *Formula) Input(name string) *RelationColumn {
	var near *RelationColumn
	for i := range f.Inputs {
		c := &f.Inputs[i]
		if c.Name == name {
			return c
		}
		if near == nil && strings.EqualFold(c.Name, name) {
			near = c
		}
	}
	return near
}

// Within returns a copy of a relation whose tables and relations have ids that begin with a prefix.
func (r *Relation) Within(prefix string) *Relation {
	copied := *r
	copied.ID = prefix + r.ID
	copied.Columns, copied.Filters = slices.Clone(r.Columns), slices.Clone(r.Filters)
	if r.Table != "" {
		copied.Table = prefix + r.Table
	}
	if r.Join != nil {
		join := *r.Join
		join.Left, join.Right = r.Join.Left.Within(prefix), r.Join.Right.Within(prefix)
		copied.Join = &join
	}
	return &copied
}

// Sources are the ARNs of the data sources below a data set, each once, in the order of the tables.
func (d DataSet) Sources() []string {
	var all []string
	seen := map[string]bool{}
	for _, t := range d.Tables {
		if !seen[t.DataSourceARN] {
			seen[t.DataSourceARN] = true
			all = append(all, t.DataSourceARN)
		}
	}
	return all
}

// OwnSources are the data sources of the tables that are the data set's own.
func (d DataSet) OwnSources() []string {
	d.Tables = slices.DeleteFunc(slices.Clone(d.Tables), func(t Physical) bool { return t.Of != "" })
	return d.Sources()
}

// Table returns the physical table of an id, or nil.
func (d DataSet) Table(id string) *Physical {
	for i := range d.Tables {
		if d.Tables[i].ID == id {
			return &d.Tables[i]
		}
	}
	return nil
}
