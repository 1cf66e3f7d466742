package definition

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/calc"
	"interlaken/fault"
	wire "interlaken/wire/quicksight"
)

// Column is an output column of a data set.
type Column struct {
	Name string
	Type types.ColumnDataType
}

// Schema is a data set as a document describes it, for checks without a server.
type Schema struct {
	ID, Name string
	Columns  []Column
}

// ReadSchema reads a data set in the form of CreateDataSet or of DescribeDataSet. Of the latter the output columns stand
// there; of the former they are worked out from tables, joins and steps. A step that is not followed is fault.Unsupported.
func ReadSchema(document []byte) (Schema, error) {
	var set types.DataSet
	if err := wire.Service.Unmarshal(document, &set); err != nil {
		return Schema{}, err
	}
	s := Schema{ID: aws.ToString(set.DataSetId), Name: aws.ToString(set.Name)}
	for _, c := range set.OutputColumns {
		s.Columns = append(s.Columns, Column{aws.ToString(c.Name), c.Type})
	}
	if len(s.Columns) > 0 {
		return s, nil
	}
	r := schemaReader{&set, 0}
	var err error
	switch {
	case set.DataPrepConfiguration != nil:
		s.Columns, err = r.prepared()
	case len(set.LogicalTableMap) > 0:
		s.Columns, err = r.logicalRoot()
	case len(set.PhysicalTableMap) == 1:
		s.Columns, err = r.physical(slices.Collect(maps.Keys(set.PhysicalTableMap))[0])
	}
	if err == nil && len(s.Columns) == 0 {
		err = fault.New(fault.Unsupported, "The data set %q has no columns that can be read.", s.Name)
	}
	return s, err
}

// schemaReader follows the tables of one data set. Its depth guards against tables that are made of themselves.
type schemaReader struct {
	set   *types.DataSet
	depth int
}

// mostDeep is more than a data set has tables and steps (QuickSight API Reference, CreateDataSet).
const mostDeep = 256

func (r *schemaReader) enter(name string) error {
	if r.depth++; r.depth > mostDeep {
		return fault.New(fault.Unsupported, "The table %q of the data set is made of itself.", name)
	}
	return nil
}

func (r *schemaReader) physical(id string) ([]Column, error) {
	var declared []types.InputColumn
	switch t := r.set.PhysicalTableMap[id].(type) {
	case *types.PhysicalTableMemberRelationalTable:
		declared = t.Value.InputColumns
	case *types.PhysicalTableMemberCustomSql:
		declared = t.Value.Columns
	case *types.PhysicalTableMemberS3Source:
		declared = t.Value.InputColumns
	default:
		return nil, fault.New(fault.Unsupported, "The data set has no table %q that can be read.", id)
	}
	columns := make([]Column, len(declared))
	for i, c := range declared {
		columns[i] = Column{aws.ToString(c.Name), outputType(c.Type)}
	}
	return columns, nil
}

// outputType is the type in a data set (QuickSight User Guide, "Supported data types and values": booleans are integers,
// structures text).
func outputType(t types.InputColumnDataType) types.ColumnDataType {
	switch t {
	case types.InputColumnDataTypeInteger, types.InputColumnDataTypeBit, types.InputColumnDataTypeBoolean:
		return types.ColumnDataTypeInteger
	case types.InputColumnDataTypeDecimal:
		return types.ColumnDataTypeDecimal
	case types.InputColumnDataTypeDatetime:
		return types.ColumnDataTypeDatetime
	}
	return types.ColumnDataTypeString
}

