package definition

import (
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/visual"
)

// ControlKind is what a control lets one choose.
type ControlKind string

// The kinds of controls. Lists and ranges of days have their place on a page; the others are set through the API alone.
const (
	List      ControlKind = "LIST"
	DateRange ControlKind = "DATERANGE"
	Text      ControlKind = "TEXT"   // a text or a number
	Slider    ControlKind = "SLIDER" // a number; of several the least and the greatest
	Day       ControlKind = "DAY"    // the first day of a range alone
)

// Control is a control of a sheet.
type Control struct {
	ID       string
	Kind     ControlKind
	Title    string
	Multiple bool
	Default  ControlValue
	// Options are the values of a list that the definition gives itself; none: those of Values.
	Options []string
	// VisualIDs are the visuals of the sheet that the control filters.
	VisualIDs []string

	group     *types.FilterGroup // what it sets: a filter of a group, or a parameter
	filter    *types.Filter
	parameter string
	column    *types.ColumnIdentifier // whose values it offers
	// cascade are the controls whose values bound what it offers.
	cascade []types.CascadingControlSource
}

func (c *Control) placed() bool { return c.Kind == List || c.Kind == DateRange }

// Offer is what a control offers: values of the definition, or a query for those of a column.
type Offer struct {
	Options []string
	Query   Query
	Spec    visual.Spec
}

// Values makes what gives the values that a list control offers. As in QuickSight they are all of the column, whatever
// filters say, or those beside the values of the controls that it cascades from.
func Values(def *types.DashboardVersionDefinition, ask Ask) (Offer, error) {
	sheet, err := findSheet(def, ask.SheetID)
	if err != nil {
		return Offer{}, err
	}
	for _, control := range controls(def, sheet) {
		if control.ID != ask.ControlID {
			continue
		}
		switch {
		case control.Kind != List:
			return Offer{}, fault.New(fault.Validation, "Control %q offers no list of values.", control.ID)
		case len(control.Options) > 0:
			return Offer{Options: control.Options}, nil
		}
		c := newCompiler(def, ask, sheet)
		field, err := c.dimension(types.DimensionField{CategoricalDimensionField: &types.CategoricalDimensionField{
			FieldId: aws.String("value"), Column: control.column,
		}})
		if err != nil {
			return Offer{}, err
		}
		if c.query.DataSetARN, err = c.arnOf(c.dataSet); err != nil {
			return Offer{}, err
		}
		if err := c.cascaded(control.cascade); err != nil {
			return Offer{}, err
		}
		c.query.Sort = []Sort{{Name: field.Column}}
		if c.query.Limit = ask.MostValues; c.query.Limit <= 0 {
			c.query.Limit = mostValues
		}
		return Offer{Query: c.query, Spec: visual.Spec{Kind: visual.Values, Groups: []visual.Field{field}}}, nil
	}
	return Offer{}, fault.New(fault.NotFound, "Sheet %q has no control %q.", ask.SheetID, ask.ControlID)
}

// cascaded keeps the rows with the values that other controls are set to (QuickSight API Reference,
// CascadingControlSource).
func (c *compiler) cascaded(sources []types.CascadingControlSource) error {
	l := layout{def: c.def, sheet: c.sheet, ask: c.ask, parameters: declared(c.def, c.ask)}
	for _, s := range sources {
		id := aws.ToString(s.SourceSheetControlId)
		all := controls(c.def, c.sheet)
		i := slices.IndexFunc(all, func(o Control) bool { return o.ID == id && o.Kind == List })
		if i < 0 {
			return fault.New(fault.Unsupported, "The values of a control depend on the control %q, which is no list of the sheet.", id)
		}
		set := l.standard(&all[i])
		for _, v := range c.ask.Values {
			if v.ControlID == id {
				if err := c.ask.check(v, all[i]); err != nil {
					return err
				}
				set = v
			}
		}
		if len(set.Texts) == 0 {
			continue // all values
		}
		name, err := c.rowColumn(s.ColumnToMatch)
		if err != nil {
			return err
		}
		c.query.Filters = append(c.query.Filters, Filter{Column: name, In: set.Texts})
	}
	return nil
}

