package definition

import (
	"reflect"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
)

// View is a dashboard as a page lays it out.
type View struct{ Sheets []Sheet }

// Sheet is a sheet with its controls and elements, in the definition's order.
type Sheet struct {
	ID, Name, Title, Description string
	Controls                     []Control
	Elements                     []Element
}

// ElementKind is what an element of a sheet is.
type ElementKind string

// The kinds of elements.
const (
	KPIElement   ElementKind = "KPI"
	BarElement   ElementKind = "BAR"
	LineElement  ElementKind = "LINE"
	TableElement ElementKind = "TABLE"
	TextElement  ElementKind = "TEXT"
	OtherElement ElementKind = "OTHER" // not drawn here; its place is kept
)

// Element is a visual or a text on a sheet.
type Element struct {
	ID              string
	Kind            ElementKind
	Title, Subtitle string
	Text            []Paragraph
	Place           Place
	// DataSetARNs are the data sets that the visual reads.
	DataSetARNs []string
	// NotDrawn are settings of the visual that are not drawn, by path.
	NotDrawn []string
}

// Lay lays a whole dashboard out. Of what is asked, Now and Columns count. Nothing in a definition makes it fail: what
// cannot be compiled keeps its place, and Compile says why.
func Lay(def *types.DashboardVersionDefinition, ask Ask) View {
	var view View
	for i := range def.Sheets {
		sheet := &def.Sheets[i]
		l := layout{def: def, sheet: sheet, ask: ask, parameters: declared(def, ask)}
		l.ask.SheetID, l.ask.Values = aws.ToString(sheet.SheetId), nil
		view.Sheets = append(view.Sheets, l.lay())
	}
	return view
}

// layout lays one sheet out.
type layout struct {
	def        *types.DashboardVersionDefinition
	sheet      *types.SheetDefinition
	ask        Ask
	parameters map[string]parameter
}

// Spans of what no layout places.
var spans = map[ElementKind]Place{
	KPIElement: {ColumnSpan: 12, RowSpan: 6}, TextElement: {ColumnSpan: Columns, RowSpan: 3}, TableElement: {ColumnSpan: Columns, RowSpan: 12},
}

func (l *layout) lay() Sheet {
	s := Sheet{
		ID: aws.ToString(l.sheet.SheetId), Name: aws.ToString(l.sheet.Name), Title: aws.ToString(l.sheet.Title),
		Description: aws.ToString(l.sheet.Description), Controls: l.controls(),
	}
	placed, hidden := places(l.sheet)
	for _, b := range l.sheet.TextBoxes {
		s.Elements = append(s.Elements, Element{
			ID: aws.ToString(b.SheetTextBoxId), Kind: TextElement, Text: readText(aws.ToString(b.Content), l.parameterText),
		})
	}
	for i := range l.sheet.Visuals {
		s.Elements = append(s.Elements, l.visual(&l.sheet.Visuals[i]))
	}
	s.Elements = slices.DeleteFunc(s.Elements, func(e Element) bool { return hidden[e.ID] })
	var f flow
	for _, p := range placed {
		f.row = max(f.row, p.Row+p.RowSpan)
	}
	for i := range s.Elements {
		e := &s.Elements[i]
		if p, found := placed[e.ID]; found {
			e.Place = p
			continue
		}
		span, known := spans[e.Kind]
		if !known {
			span = Place{ColumnSpan: Columns / 2, RowSpan: 12}
		}
		e.Place = f.next(span.ColumnSpan, span.RowSpan)
	}
	slices.SortStableFunc(s.Elements, func(a, b Element) int {
		if a.Place.Row != b.Place.Row {
			return a.Place.Row - b.Place.Row
		}
		return a.Place.Column - b.Place.Column
	})
	return s
}

func (l *layout) visual(v *types.Visual) Element {
	e := Element{ID: idOf(v), Kind: kindOf(v)}
	e.Title, e.Subtitle = l.titles(v)
	for _, identifier := range identifiers(v) {
		if arn, err := (&compiler{def: l.def}).arnOf(identifier); err == nil && !slices.Contains(e.DataSetARNs, arn) {
			e.DataSetARNs = append(e.DataSetARNs, arn)
		}
	}
	if e.Kind != OtherElement {
		e.NotDrawn = l.notDrawn(v)
	}
	return e
}

