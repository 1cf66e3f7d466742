package definition

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/calc"
	"interlaken/fault"
	"interlaken/visual"
)

// Compile makes a visual's query and the specification of its chart. A sheet or visual that the definition has not is
// fault.NotFound; a control's value that does not fit fault.Validation or fault.Limit. What the definition asks for and is
// not understood is fault.Unsupported, above all a filter: without it the visual would show more than its author meant.
func Compile(def *types.DashboardVersionDefinition, ask Ask) (Query, visual.Spec, error) {
	c, found, err := prepare(def, ask)
	if err != nil {
		return Query{}, visual.Spec{}, err
	}
	if err := c.compile(found); err != nil {
		return Query{}, visual.Spec{}, err
	}
	c.marked()
	return c.query, c.spec, nil
}

// marked tells the drawing by which columns of the result it knows totals and others.
func (c *compiler) marked() {
	if len(c.query.Totals) > 0 {
		c.spec.TotalsLevel = TotalsLevel
	}
	for _, g := range c.query.Groups {
		c.spec.GroupedBy = append(c.spec.GroupedBy, g.Name)
		if g.Items != nil && g.Items.Others {
			c.spec.OthersOf = OthersOf
		}
	}
	if c.spec.OthersOf == "" {
		c.spec.GroupedBy = nil
	}
}

// Parts names the questions that a visual asks one by one: the computations of an insight, the layers of a map. One
// without a name is the only one of all other visuals; a visual that asks for no data has none.
func Parts(v *types.Visual) []string {
	var parts []string
	switch {
	case v.InsightVisual != nil:
		for _, asked := range computations(v.InsightVisual) {
			parts = append(parts, asked.id)
		}
	case v.LayerMapVisual != nil:
		for _, layer := range joinedLayers(v.LayerMapVisual) {
			parts = append(parts, aws.ToString(layer.LayerId))
		}
	case v.CustomContentVisual != nil, v.EmptyVisual != nil, v.PluginVisual != nil: // a plugin's code is not here
	default:
		return []string{""}
	}
	return parts
}

// compiler gathers the query and the specification of one visual.
type compiler struct {
	def        *types.DashboardVersionDefinition
	ask        Ask
	sheet      *types.SheetDefinition
	selected   map[string]ControlValue // what controls are set to, by filter
	parameters map[string]parameter
	dataSet    string   // the identifier of the visual's one data set; "" before the first field
	named      []string // the identifiers that the visual names at all
	names      map[string]bool
	fields     map[string]known // by the definition's field id
	set        *calc.Set        // made when it is first asked for
	needed     map[*types.CalculatedField]bool
	query      Query
	spec       visual.Spec
	// notDrawn are settings that turned out to be without effect here.
	notDrawn []string
}

// known is a field of the visual's wells.
type known struct {
	name    string
	measure bool
	date    bool
}

func newCompiler(def *types.DashboardVersionDefinition, ask Ask, sheet *types.SheetDefinition) *compiler {
	return &compiler{def: def, ask: ask, sheet: sheet, names: map[string]bool{}, fields: map[string]known{}, needed: map[*types.CalculatedField]bool{}}
}

func prepare(def *types.DashboardVersionDefinition, ask Ask) (*compiler, *types.Visual, error) {
	sheet, err := findSheet(def, ask.SheetID)
	if err != nil {
		return nil, nil, err
	}
	c := newCompiler(def, ask, sheet)
	if c.selected, c.parameters, err = settle(def, sheet, ask); err != nil {
		return nil, nil, err
	}
	for i := range sheet.Visuals {
		if idOf(&sheet.Visuals[i]) == ask.VisualID {
			return c, &sheet.Visuals[i], nil
		}
	}
	return nil, nil, fault.New(fault.NotFound, "Sheet %q has no visual %q.", ask.SheetID, ask.VisualID)
}

func (c *compiler) compile(v *types.Visual) error {
	parts := Parts(v)
	switch {
	case len(parts) == 0:
		return fault.New(fault.Unsupported, "Visuals of the kind %q ask for no data where they compute nothing.", kindName(v))
	case c.ask.Part == "":
		c.ask.Part = parts[0]
	case !slices.Contains(parts, c.ask.Part):
		return fault.New(fault.NotFound, "Visual %q has no part %q.", c.ask.VisualID, c.ask.Part)
	}
	c.named = identifiers(v)
	if err := c.ofKind(v); err != nil {
		return err
	}
	if c.dataSet == "" {
		return fault.New(fault.Unsupported, "The visual has no field to draw.")
	}
	var err error
	if c.query.DataSetARN, err = c.arnOf(c.dataSet); err != nil {
		return err
	}
	if err := c.drilled(v); err != nil {
		return err
	}
	return c.filter()
}

// ofKind asks what visuals of a kind ask.
func (c *compiler) ofKind(v *types.Visual) error {
	switch {
	case v.KPIVisual != nil:
		return c.kpi(v.KPIVisual)
	case v.BarChartVisual != nil:
		return c.bar(v.BarChartVisual)
	case v.LineChartVisual != nil:
		return c.line(v.LineChartVisual)
	case v.TableVisual != nil:
		return c.table(v.TableVisual)
	case v.PivotTableVisual != nil:
		return c.pivot(v.PivotTableVisual)
	case v.InsightVisual != nil:
		return c.insight(v.InsightVisual)
	case v.LayerMapVisual != nil:
		return c.layer(v.LayerMapVisual)
	case v.ScatterPlotVisual != nil:
		return c.scatter(v.ScatterPlotVisual)
	case v.HistogramVisual != nil:
		return c.histogram(v.HistogramVisual)
	case v.BoxPlotVisual != nil:
		return c.boxPlot(v.BoxPlotVisual)
	}
	if w, ok := wellsOf(v); ok {
		return c.chart(w)
	}
	return fault.New(fault.Unsupported, "Visuals of the kind %q are not understood.", kindName(v))
}

// arnOf returns the data set of an identifier.
func (c *compiler) arnOf(identifier string) (string, error) {
	for _, d := range c.def.DataSetIdentifierDeclarations {
		if arn := aws.ToString(d.DataSetArn); aws.ToString(d.Identifier) == identifier && arn != "" {
			return arn, nil
		}
	}
	return "", fault.New(fault.Unsupported, "The definition declares no data set %q.", identifier)
}

// column returns the column or calculated field that a field names, and on which level it stands. All fields of a visual
// are of one data set.
func (c *compiler) column(id *types.ColumnIdentifier) (string, calc.Level, error) {
	if id == nil || aws.ToString(id.ColumnName) == "" {
		return "", 0, fault.New(fault.Unsupported, "A field of the visual names no column.")
	}
	identifier, name := aws.ToString(id.DataSetIdentifier), aws.ToString(id.ColumnName)
	if c.dataSet == "" {
		c.dataSet = identifier
	}
	if identifier != c.dataSet {
		return "", 0, fault.New(fault.Unsupported, "The visual has fields of two data sets, %q and %q.", c.dataSet, identifier)
	}
	level, err := c.level(name)
	return name, level, err
}
