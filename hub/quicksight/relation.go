package quicksight

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
)

// relations makes relations of logical tables, or of steps.
type relations struct {
	set     *hub.DataSet
	logical map[string]types.LogicalTable
	prep    *types.DataPrepConfiguration
	taken   map[string]bool
	find    parents
}

// joinedUp makes one relation of the logical tables: the one that no other one uses.
func (b *relations) joinedUp() error {
	if len(b.logical) == 0 {
		if len(b.set.Tables) == 0 {
			return nil // which shape refuses
		}
		if len(b.set.Tables) > 1 {
			return invalid("The data set has %d physical tables and no LogicalTableMap that joins them.", len(b.set.Tables))
		}
		table := b.set.Tables[0]
		b.set.Root = hub.Relation{ID: table.ID, Alias: table.ID, Table: table.ID, Columns: table.Output()}
		return nil
	}
	used := map[string]bool{}
	for _, t := range b.logical {
		if t.Source != nil && t.Source.JoinInstruction != nil {
			used[aws.ToString(t.Source.JoinInstruction.LeftOperand)] = true
			used[aws.ToString(t.Source.JoinInstruction.RightOperand)] = true
		}
	}
	var roots []string
	for _, id := range slices.Sorted(maps.Keys(b.logical)) {
		if !used[id] {
			roots = append(roots, id)
		}
	}
	if len(roots) != 1 {
		return invalid("LogicalTableMap has %d tables that no other one joins (%s); it has to have exactly one.", len(roots), strings.Join(roots, ", "))
	}
	root, err := b.make(roots[0])
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(b.logical)) {
		if !b.taken[id] {
			return invalid("The logical table %s is used by none that leads to %s.", id, roots[0])
		}
	}
	b.set.Root = *root
	return nil
}

// make makes the relation of one logical table. Each is used once, so that there is no circle.
func (b *relations) make(id string) (*hub.Relation, error) {
	t, ok := b.logical[id]
	switch {
	case !ok:
		return nil, invalid("There is no logical table %s.", id)
	case b.taken[id]:
		return nil, invalid("The logical table %s is used twice.", id)
	case t.Source == nil:
		return nil, invalid("The logical table %s has no Source.", id)
	}
	b.taken[id] = true
	var r *hub.Relation
	var err error
	switch s, alias := t.Source, aws.ToString(t.Alias); {
	case s.JoinInstruction == nil && (s.PhysicalTableId == nil) != (s.DataSetArn == nil):
		r, err = b.leaf(id, alias, s.PhysicalTableId, s.DataSetArn)
	case s.JoinInstruction != nil && s.PhysicalTableId == nil && s.DataSetArn == nil:
		r, err = b.instructed(id, alias, s.JoinInstruction)
	default:
		err = invalid("The Source of the logical table %s is a physical table, another data set or a join, one of them.", id)
	}
	if err != nil {
		return nil, err
	}
	for i, operation := range t.DataTransforms {
		if err := transform(r, operation); err != nil {
			return nil, fault.Wrap(err, fault.CodeOf(err), "LogicalTableMap.%s.DataTransforms[%d]: %s", id, i, fault.Public(err))
		}
	}
	return r, nil
}

// leaf is a physical table, or all of another data set.
func (b *relations) leaf(id, alias string, table, parent *string) (*hub.Relation, error) {
	if parent != nil {
		return b.child(id, alias, *parent)
	}
	p := b.set.Table(*table)
	if p == nil || p.Of != "" {
		return nil, invalid("The logical table %s is on the physical table %s, which is not there.", id, *table)
	}
	return &hub.Relation{ID: id, Alias: alias, Table: p.ID, Columns: p.Output()}, nil
}

// child is all of another data set: its root over its tables, which get ids that tell whose they are.
func (b *relations) child(id, alias, text string) (*hub.Relation, error) {
	parent, err := b.find(text)
	if err != nil {
		return nil, err
	}
	if err := parent.Usable(); err != nil {
		return nil, err
	}
	for _, table := range parent.Tables {
		table.ID, table.Of = id+"/"+table.ID, text
		b.set.Tables = append(b.set.Tables, table)
	}
	if !slices.Contains(b.set.Parents, text) {
		b.set.Parents = append(b.set.Parents, text)
	}
	r := parent.Root.Within(id + "/")
	r.ID, r.Alias, r.Of = id, alias, text
	return r, nil
}

// instructed is the join of two logical tables.
func (b *relations) instructed(id, alias string, in *types.JoinInstruction) (*hub.Relation, error) {
	left, err := b.make(aws.ToString(in.LeftOperand))
	if err != nil {
		return nil, err
	}
	right, err := b.make(aws.ToString(in.RightOperand))
	if err != nil {
		return nil, err
	}
	r := &hub.Relation{ID: id, Alias: alias}
	if err := join(r, in.Type, left, right, [2]map[string]string{}); err != nil {
		return nil, err
	}
	r.Join.On, err = matches(aws.ToString(in.OnClause), left, right)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeOf(err), "LogicalTableMap.%s.Source.JoinInstruction.OnClause: %s", id, fault.Public(err))
	}
	return r, nil
}

// join gives a relation both sides and the columns that they give together, under the names that are given for columns of
// either side. Else a column of the right side whose name the left one has is called name[alias], as QuickSight calls it.
func join(r *hub.Relation, kind types.JoinType, left, right *hub.Relation, names [2]map[string]string) error {
	for i, side := range []struct {
		name hub.Side
		of   *hub.Relation
	}{{hub.LeftSide, left}, {hub.RightSide, right}} {
		for _, c := range side.of.Columns {
			name := c.Name
			if given, ok := names[i][c.Name]; ok {
				name = given
			} else if i == 1 && findColumn(r.Columns, name) != nil {
				name += "[" + right.Alias + "]"
			}
			if findColumn(r.Columns, name) != nil {
				return invalid("The join %s would have two columns %q; rename one of them.", r.ID, name)
			}
			r.Columns = append(r.Columns, hub.RelationColumn{ID: c.ID, Name: name, Side: side.name, From: c.Name, Type: c.Type, SubType: c.SubType})
		}
	}
	r.Join = &hub.Join{Kind: kind, Left: left, Right: right}
	return nil
}

// findColumn finds a column by name, without regard to case; nil where there is none.
func findColumn(columns []hub.RelationColumn, name string) *hub.RelationColumn {
	for i := range columns {
		if strings.EqualFold(columns[i].Name, name) {
			return &columns[i]
		}
	}
	return nil
}
