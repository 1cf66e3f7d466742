package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
)

// transform applies one step of a logical table's preparation to its columns.
func transform(r *hub.Relation, operation types.TransformOperation) error {
	switch o := operation.(type) {
	case *types.TransformOperationMemberProjectOperation:
		return project(r, o.Value.ProjectedColumns)
	case *types.TransformOperationMemberRenameColumnOperation:
		return rename(r, aws.ToString(o.Value.ColumnName), aws.ToString(o.Value.NewColumnName))
	case *types.TransformOperationMemberCastColumnTypeOperation:
		return cast(r, &o.Value)
	case *types.TransformOperationMemberTagColumnOperation:
		// Tags say what a column means, such as a state; they change no value.
		_, err := column(r, aws.ToString(o.Value.ColumnName))
		return err
	case *types.TransformOperationMemberUntagColumnOperation:
		_, err := column(r, aws.ToString(o.Value.ColumnName))
		return err
	case *types.TransformOperationMemberCreateColumnsOperation:
		return createColumns(r, o.Value.Columns)
	case *types.TransformOperationMemberFilterOperation:
		return filter(r, aws.ToString(o.Value.ConditionExpression))
	}
	return fault.New(fault.Unsupported, "This transform is unsupported here.")
}

func column(r *hub.Relation, name string) (*hub.RelationColumn, error) {
	if c := findColumn(r.Columns, name); c != nil {
		return c, nil
	}
	return nil, invalid("There is no column %q.", name)
}

// project keeps the columns that are named, in the order in which they are.
func project(r *hub.Relation, names []string) error {
	if len(names) == 0 {
		return invalid("ProjectedColumns is empty.")
	}
	var kept []hub.RelationColumn
	for _, name := range names {
		c, err := column(r, name)
		if err != nil {
			return err
		}
		if findColumn(kept, name) != nil {
			return invalid("The column %q is projected twice.", name)
		}
		kept = append(kept, *c)
	}
	r.Columns = kept
	return nil
}

func rename(r *hub.Relation, from, to string) error {
	c, err := column(r, from)
	if err != nil {
		return err
	}
	if other := findColumn(r.Columns, to); other != nil && other != c {
		return invalid("There is a column %q already.", to)
	}
	c.Name = to
	return nil
}

// cast gives a column another type. A text that is read as a date by a format is computed as parseDate computes it.
func cast(r *hub.Relation, o *types.CastColumnTypeOperation) error {
	c, err := column(r, aws.ToString(o.ColumnName))
	if err != nil {
		return err
	}
	format := aws.ToString(o.Format)
	if o.NewColumnType != types.ColumnDataTypeDatetime || format == "" || c.Type == types.ColumnDataTypeDatetime {
		c.Type, c.SubType, c.Cast, c.Format = o.NewColumnType, o.SubType, true, format
		return nil
	}
	name, err := field(&c.Name)
	if err != nil {
		return err
	}
	formula, _, err := formulaOf(r, "parseDate("+name+", "+quoted(format)+")")
	if err != nil {
		return fault.Wrap(err, fault.CodeOf(err), "Format: %s", fault.Public(err))
	}
	*c = hub.RelationColumn{ID: c.ID, Name: c.Name, Type: types.ColumnDataTypeDatetime, Formula: formula}
	return nil
}