// settle holds what a reader gives to the controls of the sheet, and returns what filters and parameters are set to.
func settle(def *types.DashboardVersionDefinition, sheet *types.SheetDefinition, ask Ask) (map[string]ControlValue, map[string]parameter, error) {
	selected, parameters := map[string]ControlValue{}, declared(def, ask)
	byID := map[string]Control{}
	for _, c := range controls(def, sheet) {
		byID[c.ID] = c
	}
	given := map[string]bool{}
	for _, v := range ask.Values {
		c, found := byID[v.ControlID]
		if !found {
			return nil, nil, fault.New(fault.Validation, "Sheet %q has no control %q that can be set.", ask.SheetID, v.ControlID)
		}
		if given[v.ControlID] {
			return nil, nil, fault.New(fault.Validation, "Control %q is set twice.", v.ControlID)
		}
		given[v.ControlID] = true
		if err := ask.check(v, c); err != nil {
			return nil, nil, err
		}
		if c.filter != nil {
			id, _ := filterControl(c.filter)
			selected[id] = v
			continue
		}
		p, err := setParameter(parameters[c.parameter].kind, v)
		if err != nil {
			return nil, nil, err
		}
		parameters[c.parameter] = p
	}
	return selected, parameters, nil
}

func setParameter(kind parameterKind, v ControlValue) (parameter, error) {
	p := parameter{kind: kind, values: slices.Clone(v.Texts), all: len(v.Texts) == 0 && kind == textParameter}
	if at, err := time.Parse(time.DateOnly, v.From); kind == dateParameter && err == nil {
		p.values = []string{at.Format(moment)}
	}
	if kind == numberParameter {
		for i, text := range v.Texts {
			n, err := strconv.ParseFloat(text, 64)
			if err != nil || n-n != 0 { // NaN and the infinities
				return p, fault.New(fault.Validation, "Control %q takes numbers, not %q.", v.ControlID, text)
			}
			p.values[i] = decimal(n)
		}
	}
	return p.or("its control is set to none."), nil
}

// controls are those of a sheet that can be set here.
func controls(def *types.DashboardVersionDefinition, sheet *types.SheetDefinition) []Control {
	var all []Control
	for _, f := range sheet.FilterControls {
		if c, ok := filterControlOf(def, f); ok {
			all = append(all, c)
		}
	}
	for _, p := range sheet.ParameterControls {
		if c, ok := parameterControlOf(def, p); ok {
			all = append(all, c)
		}
	}
	return all
}

