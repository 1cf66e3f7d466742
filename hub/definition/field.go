package definition

import (
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/calc"
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
	name, err := c.rowColumn(column)
	if err != nil {
		return visual.Field{}, err
	}
	result := c.resultName(aws.ToString(id))
	c.query.Groups = append(c.query.Groups, Group{Column: name, Name: result, Granularity: granularity})
	c.fields[aws.ToString(id)] = known{name: result, date: d.DateDimensionField != nil}
	return visual.Field{Column: result, Title: name, Format: format}, nil
}

// dimensionID is the id of a field to group by.
func dimensionID(d types.DimensionField) string {
	switch {
	case d.CategoricalDimensionField != nil:
		return aws.ToString(d.CategoricalDimensionField.FieldId)
	case d.DateDimensionField != nil:
		return aws.ToString(d.DateDimensionField.FieldId)
	case d.NumericalDimensionField != nil:
		return aws.ToString(d.NumericalDimensionField.FieldId)
	}
	return ""
}

// rowColumn returns a column that has a value in each row, by which rows can be grouped.
func (c *compiler) rowColumn(id *types.ColumnIdentifier) (string, error) {
	name, level, err := c.column(id)
	if err == nil && level > calc.Row {
		err = fault.New(fault.Unsupported, "The calculated field %q is aggregated and has no value in each row, which the visual takes it for.", name)
	}
	return name, err
}

// measure adds a figure. The field's title is its column's name; measureTitle says how it was summed up.
func (c *compiler) measure(m types.MeasureField) (visual.Field, Measure, error) {
	var fieldID *string
	var column *types.ColumnIdentifier
	figure := Figure{}
	var format visual.Format
	var err error
	switch {
	case m.NumericalMeasureField != nil:
		f := m.NumericalMeasureField
		fieldID, column = f.FieldId, f.Column
		if figure, err = numericalAggregation(f.AggregationFunction); err != nil {
			return visual.Field{}, Measure{}, err
		}
		configured := column
		if figure.Aggregation == Count || figure.Aggregation == DistinctCount {
			configured = nil // a number of rows is not of the column's currency
		}
		format = c.numberFormat(f.FormatConfiguration, configured)
	case m.CategoricalMeasureField != nil:
		f := m.CategoricalMeasureField
		fieldID, column = f.FieldId, f.Column
		if figure.Aggregation = Aggregation(f.AggregationFunction); figure.Aggregation == "" {
			figure.Aggregation = Count
		}
		if f.FormatConfiguration != nil {
			format = numericFormat(f.FormatConfiguration.NumericFormatConfiguration)
		}
	case m.DateMeasureField != nil:
		f := m.DateMeasureField
		fieldID, column = f.FieldId, f.Column
		if figure.Aggregation = Aggregation(f.AggregationFunction); figure.Aggregation == "" {
			figure.Aggregation = Count
		}
		if figure.Aggregation == Min || figure.Aggregation == Max {
			format = c.dateFormat(f.FormatConfiguration, f.Column)
		} else if f.FormatConfiguration != nil {
			format = numericFormat(f.FormatConfiguration.NumericFormatConfiguration)
		}
	case m.CalculatedMeasureField != nil:
		return c.calculatedMeasure(m.CalculatedMeasureField)
	default:
		return visual.Field{}, Measure{}, fault.New(fault.Unsupported, "A measure of the visual has no kind that is understood.")
	}
	if err := c.figure(&figure, column); err != nil {
		return visual.Field{}, Measure{}, err
	}
	field, added := c.addMeasure(aws.ToString(fieldID), figure)
	field.Format = format
	return field, added, nil
}

// figure finds the column of a figure. A calculated field that is aggregated already is the figure itself, whatever
// aggregation stands beside it (QuickSight User Guide, "Using aggregate functions": Custom).
func (c *compiler) figure(f *Figure, id *types.ColumnIdentifier) error {
	name, level, err := c.column(id)
	if err != nil {
		return err
	}
	if f.Column = name; level > calc.Row {
		f.Aggregation, f.Percentile = "", 0
		return nil
	}
	return understood(f.Aggregation, name)
}

