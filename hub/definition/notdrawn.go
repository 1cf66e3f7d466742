package definition

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
)

// drawnType is a line of drawnSettings.
type drawnType struct {
	members map[string]drawnMember
	// neutral is a member whose values, if one of them is set, make the whole change nothing.
	neutral       string
	neutralValues []string
}

type drawnMember struct {
	firstOnly bool
	values    []string // nil: any
}

var drawnTypes = readDrawn(drawnSettings)

func readDrawn(text string) map[string]drawnType {
	all := map[string]drawnType{}
	for line := range strings.Lines(text) {
		name, members, found := strings.Cut(strings.TrimSpace(line), ":")
		if !found {
			continue
		}
		t := drawnType{members: map[string]drawnMember{}}
		for _, word := range strings.Fields(members) {
			if whole, found := strings.CutPrefix(word, "{"); found {
				member, values, _ := strings.Cut(strings.TrimSuffix(whole, "}"), "=")
				t.neutral, t.neutralValues = member, strings.Split(values, "|")
				continue
			}
			var m drawnMember
			member, values, limited := strings.Cut(word, "=")
			if limited {
				m.values = strings.Split(values, "|")
			}
			member, m.firstOnly = strings.CutSuffix(member, "[0]")
			t.members[member] = m
		}
		all[name] = t
	}
	return all
}

// notDrawn lists the settings of a visual that are not drawn, by path, each once.
func (l *layout) notDrawn(v *types.Visual) []string {
	b, _ := body(v)
	var paths []string
	undrawn(b, "", &paths)
	if l.ask.VisualID = idOf(v); l.ask.VisualID != "" {
		if c, found, err := prepare(l.def, l.ask); err == nil {
			_ = c.compile(found) // its failure is told by who asks for the figures
			paths = append(paths, c.notDrawn...)
		}
	}
	if k := v.BarChartVisual; k != nil && k.ChartConfiguration != nil && k.ChartConfiguration.FieldWells != nil {
		if w := k.ChartConfiguration.FieldWells.BarChartAggregatedFieldWells; w != nil && len(w.Colors) > 0 {
			paths = append(paths, furtherValues("BarChartAggregatedFieldWells", len(w.Values))...)
		}
	}
	if k := v.LineChartVisual; k != nil && k.ChartConfiguration != nil && k.ChartConfiguration.FieldWells != nil {
		if w := k.ChartConfiguration.FieldWells.LineChartAggregatedFieldWells; w != nil && len(w.Colors) > 0 {
			paths = append(paths, furtherValues("LineChartAggregatedFieldWells", len(w.Values))...)
		}
	}
	for _, part := range []string{"Title", "Subtitle"} {
		if rich := richText(b, part); strings.Contains(rich, "color=") || strings.Contains(rich, "font-size=") {
			paths = append(paths, part+".FormatText.RichText")
		}
	}
	if k := v.KPIVisual; k != nil && k.ChartConfiguration != nil && k.ChartConfiguration.FieldWells != nil && len(k.ChartConfiguration.FieldWells.TrendGroups) == 0 {
		paths = slices.DeleteFunc(paths, func(path string) bool { // there is nothing for the small line to draw
			return strings.HasPrefix(path, "ChartConfiguration.KPIOptions.Sparkline")
		})
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// furtherValues are measures that have no place beside a colour.
func furtherValues(wells string, values int) []string {
	var paths []string
	for i := 1; i < values; i++ {
		paths = append(paths, fmt.Sprintf("ChartConfiguration.FieldWells.%s.Values[%d]", wells, i))
	}
	return paths
}

// richText is a title's markup, whose colours and sizes the page's own style replaces.
func richText(b reflect.Value, part string) string {
	for _, name := range []string{part, "FormatText", "RichText"} {
		if b = reflect.Indirect(b.FieldByName(name)); !b.IsValid() {
			return ""
		}
	}
	return b.String()
}

func undrawn(v reflect.Value, path string, paths *[]string) {
	if unset(v) {
		return
	}
	v = reflect.Indirect(v)
	t, listed := drawnTypes[v.Type().Name()]
	if !listed {
		*paths = append(*paths, path)
		return
	}
	if t.neutral != "" && slices.Contains(t.neutralValues, textOf(v.FieldByName(t.neutral))) {
		return
	}
	if v.Type() == reflect.TypeFor[types.ItemsLimitConfiguration]() && v.Interface().(types.ItemsLimitConfiguration).ItemsLimit == nil {
		return // without a limit there are no others
	}
	if len(t.members) == 0 { // a type that is drawn only where it changes nothing
		if t.neutral != "" {
			*paths = append(*paths, path)
		}
		return
	}
	for i := range v.NumField() {
		name, f := v.Type().Field(i).Name, v.Field(i)
		if !v.Type().Field(i).IsExported() || unset(f) {
			continue
		}
		m, known := t.members[name]
		below := strings.TrimPrefix(path+"."+name, ".")
		switch {
		case !known:
			*paths = append(*paths, below)
		case m.values != nil && !slices.Contains(m.values, textOf(f)):
			*paths = append(*paths, below)
		case m.values == nil:
			undrawnMember(f, m, below, paths)
		}
	}
}

func undrawnMember(f reflect.Value, m drawnMember, path string, paths *[]string) {
	f = reflect.Indirect(f)
	switch {
	case f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Struct:
		for i := range f.Len() {
			place := fmt.Sprintf("%s[%d]", path, i)
			if m.firstOnly && i > 0 {
				*paths = append(*paths, place)
				continue
			}
			undrawn(f.Index(i), place, paths)
		}
	case f.Kind() == reflect.Struct:
		undrawn(f, path, paths)
	}
}

// textOf is a setting's value; "" where it is none of words.
func textOf(v reflect.Value) string {
	v = reflect.Indirect(v)
	if v.IsValid() && v.Kind() == reflect.String {
		return v.String()
	}
	return ""
}

// unset reports a setting that says nothing, such as a list or a structure of nothing.
func unset(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return true
		}
		if e := v.Elem(); e.Kind() == reflect.Struct && e.NumField() > 1 {
			return unset(e)
		}
		return false // a pointer to a value says it, whatever it is; so does a choice that has no members
	case reflect.Slice:
		return v.Len() == 0
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && !unset(v.Field(i)) {
				return false
			}
		}
		return true
	case reflect.String:
		return v.String() == ""
	case reflect.Bool:
		return !v.Bool()
	}
	return v.IsZero()
}
