package definition

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

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
	return c.query, c.spec, nil
}

// compiler gathers the query and the specification of one visual.
type compiler struct {
	def        *types.DashboardVersionDefinition
	ask        Ask
	sheet      *types.SheetDefinition
	selected   map[string]ControlValue // what controls are set to, by filter
	parameters map[string]parameter
	dataSet    string // the identifier of the visual's one data set; "" before the first field
	names      map[string]bool
	fields     map[string]known // by the definition's field id
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

func prepare(def *types.DashboardVersionDefinition, ask Ask) (*compiler, *types.Visual, error) {
	sheet, err := findSheet(def, ask.SheetID)
	if err != nil {
		return nil, nil, err
	}
	c := &compiler{def: def, ask: ask, sheet: sheet, names: map[string]bool{}, fields: map[string]known{}}
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
	var err error
	switch {
	case v.KPIVisual != nil:
		err = c.kpi(v.KPIVisual)
	case v.BarChartVisual != nil:
		err = c.bar(v.BarChartVisual)
	case v.LineChartVisual != nil:
		err = c.line(v.LineChartVisual)
	case v.TableVisual != nil:
		err = c.table(v.TableVisual)
	default:
		return fault.New(fault.Unsupported, "Visuals of the kind %q are not drawn.", kindName(v))
	}
	if err != nil {
		return err
	}
	if c.dataSet == "" {
		return fault.New(fault.Unsupported, "The visual has no field to draw.")
	}
	if c.query.DataSetARN, err = c.arnOf(c.dataSet); err != nil {
		return err
	}
	return c.filter()
}

// arnOf returns the data set of an identifier.
func (c *compiler) arnOf(identifier string) (string, error) {
	for _, d := range c.def.DataSetIdentifierDeclarations {
		if aws.ToString(d.Identifier) == identifier {
			return aws.ToString(d.DataSetArn), nil
		}
	}
	return "", fault.New(fault.Unsupported, "The definition declares no data set %q.", identifier)
}

// column returns the column that a field names. All fields of a visual are of one data set.
func (c *compiler) column(id *types.ColumnIdentifier) (string, error) {
	if id == nil || aws.ToString(id.ColumnName) == "" {
		return "", fault.New(fault.Unsupported, "A field of the visual names no column.")
	}
	identifier, name := aws.ToString(id.DataSetIdentifier), aws.ToString(id.ColumnName)
	if c.dataSet == "" {
		c.dataSet = identifier
	}
	if identifier != c.dataSet {
		return "", fault.New(fault.Unsupported, "The visual has fields of two data sets, %q and %q.", c.dataSet, identifier)
	}
	if c.calculated(identifier, name) {
		return "", fault.New(fault.Unsupported, "The visual uses the calculated field %q; calculated fields are not computed.", name)
	}
	return name, nil
}

func (c *compiler) calculated(identifier, name string) bool {
	for _, f := range c.def.CalculatedFields {
		if aws.ToString(f.DataSetIdentifier) == identifier && strings.EqualFold(aws.ToString(f.Name), name) {
			return true
		}
	}
	return false
}