func kindOf(v *types.Visual) ElementKind {
	switch {
	case v.KPIVisual != nil:
		return KPIElement
	case v.BarChartVisual != nil:
		return BarElement
	case v.LineChartVisual != nil:
		return LineElement
	case v.TableVisual != nil:
		return TableElement
	}
	return OtherElement
}

// identifiers are those of the data sets of a visual's fields, in their order. A kind without field wells has fields
// elsewhere, so that the whole of it is looked through.
func identifiers(v *types.Visual) []string {
	b, _ := body(v)
	if !b.IsValid() {
		return nil
	}
	if k := reflect.Indirect(b.FieldByName("ChartConfiguration")); k.IsValid() {
		if found := namedIn(k.FieldByName("FieldWells")); len(found) > 0 {
			return found
		}
	}
	return namedIn(b)
}

func namedIn(v reflect.Value) []string {
	var found []string
	walk(v, func(v reflect.Value) {
		if id, ok := v.Interface().(types.ColumnIdentifier); ok && !slices.Contains(found, aws.ToString(id.DataSetIdentifier)) {
			found = append(found, aws.ToString(id.DataSetIdentifier))
		}
	})
	return found
}

// walk visits every struct below a value.
func walk(v reflect.Value, visit func(reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			walk(v.Elem(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), visit)
		}
	case reflect.Struct:
		visit(v)
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				walk(v.Field(i), visit)
			}
		}
	}
}

// controls are those of the sheet with their defaults and the visuals that they filter.
func (l *layout) controls() []Control {
	all := slices.DeleteFunc(controls(l.def, l.sheet), func(c Control) bool { return !c.placed() })
	for i := range all {
		all[i].Default = l.standard(&all[i])
		for n := range l.sheet.Visuals {
			if v := &l.sheet.Visuals[n]; l.filters(&all[i], v) {
				all[i].VisualIDs = append(all[i].VisualIDs, idOf(v))
			}
		}
	}
	return all
}

// standard is what a control is set to by itself.
func (l *layout) standard(c *Control) ControlValue {
	v := ControlValue{ControlID: c.ID}
	if c.filter == nil {
		if p := l.parameters[c.parameter]; !p.all && p.why == "" {
			v.Texts = p.values
		}
		return v
	}
	compiler := &compiler{def: l.def, ask: l.ask, parameters: l.parameters}
	switch f := c.filter; {
	case f.TimeRangeFilter != nil:
		if s, err := compiler.rangeSpan(f.TimeRangeFilter); err == nil {
			return s.asDays(c.ID)
		}
	case f.RelativeDatesFilter != nil:
		if s, err := compiler.relativeSpan(f.RelativeDatesFilter); err == nil {
			return s.asDays(c.ID)
		}
	case f.CategoryFilter != nil:
		if translated, err := compiler.categoryFilter(f.CategoryFilter, aws.ToString(c.column.ColumnName)); err == nil && len(translated) == 1 {
			v.Texts = append(slices.Clone(translated[0].In), translated[0].NotIn...)
		}
	}
	return v
}

// filters reports whether a control changes what a visual shows.
func (l *layout) filters(c *Control, v *types.Visual) bool {
	names := identifiers(v)
	if len(names) == 0 {
		return false
	}
	reader := &compiler{def: l.def, ask: l.ask, dataSet: names[0]}
	for g := range l.def.FilterGroups {
		group := &l.def.FilterGroups[g]
		if in, err := inScope(group, l.ask.SheetID, idOf(v)); err != nil || !in {
			continue
		}
		for f := range group.Filters {
			filter := &group.Filters[f]
			if c.filter != nil && filter != c.filter || c.filter == nil && !usesParameter(filter, c.parameter) {
				continue
			}
			column, err := filterColumn(filter)
			if err != nil {
				continue
			}
			if concerns, err := reader.concerns(group, column); err == nil && concerns {
				return true
			}
		}
	}
	return false
}

// usesParameter reports whether a filter compares with a parameter.
func usesParameter(f *types.Filter, name string) bool {
	found := false
	walk(reflect.ValueOf(f), func(v reflect.Value) {
		for _, field := range []string{"ParameterName", "Parameter"} {
			if m := v.FieldByName(field); m.IsValid() {
				if p, ok := m.Interface().(*string); ok && p != nil && *p == name {
					found = true
				}
			}
		}
	})
	return found
}
