package query

import (
	"strings"
	"time"

	qstypes "github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// leaf makes what stands for the physical table of a relation in FROM, giving the columns that are named.
type leaf func(r *hub.Relation, table *hub.Physical, columns []string) (ast.Relation, error)

// bases makes the queries that relations of a data set stand for.
type bases struct {
	set      *hub.DataSet
	physical leaf
	now      time.Time
}

// base is the query that a relation stands for, with the columns that are asked for and no others: what is not needed
// leaves no account. wanted are names of the relation's columns, in order.
func (b bases) base(r *hub.Relation, wanted []string) (*ast.Query, error) {
	columns := make([]*hub.RelationColumn, len(wanted))
	for i, name := range wanted {
		if columns[i] = columnOf(r, name); columns[i] == nil {
			return nil, fault.New(fault.Validation, "The data set %s has no column %q.", b.set.ID, name)
		}
	}
	if r.Join == nil {
		return b.table(r, columns)
	}
	return b.join(r, columns)
}

func columnOf(r *hub.Relation, name string) *hub.RelationColumn {
	for i := range r.Columns {
		if strings.EqualFold(r.Columns[i].Name, name) {
			return &r.Columns[i]
		}
	}
	return nil
}

// table is SELECT columns FROM a physical table.
func (b bases) table(r *hub.Relation, columns []*hub.RelationColumn) (*ast.Query, error) {
	table := b.set.Table(r.Table)
	if table == nil {
		return nil, fault.New(fault.Internal, "The data set %s has no table %s.", b.set.ID, r.Table)
	}
	var names []string
	under(r, columns, func(c *hub.RelationColumn) { names = appendNew(names, c.From) })
	if len(names) == 0 && len(table.Columns) > 0 {
		names = []string{table.Columns[0].Name} // rows are counted also where no column is asked for
	}
	from, err := b.physical(r, table, names)
	if err != nil {
		return nil, err
	}
	f := formulas{func(c *hub.RelationColumn) ast.Expression { return physicalValue(table, c.From) }, b.now}
	return f.query(r, columns, from, ast.Name(names[0]))
}

// join is SELECT columns FROM left JOIN right ON the pairs are equal.
func (b bases) join(r *hub.Relation, columns []*hub.RelationColumn) (*ast.Query, error) {
	wanted := map[hub.Side][]string{}
	under(r, columns, func(c *hub.RelationColumn) { wanted[c.Side] = appendNew(wanted[c.Side], c.From) })
	for _, m := range r.Join.On {
		wanted[hub.LeftSide] = appendNew(wanted[hub.LeftSide], m.Left)
		wanted[hub.RightSide] = appendNew(wanted[hub.RightSide], m.Right)
	}
	side := func(side hub.Side, of *hub.Relation) (ast.Relation, error) {
		query, err := b.base(of, wanted[side])
		return &ast.Aliased{Relation: &ast.Subquery{Query: query}, Alias: ast.Name(sideName[side])}, err
	}
	left, err := side(hub.LeftSide, r.Join.Left)
	if err != nil {
		return nil, err
	}
	right, err := side(hub.RightSide, r.Join.Right)
	if err != nil {
		return nil, err
	}
	on := make([]ast.Expression, len(r.Join.On))
	for i, m := range r.Join.On {
		on[i] = &ast.Binary{Operator: ast.Equals, Left: ast.Column(sideName[hub.LeftSide], m.Left), Right: ast.Column(sideName[hub.RightSide], m.Right)}
	}
	f := formulas{func(c *hub.RelationColumn) ast.Expression { return ast.Column(sideName[c.Side], c.From) }, b.now}
	return f.query(r, columns, &ast.Join{Kind: joinKinds[r.Join.Kind], Left: left, Right: right, On: ast.And(on...)},
		ast.Column(sideName[hub.LeftSide], r.Join.On[0].Left))
}

// query is SELECT columns FROM what lies under a relation WHERE its filters hold. any stands where no column is asked for.
func (f formulas) query(r *hub.Relation, columns []*hub.RelationColumn, from ast.Relation, any ast.Expression) (*ast.Query, error) {
	where, err := f.conditions(r)
	if err != nil {
		return nil, err
	}
	items := make([]ast.SelectItem, 0, len(columns))
	for _, c := range columns {
		value, err := f.value(c)
		if err != nil {
			return nil, err
		}
		items = append(items, item(c, value))
	}
	if len(items) == 0 {
		items = append(items, &ast.SelectExpression{Value: any})
	}
	return &ast.Query{Body: &ast.Select{Items: items, From: from, Where: where}}, nil
}

var sideName = map[hub.Side]string{hub.LeftSide: "l", hub.RightSide: "r"}

var joinKinds = map[qstypes.JoinType]ast.JoinKind{
	qstypes.JoinTypeInner: ast.InnerJoin, qstypes.JoinTypeLeft: ast.LeftJoin, qstypes.JoinTypeRight: ast.RightJoin, qstypes.JoinTypeOuter: ast.FullJoin,
}

// item is a column under its name in the relation.
func item(c *hub.RelationColumn, value ast.Expression) ast.SelectItem {
	selected := &ast.SelectExpression{Value: value}
	if _, cast := value.(*ast.Cast); cast || c.Name != c.From {
		selected.Alias = ast.Name(c.Name)
	}
	return selected
}

// physicalValue is a column of a physical table with the type that a data set has for it: true is the integer 1.
func physicalValue(table *hub.Physical, name string) ast.Expression {
	value := ast.Expression(ast.Name(name))
	for _, c := range table.Columns {
		truth := c.Type == qstypes.InputColumnDataTypeBoolean || c.Type == qstypes.InputColumnDataTypeBit
		if truth && strings.EqualFold(c.Name, name) {
			return &ast.Cast{Operand: value, Type: ast.TypeOf(types.Simple(types.Bigint))}
		}
	}
	return value
}

// castTypes are the engine's types of the four that a data set has.
var castTypes = map[qstypes.ColumnDataType]types.Type{
	qstypes.ColumnDataTypeString: types.Simple(types.Varchar), qstypes.ColumnDataTypeInteger: types.Simple(types.Bigint),
	qstypes.ColumnDataTypeDecimal: types.Simple(types.Double), qstypes.ColumnDataTypeDatetime: types.Simple(types.Timestamp),
}

func appendNew(names []string, name string) []string {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return names
		}
	}
	return append(names, name)
}

// catalogLeaf is a physical table where its data is: the table of the catalog, or the author's query as a derived table.
func catalogLeaf(_ *hub.Relation, p *hub.Physical, _ []string) (ast.Relation, error) {
	if p.SQL != "" {
		inner, err := hub.ParseSQL(p.SQL)
		if err != nil {
			return nil, err
		}
		return &ast.Aliased{Relation: &ast.Subquery{Query: inner}, Alias: ast.Name("physical")}, nil
	}
	if p.Catalog != "" && p.Schema == "" {
		return nil, fault.New(fault.Validation, "A physical table with a catalog needs a schema.")
	}
	var name []string
	for _, part := range []string{p.Catalog, p.Schema, p.Table} {
		if part != "" {
			name = append(name, part)
		}
	}
	return &ast.Table{Name: ast.QName(name...)}, nil
}