// logicalRoot is the one logical table that no join takes.
func (r *schemaReader) logicalRoot() ([]Column, error) {
	taken := map[string]bool{}
	for _, t := range r.set.LogicalTableMap {
		if t.Source != nil && t.Source.JoinInstruction != nil {
			taken[aws.ToString(t.Source.JoinInstruction.LeftOperand)], taken[aws.ToString(t.Source.JoinInstruction.RightOperand)] = true, true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(r.set.LogicalTableMap)) {
		if !taken[id] {
			return r.logical(id)
		}
	}
	return nil, fault.New(fault.Unsupported, "Each table of the data set is part of another one.")
}

func (r *schemaReader) logical(id string) ([]Column, error) {
	t, found := r.set.LogicalTableMap[id]
	if err := r.enter(id); err != nil || !found || t.Source == nil {
		return nil, fault.New(fault.Unsupported, "The data set has no table %q that can be read.", id)
	}
	var columns []Column
	var err error
	switch s := t.Source; {
	case s.PhysicalTableId != nil:
		columns, err = r.physical(*s.PhysicalTableId)
	case s.JoinInstruction != nil:
		right := aws.ToString(s.JoinInstruction.RightOperand)
		var left, joined []Column
		if left, err = r.logical(aws.ToString(s.JoinInstruction.LeftOperand)); err == nil {
			joined, err = r.logical(right)
		}
		columns = join(left, joined, aws.ToString(r.set.LogicalTableMap[right].Alias), nil)
	default:
		err = fault.New(fault.Unsupported, "The data set is made of another one, whose columns are not at hand.")
	}
	if err != nil {
		return nil, err
	}
	for _, o := range t.DataTransforms {
		if columns, err = transformed(columns, o); err != nil {
			return nil, err
		}
	}
	return columns, nil
}

func transformed(columns []Column, o types.TransformOperation) ([]Column, error) {
	switch o := o.(type) {
	case *types.TransformOperationMemberProjectOperation:
		return project(columns, o.Value.ProjectedColumns), nil
	case *types.TransformOperationMemberRenameColumnOperation:
		return rename(columns, aws.ToString(o.Value.ColumnName), aws.ToString(o.Value.NewColumnName)), nil
	case *types.TransformOperationMemberCastColumnTypeOperation:
		return cast(columns, aws.ToString(o.Value.ColumnName), o.Value.NewColumnType), nil
	case *types.TransformOperationMemberCreateColumnsOperation:
		return create(columns, o.Value.Columns)
	}
	return columns, nil // the others change no column's name or type
}

// prepared is what the one destination of the newer form gives.
func (r *schemaReader) prepared() ([]Column, error) {
	for _, id := range slices.Sorted(maps.Keys(r.set.DataPrepConfiguration.DestinationTableMap)) {
		if s := r.set.DataPrepConfiguration.DestinationTableMap[id].Source; s != nil {
			return r.step(aws.ToString(s.TransformOperationId))
		}
	}
	return nil, fault.New(fault.Unsupported, "The data set has no destination table.")
}

func (r *schemaReader) source(s *types.TransformOperationSource) ([]Column, error) {
	if s == nil {
		return nil, fault.New(fault.Unsupported, "A step of the data set has no source.")
	}
	return r.step(aws.ToString(s.TransformOperationId))
}

func (r *schemaReader) step(id string) ([]Column, error) {
	if err := r.enter(id); err != nil {
		return nil, err
	}
	switch s := r.set.DataPrepConfiguration.TransformStepMap[id]; {
	case s.ImportTableStep != nil && s.ImportTableStep.Source != nil:
		return r.physical(aws.ToString(r.set.DataPrepConfiguration.SourceTableMap[aws.ToString(s.ImportTableStep.Source.SourceTableId)].PhysicalTableId))
	case s.JoinStep != nil:
		left, err := r.source(s.JoinStep.LeftOperand)
		if err != nil {
			return nil, err
		}
		right, err := r.source(s.JoinStep.RightOperand)
		return join(left, right, aws.ToString(s.JoinStep.Alias), s.JoinStep.RightOperandProperties), err
	case s.ProjectStep != nil:
		columns, err := r.source(s.ProjectStep.Source)
		return project(columns, s.ProjectStep.ProjectedColumns), err
	case s.FiltersStep != nil:
		return r.source(s.FiltersStep.Source)
	case s.RenameColumnsStep != nil:
		columns, err := r.source(s.RenameColumnsStep.Source)
		for _, o := range s.RenameColumnsStep.RenameColumnOperations {
			columns = rename(columns, aws.ToString(o.ColumnName), aws.ToString(o.NewColumnName))
		}
		return columns, err
	case s.CastColumnTypesStep != nil:
		columns, err := r.source(s.CastColumnTypesStep.Source)
		for _, o := range s.CastColumnTypesStep.CastColumnTypeOperations {
			columns = cast(columns, aws.ToString(o.ColumnName), o.NewColumnType)
		}
		return columns, err
	case s.CreateColumnsStep != nil:
		columns, err := r.source(s.CreateColumnsStep.Source)
		if err != nil {
			return nil, err
		}
		return create(columns, s.CreateColumnsStep.Columns)
	}
	return nil, fault.New(fault.Unsupported, "The step %q of the data set is not followed here.", id)
}

// join puts the columns of two tables side by side. One whose name is taken is called by its table too, unless it is given
// another name.
func join(left, right []Column, alias string, named *types.JoinOperandProperties) []Column {
	columns := slices.Clone(left)
	for _, c := range right {
		if slices.ContainsFunc(left, func(l Column) bool { return strings.EqualFold(l.Name, c.Name) }) {
			original := c.Name
			c.Name += "[" + alias + "]"
			if named != nil {
				for _, o := range named.OutputColumnNameOverrides {
					if aws.ToString(o.SourceColumnName) == original {
						c.Name = aws.ToString(o.OutputColumnName)
					}
				}
			}
		}
		columns = append(columns, c)
	}
	return columns
}

func project(columns []Column, names []string) []Column {
	var kept []Column
	for _, name := range names {
		if i := indexOf(columns, name); i >= 0 {
			kept = append(kept, columns[i])
		}
	}
	return kept
}

func rename(columns []Column, from, to string) []Column {
	if i := indexOf(columns, from); i >= 0 {
		columns[i].Name = to
	}
	return columns
}

func cast(columns []Column, name string, t types.ColumnDataType) []Column {
	if i := indexOf(columns, name); i >= 0 {
		columns[i].Type = t
	}
	return columns
}

// create adds calculated columns, of which later ones may name earlier ones.
func create(columns []Column, added []types.CalculatedColumn) ([]Column, error) {
	set := calc.NewSet()
	for _, c := range columns {
		set.AddColumn(c.Name, calcTypes[c.Type])
	}
	for _, a := range added {
		set.AddFormula(aws.ToString(a.ColumnName), aws.ToString(a.Expression))
	}
	for _, a := range added {
		name := aws.ToString(a.ColumnName)
		formula, err := set.Resolve(name)
		if err != nil {
			return nil, fault.Wrap(err, fault.Unsupported, "The calculated column %q of the data set: %s", name, fault.Public(err))
		}
		c := Column{name, columnTypes[formula.Meaning.Type]}
		if i := indexOf(columns, name); i >= 0 {
			columns[i] = c
		} else {
			columns = append(columns, c)
		}
	}
	return columns, nil
}

// columnTypes are the types that a data set has for values of expressions: a condition is 1 or 0, and what is always
// NULL is text.
var columnTypes = map[calc.Type]types.ColumnDataType{
	calc.Unknown: types.ColumnDataTypeString, calc.String: types.ColumnDataTypeString, calc.Integer: types.ColumnDataTypeInteger,
	calc.Boolean: types.ColumnDataTypeInteger, calc.Decimal: types.ColumnDataTypeDecimal, calc.DateTime: types.ColumnDataTypeDatetime,
}

func indexOf(columns []Column, name string) int {
	return slices.IndexFunc(columns, func(c Column) bool { return c.Name == name })
}