func understood(aggregation Aggregation, column string) error {
	if _, is := aggregationWords[aggregation]; !is {
		return fault.New(fault.Unsupported, "The aggregation %q of %q is not understood.", aggregation, column)
	}
	return nil
}

// addMeasure asks for a figure that is shown.
func (c *compiler) addMeasure(fieldID string, f Figure) (visual.Field, Measure) {
	added := Measure{Column: f.Column, Name: c.resultName(fieldID), Aggregation: f.Aggregation, Percentile: f.Percentile}
	c.query.Measures = append(c.query.Measures, added)
	c.fields[fieldID] = known{name: added.Name, measure: true}
	return visual.Field{Column: added.Name, Title: f.Column, Fold: folds[f.Aggregation]}, added
}

// calculatedMeasure is a figure that the visual itself computes, such as a table calculation over one of its fields. The
// figure and the expression have one name, for the definition has none.
func (c *compiler) calculatedMeasure(f *types.CalculatedMeasureField) (visual.Field, Measure, error) {
	if c.dataSet == "" {
		if len(c.named) == 0 {
			return visual.Field{}, Measure{}, fault.New(fault.Unsupported, "The visual computes the measure %q and names no data set.", aws.ToString(f.FieldId))
		}
		c.dataSet = c.named[0]
	}
	id := aws.ToString(f.FieldId)
	name := c.resultName(id)
	level, err := c.compute(name, aws.ToString(f.Expression))
	if err != nil {
		return visual.Field{}, Measure{}, err
	}
	added := Measure{Column: name, Name: name}
	if level <= calc.Row {
		added.Aggregation = Sum
	}
	c.query.Measures = append(c.query.Measures, added)
	c.fields[id] = known{name: name, measure: true}
	return visual.Field{Column: name, Title: computedTitle, Fold: folds[added.Aggregation]}, added, nil
}

// computedTitle calls a figure that the visual computes.
const computedTitle = "A calculated figure"

var folds = map[Aggregation]visual.Fold{Sum: visual.FoldSum, Count: visual.FoldSum, Min: visual.FoldLeast, Max: visual.FoldGreatest}

// aggregationWords are how figures are called: before a column in titles, and in brackets behind it on axes.
var aggregationWords = map[Aggregation]struct{ title, axis string }{
	Sum: {"Sum of", "Sum"}, Average: {"Average", "Average"}, Min: {"Minimum", "Min"}, Max: {"Maximum", "Max"},
	Count: {"Count of", "Count"}, DistinctCount: {"Distinct count of", "Count distinct"}, Var: {"Variance of", "Variance"},
	VarP: {"Population variance of", "Variance, population"}, Stdev: {"Standard deviation of", "Standard deviation"},
	StdevP: {"Population standard deviation of", "Standard deviation, population"}, Median: {"Median", "Median"},
	Percentile: {"Percentile of", "Percentile"},
}

func measureTitle(m Measure) string {
	switch {
	case m.Column == m.Name:
		return computedTitle
	case m.Aggregation == "":
		return m.Column
	case m.Aggregation == Percentile:
		return m.Column + " (" + aggregationWords[Percentile].axis + " " + decimal(m.Percentile) + ")"
	}
	return m.Column + " (" + aggregationWords[m.Aggregation].axis + ")"
}

// numericalAggregation is the sum where a definition names none (QuickSight User Guide, Changing field aggregation).
func numericalAggregation(f *types.NumericalAggregationFunction) (Figure, error) {
	switch {
	case f == nil:
	case f.PercentileAggregation != nil:
		p := f.PercentileAggregation.PercentileValue
		if p == nil || !(*p >= 0 && *p <= 100) {
			return Figure{}, fault.New(fault.Unsupported, "A percentile is none from 0 to 100.")
		}
		return Figure{Aggregation: Percentile, Percentile: *p}, nil
	case f.SimpleNumericalAggregation != "":
		return Figure{Aggregation: Aggregation(f.SimpleNumericalAggregation)}, nil
	}
	return Figure{Aggregation: Sum}, nil
}
