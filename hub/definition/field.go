package definition

import (
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/visual"
)

// resultName makes a name of a field id for a column of the result: small letters, digits and underscores, as every
// engine keeps them, unique in the query, and by its beginning hardly ever that of a column of the data.
func (c *compiler) resultName(fieldID string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(fieldID) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else if !strings.HasSuffix(b.String(), "_") {
			b.WriteByte('_')
		}
	}
	stem := strings.Trim(b.String(), "_")
	if len(stem) > mostName {
		stem = strings.TrimLeft(stem[len(stem)-mostName:], "_") // the end of QuickSight's ids is what tells them apart
	}
	stem = "f_" + stem
	name := stem
	for n := 2; c.names[name]; n++ {
		name = fmt.Sprintf("%s_%d", stem, n)
	}
	c.names[name] = true
	return name
}

const mostName = 60

// dimension adds a field to group by.
func (c *compiler) dimension(d types.DimensionField) (visual.Field, error) {
	var id *string
	var column *types.ColumnIdentifier
	var format visual.Format
	granularity := ""
	switch {
	case d.CategoricalDimensionField != nil:
		f := d.CategoricalDimensionField
		id, column, format = f.FieldId, f.Column, c.textFormat(f.FormatConfiguration, f.Column)
	case d.DateDimensionField != nil:
		f := d.DateDimensionField
		id, column = f.FieldId, f.Column
		if granularity = string(f.DateGranularity); granularity == "" {
			granularity = string(types.TimeGranularityDay)
		}
		if granularity == string(types.TimeGranularityMillisecond) {
			granularity = "" // the value as it is
		}
		format = c.dateFormat(f.FormatConfiguration, f.Column)
		format.Granularity = granularity
	case d.NumericalDimensionField != nil:
		f := d.NumericalDimensionField
		id, column, format = f.FieldId, f.Column, c.numberFormat(f.FormatConfiguration, f.Column)
	default:
		return visual.Field{}, fault.New(fault.Unsupported, "A field of the visual has no kind that is understood.")
	}
	name, err := c.column(column)
	if err != nil {
		return visual.Field{}, err
	}
	result := c.resultName(aws.ToString(id))
	c.query.Groups = append(c.query.Groups, Group{Column: name, Name: result, Granularity: granularity})
	c.fields[aws.ToString(id)] = known{name: result, date: d.DateDimensionField != nil}
	return visual.Field{Column: result, Title: name, Format: format}, nil
}

// measure adds a figure. The field's title is its column's name; measureTitle says how it was summed up.
func (c *compiler) measure(m types.MeasureField) (visual.Field, Measure, error) {
	var fieldID *string
	var column *types.ColumnIdentifier
	var aggregation Aggregation
	var format visual.Format
	var err error
	switch {
	case m.NumericalMeasureField != nil:
		f := m.NumericalMeasureField
		fieldID, column = f.FieldId, f.Column
		if aggregation, err = numericalAggregation(f.AggregationFunction); err != nil {
			return visual.Field{}, Measure{}, err
		}
		configured := column
		if aggregation == Count || aggregation == DistinctCount {
			configured = nil // a number of rows is not of the column's currency
		}
		format = c.numberFormat(f.FormatConfiguration, configured)
	case m.CategoricalMeasureField != nil:
		f := m.CategoricalMeasureField
		fieldID, column = f.FieldId, f.Column
		if aggregation = Aggregation(f.AggregationFunction); aggregation == "" {
			aggregation = Count
		}
		if f.FormatConfiguration != nil {
			format = numericFormat(f.FormatConfiguration.NumericFormatConfiguration)
		}
	case m.DateMeasureField != nil:
		f := m.DateMeasureField
		fieldID, column = f.FieldId, f.Column
		if aggregation = Aggregation(f.AggregationFunction); aggregation == "" {
			aggregation = Count
		}
		if aggregation == Min || aggregation == Max {
			format = c.dateFormat(f.FormatConfiguration, f.Column)
		} else if f.FormatConfiguration != nil {
			format = numericFormat(f.FormatConfiguration.NumericFormatConfiguration)
		}
	case m.CalculatedMeasureField != nil:
		return visual.Field{}, Measure{}, fault.New(fault.Unsupported, "The visual computes the measure %q; calculated fields are not computed.", aws.ToString(m.CalculatedMeasureField.FieldId))
	default:
		return visual.Field{}, Measure{}, fault.New(fault.Unsupported, "A measure of the visual has no kind that is understood.")
	}
	name, err := c.column(column)
	if err != nil {
		return visual.Field{}, Measure{}, err
	}
	if _, understood := aggregationWords[aggregation]; !understood {
		return visual.Field{}, Measure{}, fault.New(fault.Unsupported, "The aggregation %q of %q is not understood.", aggregation, name)
	}
	added := Measure{Column: name, Name: c.resultName(aws.ToString(fieldID)), Aggregation: aggregation}
	c.query.Measures = append(c.query.Measures, added)
	c.fields[aws.ToString(fieldID)] = known{name: added.Name, measure: true}
	return visual.Field{Column: added.Name, Title: name, Format: format, Fold: folds[aggregation]}, added, nil
}

var folds = map[Aggregation]visual.Fold{Sum: visual.FoldSum, Count: visual.FoldSum, Min: visual.FoldLeast, Max: visual.FoldGreatest}

// aggregationWords are how figures are called: before a column in titles, and in brackets behind it on axes.
var aggregationWords = map[Aggregation]struct{ title, axis string }{
	Sum: {"Sum of", "Sum"}, Average: {"Average", "Average"}, Min: {"Minimum", "Min"}, Max: {"Maximum", "Max"},
	Count: {"Count of", "Count"}, DistinctCount: {"Distinct count of", "Count distinct"}, Var: {"Variance of", "Variance"},
	VarP: {"Population variance of", "Variance, population"}, Stdev: {"Standard deviation of", "Standard deviation"},
	StdevP: {"Population standard deviation of", "Standard deviation, population"}, Median: {"Median", "Median"},
}

func measureTitle(m Measure) string {
	return m.Column + " (" + aggregationWords[m.Aggregation].axis + ")"
}

// numericalAggregation is the sum where a definition names none (QuickSight User Guide, Changing field aggregation).
func numericalAggregation(f *types.NumericalAggregationFunction) (Aggregation, error) {
	switch {
	case f == nil:
		return Sum, nil
	case f.PercentileAggregation != nil:
		return "", fault.New(fault.Unsupported, "Percentiles are not computed.")
	case f.SimpleNumericalAggregation == "":
		return Sum, nil
	}
	return Aggregation(f.SimpleNumericalAggregation), nil
}
