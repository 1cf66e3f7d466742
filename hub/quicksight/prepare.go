package quicksight

import (
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
)

// prepared makes the root of steps of data preparation: the step that the one destination table is.
func (b *relations) prepared(given *types.DataPrepConfiguration, semantic *types.SemanticModelConfiguration) error {
	b.prep = given
	if len(given.DestinationTableMap) != 1 {
		return unsupported("A DataPrepConfiguration with other than one table in DestinationTableMap is")
	}
	destination := slices.Collect(maps.Keys(given.DestinationTableMap))[0]
	if err := understoodModel(semantic, destination); err != nil {
		return err
	}
	source := given.DestinationTableMap[destination].Source
	if source == nil {
		return invalid("DestinationTableMap.%s has no Source.", destination)
	}
	root, err := b.step(aws.ToString(source.TransformOperationId))
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(given.TransformStepMap)) {
		if !b.taken[id] {
			return invalid("The step %s of TransformStepMap is used by none that leads to the destination table.", id)
		}
	}
	b.set.Root = *root
	return nil
}

// understoodModel refuses of a semantic model what could be kept and not honoured; its descriptions change no value.
func understoodModel(semantic *types.SemanticModelConfiguration, destination string) error {
	if semantic == nil {
		return nil
	}
	for id, table := range semantic.TableMap {
		switch rules := table.RowLevelPermissionConfiguration; {
		case aws.ToString(table.DestinationTableId) != destination:
			return invalid("SemanticModelConfiguration.TableMap.%s is on the destination table %q, which is not there.", id, aws.ToString(table.DestinationTableId))
		case rules != nil && (rules.RowLevelPermissionDataSet != nil || rules.TagConfiguration != nil):
			return unsupported("Row-level permissions (RowLevelPermissionConfiguration) are")
		}
	}
	return nil
}

// step makes the relation of one step. Each is used once, so that there is no circle.
func (b *relations) step(id string) (*hub.Relation, error) {
	s, ok := b.prep.TransformStepMap[id]
	switch {
	case !ok:
		return nil, invalid("There is no step %q in TransformStepMap.", id)
	case b.taken[id]:
		return nil, invalid("The step %s of TransformStepMap is used twice.", id)
	}
	b.taken[id] = true
	r, err := b.made(id, s)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeOf(err), "TransformStepMap.%s: %s", id, fault.Public(err))
	}
	return r, nil
}

// made makes the relation of a step that is one of the kinds.
func (b *relations) made(id string, s types.TransformStep) (*hub.Relation, error) {
	switch {
	case s.ImportTableStep != nil:
		return b.imported(id, s.ImportTableStep)
	case s.JoinStep != nil:
		return b.joinStep(id, s.JoinStep)
	case s.ProjectStep != nil:
		return b.applied(s.ProjectStep.Source, s.ProjectStep.Alias, func(r *hub.Relation) error { return project(r, s.ProjectStep.ProjectedColumns) })
	case s.RenameColumnsStep != nil:
		return b.applied(s.RenameColumnsStep.Source, s.RenameColumnsStep.Alias, func(r *hub.Relation) error {
			return renameAll(r, s.RenameColumnsStep.RenameColumnOperations)
		})
	case s.CastColumnTypesStep != nil:
		return b.applied(s.CastColumnTypesStep.Source, s.CastColumnTypesStep.Alias, func(r *hub.Relation) error {
			return each(s.CastColumnTypesStep.CastColumnTypeOperations, func(o types.CastColumnTypeOperation) error { return cast(r, &o) })
		})
	case s.CreateColumnsStep != nil:
		return b.applied(s.CreateColumnsStep.Source, s.CreateColumnsStep.Alias, func(r *hub.Relation) error { return createColumns(r, s.CreateColumnsStep.Columns) })
	case s.FiltersStep != nil:
		return b.applied(s.FiltersStep.Source, s.FiltersStep.Alias, func(r *hub.Relation) error {
			return each(s.FiltersStep.FilterOperations, func(o types.FilterOperation) error { return filterBy(r, &o) })
		})
	}
	for _, other := range []struct {
		given bool
		name  string
	}{
		{s.AggregateStep != nil, "AggregateStep"}, {s.AppendStep != nil, "AppendStep"}, {s.PivotStep != nil, "PivotStep"}, {s.UnpivotStep != nil, "UnpivotStep"},
	} {
		if other.given {
			return nil, fault.New(fault.Unsupported, "The step %s is unsupported here; write it as CustomSql.", other.name)
		}
	}
	return nil, invalid("It is no step: none of its members is given.")
}

