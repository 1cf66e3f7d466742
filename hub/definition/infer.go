package definition

import (
	"reflect"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/calc"
)

// Mentioned are the columns that a definition names of its data sets, by identifier, in the order of their names: in
// fields, filters and controls, and in the expressions of calculated fields. They stand for the columns of a data set
// whose schema is not at hand.
func Mentioned(def *types.DashboardVersionDefinition) map[string][]string {
	c := &compiler{def: def}
	found := map[string][]string{}
	add := func(identifier, name string) {
		// A name that differs in case from a calculated field's is taken for a column, as by calc.Set.
		if f := c.formula(identifier, name); f == nil || aws.ToString(f.Name) != name {
			found[identifier] = append(found[identifier], name)
		}
	}
	walk(reflect.ValueOf(def), func(v reflect.Value) {
		switch part := v.Interface().(type) {
		case types.ColumnIdentifier:
			add(aws.ToString(part.DataSetIdentifier), aws.ToString(part.ColumnName))
		case types.CalculatedField:
			identifier := aws.ToString(part.DataSetIdentifier)
			for _, name := range named(part) {
				if name == aws.ToString(part.Name) {
					found[identifier] = append(found[identifier], name) // the column that the field hides
				} else {
					add(identifier, name)
				}
			}
		}
	})
	for identifier, names := range found {
		slices.Sort(names)
		found[identifier] = slices.Compact(names)
	}
	return found
}

// named are the names in a calculated field's expression; none where it cannot be read.
func named(f types.CalculatedField) []string {
	tree, err := calc.Parse(aws.ToString(f.Expression))
	if err != nil {
		return nil
	}
	fields, _ := calc.Uses(tree)
	return fields
}
