package definition

import (
	"reflect"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
)

// body returns the struct of a visual's kind and the kind's name; an invalid value for a kind that the SDK has not.
func body(v *types.Visual) (reflect.Value, string) {
	fields := reflect.ValueOf(v).Elem()
	for i := range fields.NumField() {
		if f := fields.Field(i); f.Kind() == reflect.Pointer && !f.IsNil() {
			return f.Elem(), fields.Type().Field(i).Name
		}
	}
	return reflect.Value{}, ""
}

func memberOf(v reflect.Value, name string) any {
	if !v.IsValid() {
		return nil
	}
	if f := v.FieldByName(name); f.IsValid() {
		return f.Interface()
	}
	return nil
}

func idOf(v *types.Visual) string {
	b, _ := body(v)
	id, _ := memberOf(b, "VisualId").(*string)
	return aws.ToString(id)
}

// kindName is a kind in words: pivot table for PivotTableVisual.
func kindName(v *types.Visual) string {
	_, name := body(v)
	var b strings.Builder
	name = strings.TrimSuffix(name, "Visual")
	for i, r := range name {
		if i > 0 && r >= 'A' && r <= 'Z' && name[i-1] >= 'a' {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	if b.Len() == 0 {
		return "unknown"
	}
	if text := b.String(); !strings.HasPrefix(text, "KPI") {
		return strings.ToLower(text)
	}
	return "KPI"
}

// titles are the title and the subtitle of a visual: the author's, else what its fields say; "" where they are hidden.
func (l *layout) titles(v *types.Visual) (title, subtitle string) {
	b, _ := body(v)
	title = l.automaticTitle(v)
	if t, _ := memberOf(b, "Title").(*types.VisualTitleLabelOptions); t != nil {
		if f := t.FormatText; f != nil {
			if text := l.plain(f.PlainText, f.RichText); text != "" {
				title = text
			}
		}
		if t.Visibility == types.VisibilityHidden {
			title = ""
		}
	}
	if s, _ := memberOf(b, "Subtitle").(*types.VisualSubtitleLabelOptions); s != nil && s.Visibility != types.VisibilityHidden && s.FormatText != nil {
		subtitle = l.plain(s.FormatText.PlainText, s.FormatText.RichText)
	}
	return title, subtitle
}

func (l *layout) plain(plain, rich *string) string {
	if rich != nil {
		return flat(readText(*rich, l.parameterText))
	}
	return strings.TrimSpace(aws.ToString(plain))
}

func (l *layout) parameterText(name string) string {
	p, found := l.parameters[name]
	if !found || p.why != "" {
		return missingText
	}
	return p.shown()
}

const missingText = "–"

// automaticTitle is what QuickSight calls a visual by itself: Sum of amount by state and product.
func (l *layout) automaticTitle(v *types.Visual) string {
	var values []types.MeasureField
	var groups []types.DimensionField
	switch {
	case v.KPIVisual != nil && v.KPIVisual.ChartConfiguration != nil && v.KPIVisual.ChartConfiguration.FieldWells != nil:
		values = first(v.KPIVisual.ChartConfiguration.FieldWells.Values)
	case v.BarChartVisual != nil && v.BarChartVisual.ChartConfiguration != nil && v.BarChartVisual.ChartConfiguration.FieldWells != nil:
		if w := v.BarChartVisual.ChartConfiguration.FieldWells.BarChartAggregatedFieldWells; w != nil {
			values, groups = w.Values, append(first(w.Category), first(w.Colors)...)
		}
	case v.LineChartVisual != nil && v.LineChartVisual.ChartConfiguration != nil && v.LineChartVisual.ChartConfiguration.FieldWells != nil:
		if w := v.LineChartVisual.ChartConfiguration.FieldWells.LineChartAggregatedFieldWells; w != nil {
			values, groups = w.Values, append(first(w.Category), first(w.Colors)...)
		}
	case v.TableVisual != nil && v.TableVisual.ChartConfiguration != nil && v.TableVisual.ChartConfiguration.FieldWells != nil:
		w := v.TableVisual.ChartConfiguration.FieldWells
		if w.TableAggregatedFieldWells != nil {
			values, groups = w.TableAggregatedFieldWells.Values, w.TableAggregatedFieldWells.GroupBy
		} else if w.TableUnaggregatedFieldWells != nil {
			var names []string
			for _, f := range w.TableUnaggregatedFieldWells.Values {
				if f.Column != nil {
					names = append(names, aws.ToString(f.Column.ColumnName))
				}
			}
			return joined(names)
		}
	}
	var measures, dimensions []string
	for _, m := range values {
		measures = append(measures, measureWords(m))
	}
	for _, d := range groups {
		dimensions = append(dimensions, dimensionColumn(d))
	}
	switch {
	case len(measures) == 0 && len(dimensions) == 0:
		name := kindName(v)
		return strings.ToUpper(name[:1]) + name[1:]
	case len(measures) == 0 && v.TableVisual == nil:
		return records + " by " + joined(dimensions)
	case len(measures) == 0:
		return joined(dimensions)
	case len(dimensions) == 0:
		return joined(measures)
	}
	return joined(measures) + " by " + joined(dimensions)
}

func first[T any](list []T) []T { return list[:min(1, len(list)):min(1, len(list))] }

// joined lists names: a, b and c.
func joined(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

func measureWords(m types.MeasureField) string {
	column, aggregation := (*types.ColumnIdentifier)(nil), Count
	switch {
	case m.NumericalMeasureField != nil:
		column = m.NumericalMeasureField.Column
		figure, _ := numericalAggregation(m.NumericalMeasureField.AggregationFunction)
		aggregation = figure.Aggregation
	case m.CategoricalMeasureField != nil:
		column = m.CategoricalMeasureField.Column
		if f := m.CategoricalMeasureField.AggregationFunction; f != "" {
			aggregation = Aggregation(f)
		}
	case m.DateMeasureField != nil:
		column = m.DateMeasureField.Column
		if f := m.DateMeasureField.AggregationFunction; f != "" {
			aggregation = Aggregation(f)
		}
	}
	if column == nil {
		return computedTitle
	}
	return strings.TrimSpace(aggregationWords[aggregation].title + " " + aws.ToString(column.ColumnName))
}

func dimensionColumn(d types.DimensionField) string {
	var column *types.ColumnIdentifier
	switch {
	case d.CategoricalDimensionField != nil:
		column = d.CategoricalDimensionField.Column
	case d.DateDimensionField != nil:
		column = d.DateDimensionField.Column
	case d.NumericalDimensionField != nil:
		column = d.NumericalDimensionField.Column
	}
	if column == nil {
		return "a field"
	}
	return aws.ToString(column.ColumnName)
}