func each[T any](operations []T, apply func(T) error) error {
	for _, o := range operations {
		if err := apply(o); err != nil {
			return err
		}
	}
	return nil
}

// imported is a table, or another data set, at the beginning of steps.
func (b *relations) imported(id string, s *types.ImportTableOperation) (*hub.Relation, error) {
	var source types.SourceTable
	known := false
	if s.Source != nil {
		source, known = b.prep.SourceTableMap[aws.ToString(s.Source.SourceTableId)]
	}
	if !known || (source.PhysicalTableId == nil) == (source.DataSet == nil) {
		return nil, invalid("Its Source is no table of SourceTableMap with a PhysicalTableId or a DataSet, one of them.")
	}
	r, err := b.leaf(id, aws.ToString(s.Alias), source.PhysicalTableId, nil)
	if source.DataSet != nil {
		r, err = b.leaf(id, aws.ToString(s.Alias), nil, source.DataSet.DataSetArn)
	}
	if err == nil {
		identify(r, s.Source.ColumnIdMappings)
	}
	return r, err
}

func (b *relations) joinStep(id string, s *types.JoinOperation) (*hub.Relation, error) {
	left, err := b.operand(s.LeftOperand)
	if err != nil {
		return nil, err
	}
	right, err := b.operand(s.RightOperand)
	if err != nil {
		return nil, err
	}
	r := &hub.Relation{ID: id, Alias: aws.ToString(s.Alias)}
	names := [2]map[string]string{overrides(s.LeftOperandProperties), overrides(s.RightOperandProperties)}
	if err := join(r, types.JoinType(s.Type), left, right, names); err != nil {
		return nil, err
	}
	if r.Join.On, err = matches(aws.ToString(s.OnClause), left, right); err != nil {
		return nil, fault.Wrap(err, fault.CodeOf(err), "OnClause: %s", fault.Public(err))
	}
	return r, nil
}

// overrides are the names that columns of one side of a join get, by theirs.
func overrides(p *types.JoinOperandProperties) map[string]string {
	names := map[string]string{}
	if p != nil {
		for _, o := range p.OutputColumnNameOverrides {
			names[aws.ToString(o.SourceColumnName)] = aws.ToString(o.OutputColumnName)
		}
	}
	return names
}

func (b *relations) operand(s *types.TransformOperationSource) (*hub.Relation, error) {
	if s == nil {
		return nil, invalid("It has no source.")
	}
	r, err := b.step(aws.ToString(s.TransformOperationId))
	if err == nil {
		identify(r, s.ColumnIdMappings)
	}
	return r, err
}

// applied is the relation of the step before with what this one does to its columns.
func (b *relations) applied(source *types.TransformOperationSource, alias *string, apply func(*hub.Relation) error) (*hub.Relation, error) {
	r, err := b.operand(source)
	if err != nil {
		return nil, err
	}
	r.Alias = aws.ToString(alias)
	return r, apply(r)
}

// identify gives columns the ids by which later steps call them.
func identify(r *hub.Relation, mappings []types.DataSetColumnIdMapping) {
	next := map[string]string{}
	for _, m := range mappings {
		next[aws.ToString(m.SourceColumnId)] = aws.ToString(m.TargetColumnId)
	}
	for i := range r.Columns {
		if id, ok := next[r.Columns[i].ID]; ok && r.Columns[i].ID != "" {
			r.Columns[i].ID = id
		}
	}
}

// renameAll renames columns at once: two may change their names.
func renameAll(r *hub.Relation, operations []types.RenameColumnOperation) error {
	next := slices.Clone(r.Columns)
	for _, o := range operations {
		i := slices.IndexFunc(r.Columns, func(c hub.RelationColumn) bool { return c.Name == aws.ToString(o.ColumnName) })
		if i < 0 {
			return invalid("There is no column %q.", aws.ToString(o.ColumnName))
		}
		next[i].Name = aws.ToString(o.NewColumnName)
	}
	for i := range next {
		if findColumn(next[:i], next[i].Name) != nil {
			return invalid("There would be two columns %q.", next[i].Name)
		}
	}
	r.Columns = next
	return nil
}
