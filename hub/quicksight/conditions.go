package quicksight

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
)

// filterBy keeps the rows of which a filter holds: an expression, or a condition on one column, which becomes an
// expression of calculated fields.
func filterBy(r *hub.Relation, o *types.FilterOperation) error {
	expression := ""
	var err error
	switch {
	case o.ConditionExpression != nil:
		expression = *o.ConditionExpression
	case o.StringFilterCondition != nil:
		expression, err = textCondition(o.StringFilterCondition)
	case o.NumericFilterCondition != nil:
		expression, err = numberCondition(o.NumericFilterCondition)
	case o.DateFilterCondition != nil:
		expression, err = dateCondition(o.DateFilterCondition)
	default:
		err = invalid("A filter has a ConditionExpression or a condition on a column.")
	}
	if err != nil {
		return err
	}
	return filter(r, expression)
}

// field is a column as expressions name it. No escape is known of a name with a brace.
func field(name *string) (string, error) {
	if text := aws.ToString(name); text != "" && !strings.ContainsAny(text, "{}") {
		return "{" + text + "}", nil
	}
	return "", invalid("The column %q cannot be filtered by.", aws.ToString(name))
}

func quoted(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(text) + "'"
}

func textCondition(f *types.DataSetStringFilterCondition) (string, error) {
	column, err := field(f.ColumnName)
	if err != nil {
		return "", err
	}
	if list := f.ListFilterCondition; list != nil && list.Values != nil && len(list.Values.StaticValues) > 0 {
		var values []string
		for _, v := range list.Values.StaticValues {
			values = append(values, quoted(v))
		}
		function := map[types.DataSetStringListFilterOperator]string{
			types.DataSetStringListFilterOperatorInclude: "in", types.DataSetStringListFilterOperatorExclude: "notIn",
		}[list.Operator]
		return fmt.Sprintf("%s(%s, [%s])", function, column, strings.Join(values, ", ")), nil
	}
	compared := f.ComparisonFilterCondition
	if compared == nil || compared.Value == nil || compared.Value.StaticValue == nil {
		return "", invalid("StringFilterCondition has no value to compare with.")
	}
	form := map[types.DataSetStringComparisonFilterOperator]string{
		types.DataSetStringComparisonFilterOperatorEquals: "%s = %s", types.DataSetStringComparisonFilterOperatorDoesNotEqual: "%s <> %s",
		types.DataSetStringComparisonFilterOperatorContains: "contains(%s, %s)", types.DataSetStringComparisonFilterOperatorDoesNotContain: "NOT contains(%s, %s)",
		types.DataSetStringComparisonFilterOperatorStartsWith: "startsWith(%s, %s)", types.DataSetStringComparisonFilterOperatorEndsWith: "endsWith(%s, %s)",
	}[compared.Operator]
	if form == "" {
		return "", invalid("There is no operator %s of texts.", compared.Operator)
	}
	return fmt.Sprintf(form, column, quoted(*compared.Value.StaticValue)), nil
}

func numberCondition(f *types.DataSetNumericFilterCondition) (string, error) {
	column, err := field(f.ColumnName)
	if err != nil {
		return "", err
	}
	number := func(v *types.DataSetNumericFilterValue) string {
		if v == nil || v.StaticValue == nil {
			return ""
		}
		return strconv.FormatFloat(*v.StaticValue, 'f', -1, 64)
	}
	if f.RangeFilterCondition != nil {
		within := f.RangeFilterCondition
		return between(column, number(within.RangeMinimum), number(within.RangeMaximum), within.IncludeMinimum, within.IncludeMaximum)
	}
	if f.ComparisonFilterCondition == nil {
		return "", invalid("NumericFilterCondition has no value to compare with.")
	}
	return compared(column, string(f.ComparisonFilterCondition.Operator), number(f.ComparisonFilterCondition.Value))
}

func dateCondition(f *types.DataSetDateFilterCondition) (string, error) {
	column, err := field(f.ColumnName)
	if err != nil {
		return "", err
	}
	moment := func(v *types.DataSetDateFilterValue) string {
		if v == nil || v.StaticValue == nil {
			return ""
		}
		return fmt.Sprintf("parseDate(%s, 'yyyy-MM-dd HH:mm:ss')", quoted(v.StaticValue.UTC().Format(time.DateTime)))
	}
	if f.RangeFilterCondition != nil {
		within := f.RangeFilterCondition
		return between(column, moment(within.RangeMinimum), moment(within.RangeMaximum), within.IncludeMinimum, within.IncludeMaximum)
	}
	if f.ComparisonFilterCondition == nil {
		return "", invalid("DateFilterCondition has no value to compare with.")
	}
	return compared(column, string(f.ComparisonFilterCondition.Operator), moment(f.ComparisonFilterCondition.Value))
}

// operators are those of figures and dates.
var operators = map[string]string{
	"EQUALS": "=", "DOES_NOT_EQUAL": "<>", "GREATER_THAN": ">", "GREATER_THAN_OR_EQUALS_TO": ">=", "LESS_THAN": "<", "LESS_THAN_OR_EQUALS_TO": "<=",
	"BEFORE": "<", "BEFORE_OR_EQUALS_TO": "<=", "AFTER": ">", "AFTER_OR_EQUALS_TO": ">=",
}

func compared(column, operator, value string) (string, error) {
	if operators[operator] == "" || value == "" {
		return "", invalid("The filter of %s has no known operator or no value.", column)
	}
	return column + " " + operators[operator] + " " + value, nil
}

// between is a range of which one end may be open. The ends are in it where they are said to be.
func between(column, least, most string, withLeast, withMost *bool) (string, error) {
	var parts []string
	for _, end := range []struct {
		value, operator string
		with            *bool
	}{{least, ">", withLeast}, {most, "<", withMost}} {
		if end.value == "" {
			continue
		}
		if aws.ToBool(end.with) {
			end.operator += "="
		}
		parts = append(parts, column+" "+end.operator+" "+end.value)
	}
	if len(parts) == 0 {
		return "", invalid("The range of %s has no end.", column)
	}
	return strings.Join(parts, " AND "), nil
}
