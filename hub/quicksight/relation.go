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

// rootOf makes one relation of the logical tables: the one that no other one uses.
func rootOf(d hub.DataSet, logical map[string]types.LogicalTable) (hub.Relation, error) {
	if len(logical) == 0 {
		if len(d.Tables) > 1 {
			return hub.Relation{}, invalid("The data set has %d physical tables and no LogicalTableMap that joins them.", len(d.Tables))
		}
		table := d.Tables[0]
		return hub.Relation{ID: table.ID, Alias: table.ID, Table: table.ID, Columns: table.Output()}, nil
	}
	used := map[string]bool{}
	for _, t := range logical {
		if t.Source != nil && t.Source.JoinInstruction != nil {
			used[aws.ToString(t.Source.JoinInstruction.LeftOperand)] = true
			used[aws.ToString(t.Source.JoinInstruction.RightOperand)] = true
		}
	}
	var roots []string
	for _, id := range slices.Sorted(maps.Keys(logical)) {
		if !used[id] {
			roots = append(roots, id)
		}
	}
	if len(roots) != 1 {
		return hub.Relation{}, invalid("LogicalTableMap has %d tables that no other one joins (%s); it has to have exactly one.", len(roots), strings.Join(roots, ", "))
	}
	b := &relations{set: d, logical: logical, taken: map[string]bool{}}
	root, err := b.make(roots[0])
	if err != nil {
		return hub.Relation{}, err
	}
	for _, id := range slices.Sorted(maps.Keys(logical)) {
		if !b.taken[id] {
			return hub.Relation{}, invalid("The logical table %s is used by none that leads to %s.", id, roots[0])
		}
	}
	return *root, nil
}

// relations makes relations of logical tables.
type relations struct {
	set     hub.DataSet
	logical map[string]types.LogicalTable
	taken   map[string]bool
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
	r := &hub.Relation{ID: id, Alias: aws.ToString(t.Alias)}
	switch s := t.Source; {
	case s.DataSetArn != nil:
		return nil, fault.New(fault.Unsupported, "The logical table %s is on another data set (DataSetArn), which is unsupported here.", id)
	case s.PhysicalTableId != nil && s.JoinInstruction == nil:
		table := b.set.Table(*s.PhysicalTableId)
		if table == nil {
			return nil, invalid("The logical table %s is on the physical table %s, which is not there.", id, *s.PhysicalTableId)
		}
		r.Table, r.Columns = table.ID, table.Output()
	case s.JoinInstruction != nil && s.PhysicalTableId == nil:
		if err := b.join(r, s.JoinInstruction); err != nil {
			return nil, err
		}
	default:
		return nil, invalid("The Source of the logical table %s is a physical table or a join, one of them.", id)
	}
	for i, operation := range t.DataTransforms {
		if err := transform(r, operation); err != nil {
			return nil, fault.Wrap(err, fault.CodeOf(err), "LogicalTableMap.%s.DataTransforms[%d]: %s", id, i, fault.Public(err))
		}
	}
	return r, nil
}

// join makes both sides and the columns that they give together. A column of the right side whose name the left one has
// is called name[alias], as QuickSight calls it.
func (b *relations) join(r *hub.Relation, in *types.JoinInstruction) error {
	left, err := b.make(aws.ToString(in.LeftOperand))
	if err != nil {
		return err
	}
	right, err := b.make(aws.ToString(in.RightOperand))
	if err != nil {
		return err
	}
	for _, c := range left.Columns {
		r.Columns = append(r.Columns, hub.RelationColumn{Name: c.Name, Side: hub.LeftSide, From: c.Name, Type: c.Type, SubType: c.SubType})
	}
	for _, c := range right.Columns {
		name := c.Name
		if findColumn(left.Columns, name) != nil {
			name += "[" + right.Alias + "]"
		}
		if findColumn(r.Columns, name) != nil {
			return invalid("The join %s would have two columns %q; rename one of them.", r.ID, name)
		}
		r.Columns = append(r.Columns, hub.RelationColumn{Name: name, Side: hub.RightSide, From: c.Name, Type: c.Type, SubType: c.SubType})
	}
	r.Join = &hub.Join{Kind: in.Type, Left: left, Right: right}
	r.Join.On, err = matches(aws.ToString(in.OnClause), left, right)
	if err != nil {
		return fault.Wrap(err, fault.CodeOf(err), "LogicalTableMap.%s.Source.JoinInstruction.OnClause: %s", r.ID, fault.Public(err))
	}
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