// filterControlOf reads a control of a filter. One for all sheets is described by the filter.
func filterControlOf(def *types.DashboardVersionDefinition, f types.FilterControl) (Control, bool) {
	c := Control{}
	source := ""
	var values *types.FilterSelectableValues
	switch {
	case f.Dropdown != nil:
		d := f.Dropdown
		c = Control{ID: aws.ToString(d.FilterControlId), Kind: List, Title: aws.ToString(d.Title), Multiple: multiple(d.Type)}
		source, values, c.cascade = aws.ToString(d.SourceFilterId), d.SelectableValues, cascade(d.CascadingControlConfiguration)
	case f.List != nil:
		d := f.List
		c = Control{ID: aws.ToString(d.FilterControlId), Kind: List, Title: aws.ToString(d.Title), Multiple: multiple(d.Type)}
		source, values, c.cascade = aws.ToString(d.SourceFilterId), d.SelectableValues, cascade(d.CascadingControlConfiguration)
	case f.DateTimePicker != nil:
		d := f.DateTimePicker
		c = Control{ID: aws.ToString(d.FilterControlId), Kind: picker(d.Type), Title: aws.ToString(d.Title)}
		source = aws.ToString(d.SourceFilterId)
	case f.TextField != nil:
		d := f.TextField
		c = Control{ID: aws.ToString(d.FilterControlId), Kind: Text, Title: aws.ToString(d.Title)}
		source = aws.ToString(d.SourceFilterId)
	case f.TextArea != nil:
		d := f.TextArea
		c = Control{ID: aws.ToString(d.FilterControlId), Kind: Text, Title: aws.ToString(d.Title), Multiple: true}
		source = aws.ToString(d.SourceFilterId)
	case f.Slider != nil:
		d := f.Slider
		c = Control{ID: aws.ToString(d.FilterControlId), Kind: Slider, Title: aws.ToString(d.Title), Multiple: d.Type == types.SheetControlSliderTypeRange}
		source = aws.ToString(d.SourceFilterId)
	case f.RelativeDateTime != nil:
		d := f.RelativeDateTime
		c = Control{ID: aws.ToString(d.FilterControlId), Kind: DateRange, Title: aws.ToString(d.Title)}
		source = aws.ToString(d.SourceFilterId)
	case f.CrossSheet != nil:
		c.ID, source, c.cascade = aws.ToString(f.CrossSheet.FilterControlId), aws.ToString(f.CrossSheet.SourceFilterId), cascade(f.CrossSheet.CascadingControlConfiguration)
	default:
		return c, false
	}
	if c.group, c.filter = findFilter(def, source); c.filter == nil || c.group.Status == types.WidgetStatusDisabled {
		return c, false
	}
	_, configuration := filterControl(c.filter)
	if f.CrossSheet != nil {
		values = c.describe(configuration)
	}
	if values != nil {
		c.Options = values.Values
	}
	column, err := filterColumn(c.filter)
	if err != nil {
		return c, false
	}
	if c.column = column; c.Title == "" {
		c.Title = aws.ToString(column.ColumnName)
	}
	return c, c.sets(c.filter)
}

// sets reports whether a kind of control can set a kind of filter.
func (c *Control) sets(f *types.Filter) bool {
	switch c.Kind {
	case List:
		return listable(f.CategoryFilter)
	case DateRange:
		return f.TimeRangeFilter != nil || f.RelativeDatesFilter != nil
	case Text:
		return f.CategoryFilter != nil && f.CategoryFilter.Configuration != nil || f.NumericEqualityFilter != nil
	case Slider:
		return f.NumericRangeFilter != nil || f.NumericEqualityFilter != nil && !c.Multiple
	case Day:
		return f.TimeEqualityFilter != nil
	}
	return false
}

// picker is the kind of a picker of dates; by itself it picks a range.
func picker(t types.SheetControlDateTimePickerType) ControlKind {
	if t == types.SheetControlDateTimePickerTypeSingleValued {
		return Day
	}
	return DateRange
}

func cascade(k *types.CascadingControlConfiguration) []types.CascadingControlSource {
	if k == nil {
		return nil
	}
	return k.SourceControls
}

// listable reports a filter that compares with whole values, which a list can give.
func listable(f *types.CategoryFilter) bool {
	if f == nil || f.Configuration == nil {
		return false
	}
	text := f.Configuration.CustomFilterConfiguration
	return text == nil || text.MatchOperator == types.CategoryFilterMatchOperatorEquals || text.MatchOperator == types.CategoryFilterMatchOperatorDoesNotEqual
}

func multiple(t types.SheetControlListType) bool { return t != types.SheetControlListTypeSingleSelect }

// describe takes title and kind of a control for all sheets from its filter.
func (c *Control) describe(k *types.DefaultFilterControlConfiguration) *types.FilterSelectableValues {
	if k == nil {
		return nil
	}
	c.Title = aws.ToString(k.Title)
	switch o := k.ControlOptions; {
	case o == nil:
	case o.DefaultDropdownOptions != nil:
		c.Kind, c.Multiple = List, multiple(o.DefaultDropdownOptions.Type)
		return o.DefaultDropdownOptions.SelectableValues
	case o.DefaultListOptions != nil:
		c.Kind, c.Multiple = List, multiple(o.DefaultListOptions.Type)
		return o.DefaultListOptions.SelectableValues
	case o.DefaultDateTimePickerOptions != nil:
		c.Kind = picker(o.DefaultDateTimePickerOptions.Type)
	case o.DefaultRelativeDateTimeOptions != nil:
		c.Kind = DateRange
	case o.DefaultTextFieldOptions != nil:
		c.Kind = Text
	case o.DefaultTextAreaOptions != nil:
		c.Kind, c.Multiple = Text, true
	case o.DefaultSliderOptions != nil:
		c.Kind, c.Multiple = Slider, o.DefaultSliderOptions.Type == types.SheetControlSliderTypeRange
	}
	return nil
}

