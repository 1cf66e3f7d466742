package naive

import (
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub/definition"
)

// stage is when a filter holds.
type stage int

const (
	ofRows         stage = iota
	ofPreAggregate       // of rows, by what is computed before aggregation
	ofValues             // top filters
	ofGroups
	ofTable
)

func (w *world) stageOf(f definition.Filter) stage {
	if f.AnyOf != nil {
		latest := ofRows
		for _, list := range f.AnyOf {
			for _, one := range list {
				latest = max(latest, w.stageOf(one))
			}
		}
		return latest
	}
	switch {
	case w.table(f.Column):
		return ofTable
	case f.Aggregation != "" || w.group(f.Column):
		return ofGroups
	case f.Top != nil:
		return ofValues
	case w.has(f.Column, isBeforeAggregation):
		return ofPreAggregate
	}
	return ofRows
}

// filter keeps the points for which all filters of a stage hold. groups are all points of the group that a point is in.
func (w *world) filter(at stage, points []point, groups func(point) []point) []point {
	return slices.DeleteFunc(slices.Clone(points), func(p point) bool {
		for _, f := range w.Filters {
			if w.stageOf(f) == at && !w.holds(f, p, points, groups) {
				return true
			}
		}
		return false
	})
}

func (w *world) holds(f definition.Filter, p point, points []point, groups func(point) []point) bool {
	if f.AnyOf != nil {
		return slices.ContainsFunc(f.AnyOf, func(list []definition.Filter) bool {
			return !slices.ContainsFunc(list, func(one definition.Filter) bool { return !w.holds(one, p, points, groups) })
		})
	}
	var v any
	kind := w.kind(f.Column)
	if w.stageOf(f) == ofGroups {
		v = w.figure(definition.Measure{Column: f.Column, Aggregation: f.Aggregation, Percentile: f.Percentile}, groups(p))
	} else {
		v = w.value(f, p)
	}
	switch v.(type) {
	case int64:
		kind = types.ColumnDataTypeInteger
	case float64:
		kind = types.ColumnDataTypeDecimal
	}
	switch {
	case f.Nulls == "NULLS_ONLY":
		return v == nil
	case v == nil:
		return f.Nulls == "ALL_VALUES"
	case f.Top != nil:
		return w.isTop(f, v, points)
	case f.Nested != nil:
		return w.occurs(f, v)
	}
	return fits(f, v, kind)
}

// value is that of a filter's column.
func (w *world) value(f definition.Filter, p point) any {
	v := shown(eval(mustParse("{"+f.Column+"}"), p, nil))
	if t, ok := v.(time.Time); ok && f.Granularity != "" {
		return begin(strings.ToLower(f.Granularity), t)
	}
	return v
}

func fits(f definition.Filter, v any, kind types.ColumnDataType) bool {
	among := func(texts []string) bool {
		return slices.ContainsFunc(texts, func(text string) bool { return compare(v, valueOf(kind, text)) == 0 })
	}
	switch {
	case f.In != nil:
		return among(f.In)
	case f.NotIn != nil:
		return !among(f.NotIn)
	case f.Range != nil:
		if f.Range.From != "" {
			if by := compare(v, valueOf(kind, f.Range.From)); by < 0 || by == 0 && !f.Range.IncludeFrom {
				return false
			}
		}
		if f.Range.To != "" {
			if by := compare(v, valueOf(kind, f.Range.To)); by > 0 || by == 0 && !f.Range.IncludeTo {
				return false
			}
		}
		return true
	}
	switch f.MatchOperator {
	case "CONTAINS":
		return strings.Contains(v.(string), f.Match)
	case "DOES_NOT_CONTAIN":
		return !strings.Contains(v.(string), f.Match)
	case "STARTS_WITH":
		return strings.HasPrefix(v.(string), f.Match)
	case "ENDS_WITH":
		return strings.HasSuffix(v.(string), f.Match)
	}
	return true
}

// isTop counts the values that are before one.
func (w *world) isTop(f definition.Filter, v any, points []point) bool {
	rows := map[string][]point{}
	for _, p := range points {
		if other := w.value(f, p); other != nil {
			rows[key(other)] = append(rows[key(other)], p)
		}
	}
	figures := func(k string) (all []any) {
		for _, by := range f.Top.By {
			all = append(all, w.figure(definition.Measure{Column: by.Column, Aggregation: by.Aggregation, Percentile: by.Percentile}, rows[k]))
		}
		return all
	}
	own, before := figures(key(v)), 0
	for k := range rows {
		for i, other := range figures(k) {
			by := less(other, own[i], f.Top.By[i].Descending)
			if by < 0 {
				before++
			}
			if by != 0 {
				break
			}
		}
	}
	return before < f.Top.Limit
}

// occurs looks for a value among all rows that fit the inner filter.
func (w *world) occurs(f definition.Filter, v any) bool {
	found := slices.ContainsFunc(w.all, func(p point) bool {
		other := w.value(f, p)
		return other != nil && compare(other, v) == 0 && w.holds(f.Nested.Inner, p, w.all, nil)
	})
	return found != f.Nested.Except
}

// kind is the type of a column, or of the values of a calculated field.
func (w *world) kind(name string) types.ColumnDataType {
	f, column := w.meant(name, nil)
	if f == nil {
		return w.Columns[column].Type
	}
	if w.group(name) || w.table(name) {
		return types.ColumnDataTypeDecimal
	}
	for _, p := range w.all {
		switch shown(eval(mustParse("{"+name+"}"), p, nil)).(type) {
		case int64:
			return types.ColumnDataTypeInteger
		case float64:
			return types.ColumnDataTypeDecimal
		case time.Time:
			return types.ColumnDataTypeDatetime
		case string:
			return types.ColumnDataTypeString
		}
	}
	return types.ColumnDataTypeString
}
