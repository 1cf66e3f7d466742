package definition

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
)

// Lookup is a query for a parameter's default for one person.
type Lookup struct {
	Parameter string
	Query     Query
}

// Lookups make the queries for the defaults of a person, by the person's name or the names of the groups (QuickSight API
// Reference, DynamicDefaultValue; User Guide, "Creating parameter defaults"). What they give is Ask.Defaults.
func Lookups(def *types.DashboardVersionDefinition, user string, groups []string) ([]Lookup, error) {
	var all []Lookup
	for _, d := range def.ParameterDeclarations {
		name, dynamic := dynamicDefault(d)
		if dynamic == nil {
			continue
		}
		c := newCompiler(def, Ask{}, nil)
		column, err := c.rowColumn(dynamic.DefaultValueColumn)
		if err != nil {
			return nil, err
		}
		var whose [][]Filter
		for _, by := range []struct {
			column *types.ColumnIdentifier
			names  []string
		}{{dynamic.UserNameColumn, []string{user}}, {dynamic.GroupNameColumn, groups}} {
			if by.column == nil || len(by.names) == 0 {
				continue
			}
			key, err := c.rowColumn(by.column)
			if err != nil {
				return nil, err
			}
			whose = append(whose, []Filter{{Column: key, In: by.names}})
		}
		switch len(whose) {
		case 0: // by nobody's name, for which there is nothing to be found
			c.query.Filters = []Filter{{Column: column, In: []string{}}}
		case 1:
			c.query.Filters = whose[0]
		default:
			c.query.Filters = []Filter{{AnyOf: whose}}
		}
		c.query.Groups = []Group{{Column: column, Name: c.resultName("value")}}
		c.query.Sort, c.query.Limit = []Sort{{Name: c.query.Groups[0].Name}}, mostValues
		if c.query.DataSetARN, err = c.arnOf(c.dataSet); err != nil {
			return nil, err
		}
		all = append(all, Lookup{name, c.query})
	}
	return all, nil
}

func dynamicDefault(d types.ParameterDeclaration) (string, *types.DynamicDefaultValue) {
	switch {
	case d.StringParameterDeclaration != nil && d.StringParameterDeclaration.DefaultValues != nil:
		return aws.ToString(d.StringParameterDeclaration.Name), d.StringParameterDeclaration.DefaultValues.DynamicValue
	case d.DecimalParameterDeclaration != nil && d.DecimalParameterDeclaration.DefaultValues != nil:
		return aws.ToString(d.DecimalParameterDeclaration.Name), d.DecimalParameterDeclaration.DefaultValues.DynamicValue
	case d.IntegerParameterDeclaration != nil && d.IntegerParameterDeclaration.DefaultValues != nil:
		return aws.ToString(d.IntegerParameterDeclaration.Name), d.IntegerParameterDeclaration.DefaultValues.DynamicValue
	case d.DateTimeParameterDeclaration != nil && d.DateTimeParameterDeclaration.DefaultValues != nil:
		return aws.ToString(d.DateTimeParameterDeclaration.Name), d.DateTimeParameterDeclaration.DefaultValues.DynamicValue
	}
	return "", nil
}