func parameterControlOf(def *types.DashboardVersionDefinition, p types.ParameterControl) (Control, bool) {
	var c Control
	var values *types.ParameterSelectableValues
	switch {
	case p.Dropdown != nil:
		d := p.Dropdown
		c = Control{ID: aws.ToString(d.ParameterControlId), Kind: List, Title: aws.ToString(d.Title), Multiple: multiple(d.Type)}
		c.parameter, values, c.cascade = aws.ToString(d.SourceParameterName), d.SelectableValues, cascade(d.CascadingControlConfiguration)
	case p.List != nil:
		d := p.List
		c = Control{ID: aws.ToString(d.ParameterControlId), Kind: List, Title: aws.ToString(d.Title), Multiple: multiple(d.Type)}
		c.parameter, values, c.cascade = aws.ToString(d.SourceParameterName), d.SelectableValues, cascade(d.CascadingControlConfiguration)
	case p.TextField != nil:
		c = Control{ID: aws.ToString(p.TextField.ParameterControlId), Kind: Text, Title: aws.ToString(p.TextField.Title), parameter: aws.ToString(p.TextField.SourceParameterName)}
	case p.TextArea != nil:
		c = Control{ID: aws.ToString(p.TextArea.ParameterControlId), Kind: Text, Title: aws.ToString(p.TextArea.Title), Multiple: true, parameter: aws.ToString(p.TextArea.SourceParameterName)}
	case p.Slider != nil:
		c = Control{ID: aws.ToString(p.Slider.ParameterControlId), Kind: Slider, Title: aws.ToString(p.Slider.Title), parameter: aws.ToString(p.Slider.SourceParameterName)}
	case p.DateTimePicker != nil:
		c = Control{ID: aws.ToString(p.DateTimePicker.ParameterControlId), Kind: Day, Title: aws.ToString(p.DateTimePicker.Title), parameter: aws.ToString(p.DateTimePicker.SourceParameterName)}
	default:
		return c, false
	}
	if values != nil {
		c.Options, c.column = values.Values, values.LinkToDataSetColumn
	}
	if c.Title == "" {
		c.Title = c.parameter
	}
	p0, found := declared(def, Ask{})[c.parameter]
	switch c.Kind {
	case List:
		found = found && p0.kind != dateParameter && (len(c.Options) > 0 || c.column != nil)
	case Slider:
		found = found && p0.kind == numberParameter
	case Day:
		found = found && p0.kind == dateParameter
	default:
		found = found && p0.kind != dateParameter
	}
	return c, found
}

// filterControl returns a filter's id and how its controls look by themselves.
func filterControl(f *types.Filter) (string, *types.DefaultFilterControlConfiguration) {
	kinds := reflect.ValueOf(f).Elem()
	for i := range kinds.NumField() {
		if k := kinds.Field(i); k.Kind() == reflect.Pointer && !k.IsNil() {
			id, _ := memberOf(k.Elem(), "FilterId").(*string)
			control, _ := memberOf(k.Elem(), "DefaultFilterControlConfiguration").(*types.DefaultFilterControlConfiguration)
			return aws.ToString(id), control
		}
	}
	return "", nil
}

func findFilter(def *types.DashboardVersionDefinition, id string) (*types.FilterGroup, *types.Filter) {
	for g := range def.FilterGroups {
		for f := range def.FilterGroups[g].Filters {
			if found, _ := filterControl(&def.FilterGroups[g].Filters[f]); found == id && id != "" {
				return &def.FilterGroups[g], &def.FilterGroups[g].Filters[f]
			}
		}
	}
	return nil, nil
}
